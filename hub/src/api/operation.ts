import type { TSchema } from 'typebox';
import type { Access } from './access.ts';
import { type ProblemCode, problemCodes } from './problem-codes.ts';

/** What a route says about itself; the description at /openapi.json is made of these. */
export type Operation = {
  readonly id: string;
  readonly summary: string;
  readonly description?: string;
  readonly tag: 'orders' | 'quotes' | 'exceptions' | 'systems' | 'references' | 'events' | 'subscriptions' | 'webhooks' | 'operations';
  readonly access: Access;
  readonly params?: TSchema;
  readonly query?: TSchema;
  readonly headers?: TSchema;
  readonly body?: TSchema;
  /** A body that is taken as a stream or as bytes, in place of JSON or beside it: described, not validated here. */
  readonly takes?: { readonly type: string; readonly says: string };
  /** Schema (or nothing) by status, each with a word about when. */
  readonly answers: Readonly<Record<number, { readonly when: string; readonly schema?: TSchema; readonly type?: string }>>;
  readonly refuses: readonly ProblemCode[];
  /** Nothing of a request is stored, not even of one that is refused. */
  readonly keepsNothing?: true;
};

/** The options of a route: its schemas for validation and description, and who may use it. */
export function operation(what: Operation) {
  const { id, summary, description, tag, access, params, query, headers, body, takes, keepsNothing } = what;
  return {
    config: { access, ...(takes && !body && { takes }), ...(keepsNothing && { keepsNothing }) },
    schema: {
      operationId: id,
      summary,
      tags: [tag],
      description: [description, access === 'open' || access === 'signed' || access === 'local' ? undefined : needs(access)].filter(Boolean).join('\n\n'),
      security: access === 'open' || access === 'signed' || access === 'local' ? [] : [{ key: [] }],
      ...(params && { params }),
      ...(query && { querystring: query }),
      ...(headers && { headers }),
      ...(body && { body: takes ? bodyOrStream(body, takes) : body }),
      response: { ...problemsOf(what), ...answersOf(what) },
    },
  };
}

function bodyOrStream(body: TSchema, { type, says }: NonNullable<Operation['takes']>) {
  return { content: { 'application/json': { schema: body }, [type]: { schema: { type: 'string', description: says } } } };
}

function needs(access: Access): string {
  return access === 'any-key' ? 'Needs any valid key.' : `Needs the scope \`${access}\`.`;
}

function answersOf({ answers }: Operation) {
  const entries = Object.entries(answers).map(([status, { when, schema, type }]) => {
    const described = { description: when, ...(schema ? { content: { [type ?? 'application/json']: { schema } } } : { type: 'null' }) };
    return [status, described] as const;
  });
  return Object.fromEntries(entries);
}

/** What every guarded route can answer, beside its own. */
const always: readonly ProblemCode[] = ['internal', 'overloaded', 'store-unavailable'];

function problemsOf({ access, refuses }: Operation) {
  const guarded: readonly ProblemCode[] =
    access === 'open' || access === 'signed' ? [] : access === 'local' ? ['not-local'] : ['unauthenticated', 'missing-scope'];
  const byStatus = Map.groupBy(new Set([...refuses, ...guarded, ...always]), (code) => problemCodes[code].status);
  const entries = [...byStatus].map(([status, codes]) => {
    const described = {
      description: codes.map((code) => `\`${code}\`: ${problemCodes[code].title}`).join('; '),
      content: { 'application/problem+json': { schema: { $ref: 'Problem#' } } },
    };
    return [status, described] as const;
  });
  return Object.fromEntries(entries);
}
