import { isAbsent, Malformed, type Route, readObject, readText } from '../../../stand-in/index.ts';
import { type FieldType, type FieldValue, type Org, OrgError, type Row, type Who } from '../../org/index.ts';
import { deskPage } from './desk-page.ts';
import { type MakeRoute, shown, told } from './desk-route.ts';
import { quoteRoutes } from './quote-desk.ts';

/** What the desk works on: `who` is the sales representative. */
export type DeskGround = { readonly org: Org; readonly who: Who; readonly token: () => string; readonly endSessions: () => void };

const recordsShownMax = 200;

/** What people in the org do: a page for a browser, records by hand, and quotes as a sales representative works on them. */
export function deskRoutes(ground: DeskGround): readonly Route[] {
  const { org, who } = ground;
  const route: MakeRoute = (method, path, status, run) => ({
    method,
    path: `/desk${path}`,
    access: 'control',
    answer: (call) => told(status, () => run(call)),
  });
  return [
    { method: 'GET', path: '/desk', access: 'open', answer: () => ({ outcome: 'page', html: deskPage(ground.token()) }) },
    route('GET', '/objects', 200, () => ({
      objects: org
        .types()
        .filter(({ isEvent }) => !isEvent)
        .map(({ name }) => name),
    })),
    route('GET', '/records/{object}', 200, ({ param, query }) => ({ records: latest(org, param('object'), Number(query.get('limit') ?? recordsShownMax)) })),
    route('GET', '/records/{object}/{id}', 200, ({ param }) => shown(org, param('object'), param('id'))),
    route('POST', '/records/{object}', 201, ({ param, body }) => {
      const { id } = org.transact(who, (work) => work.create(param('object'), readRow(body)));
      return shown(org, param('object'), id);
    }),
    route('POST', '/records/{object}/{id}', 200, ({ param, body }) => {
      org.transact(who, (work) => work.update(param('object'), param('id'), readRow(body)));
      return shown(org, param('object'), param('id'));
    }),
    route('DELETE', '/records/{object}/{id}', 200, ({ param }) => {
      org.transact(who, (work) => work.remove(param('object'), param('id')));
      return {};
    }),
    route('POST', '/events/{event}', 201, ({ param, body }) => org.transact(who, (work) => work.publish(param('event'), readRow(body)))),
    route('POST', '/fields/{object}', 201, ({ param, body }) => {
      const field = readObject(body, '');
      org.addField(param('object'), { name: readText(field, 'name'), type: readText(field, 'type') as FieldType }); // the org refuses what it does not know
      return {};
    }),
    route('POST', '/sessions/expire', 200, () => {
      ground.endSessions();
      return {};
    }),
    ...quoteRoutes({ org, who, route }),
  ];
}

function latest(org: Org, object: string, limit: number): readonly Row[] {
  if (org.typeOf(object) === undefined) throw new OrgError('NOT_FOUND', `there is no object ${object}`, { status: 404 });
  return [...org.rows(object)].slice(-Math.min(Math.max(limit, 1), recordsShownMax)).reverse();
}

function readRow(body: unknown): Row {
  const source = readObject(body, '');
  for (const [name, value] of Object.entries(source.fields)) {
    if (!isAbsent(source, name) && typeof value === 'object') throw new Malformed(name, 'must be a text, a number, true, false or null');
  }
  return source.fields as Readonly<Record<string, FieldValue>>; // just looked at
}
