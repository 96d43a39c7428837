import type { SwaggerOptions } from '@fastify/swagger';

/** Version of the API itself; a change that breaks a client gets a new version in the path. */
export const apiVersion = '1.0.0';

/** How the description of the API begins; the routes fill in the rest. */
export function description(): SwaggerOptions {
  return {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Crossdock',
        version: apiVersion,
        description:
          'Orders in, one canonical order, driven through the systems that execute it. Errors are RFC 9457 problems; docs/reference/errors.md lists them.',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      tags: [
        { name: 'orders', description: 'Submit, change, cancel, find and follow orders.' },
        { name: 'quotes', description: 'What the systems would say of an order that nobody has placed yet.' },
        { name: 'exceptions', description: 'Work for people, with its remedies.' },
        { name: 'systems', description: 'Systems, their lanes and what is on its way to them.' },
        { name: 'references', description: 'What one system calls a thing that another calls otherwise.' },
        { name: 'events', description: 'What happened, in one gapless sequence.' },
        { name: 'subscriptions', description: 'Signed webhooks.' },
        { name: 'webhooks', description: 'The door for messages of connected systems.' },
        { name: 'operations', description: 'Health, metrics and this description.' },
      ],
      components: {
        securitySchemes: { key: { type: 'http', scheme: 'bearer', description: 'The key of a client of the landscape; scopes say what it may do.' } },
      },
    },
    transform: ({ schema, url, route }) => {
      const takes = route.config?.takes;
      if (!takes) return { schema, url };
      return { url, schema: { ...schema, consumes: [takes.type], body: { type: 'string', description: takes.says } } };
    },
    refResolver: { buildLocalReference: (json, _uri, _fragment, index) => (typeof json['$id'] === 'string' ? json['$id'] : `def-${index}`) },
  };
}
