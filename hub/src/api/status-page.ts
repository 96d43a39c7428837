import { countCauses } from '../exceptions/index.ts';
import { countOrders, recentEvents } from '../insight/index.ts';
import { listBacklog, listLanes } from '../systems/index.ts';
import type { Resource } from './app.ts';
import { callsOf } from './calls.ts';
import { operation } from './operation.ts';

const causesMax = 20;
const eventsMax = 30;
const refreshSeconds = 5;

/** A plain page for people who want to see whether it runs: no scripts, nothing from elsewhere. */
export const statusPage: Resource = (app, deps) => {
  const { pool } = deps.database;
  app.get('/', pageOperation, async (_request, reply) => {
    const [orders, causes, lanes, backlog, happened] = [
      await countOrders({ pool }),
      await countCauses({ limit: causesMax }, { pool }),
      await listLanes({ pool }),
      await listBacklog({ pool }),
      await recentEvents({ limit: eventsMax }, { pool }),
    ];
    const laneRows = lanes.map((lane) => {
      const waiting = backlog.find((b) => b.system === lane.system && b.limiter === lane.limiter);
      const state = lane.pausedAt
        ? `paused by ${lane.pausedBy ?? ''}: ${lane.pausedWhy ?? ''}`
        : lane.openUntil
          ? `not reachable: ${lane.lastError ?? ''}`
          : 'running';
      return [lane.system, lane.limiter, state, `${waiting?.ready ?? 0} ready, ${waiting?.claimed ?? 0} under way, ${waiting?.doubt ?? 0} in doubt`];
    });
    const calls = callsOf(deps).map(({ system, used, max, stopped, at }) => {
      const share = `${used} of ${max} (${Math.floor((100 * used) / max)} %)`;
      return [system, share, stopped.length === 0 ? 'nothing' : stopped.join(', '), at.toISOString()];
    });
    const body = [
      table(
        'Orders',
        ['state', 'orders'],
        orders.map(({ state, count }) => [state, String(count)]),
      ),
      table(
        'Who must act',
        ['owner', 'orders', 'cause', 'for example', 'first due'],
        causes.map((c) => [c.owner, String(c.orders), c.cause, c.example, c.firstDueAt.toISOString()]),
      ),
      table('Lanes', ['system', 'limiter', 'state', 'waiting'], laneRows),
      ...(calls.length === 0 ? [] : [table('Calls that a system allows', ['system', 'used', 'waits for more', 'as it said at'], calls)]),
      table(
        'Recent events',
        ['at', 'order', 'event', 'by'],
        happened.map((e) => [e.at.toISOString(), e.order, e.type, e.actor]),
      ),
    ].join('');
    return reply
      .header('content-type', 'text/html; charset=utf-8')
      .header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'")
      .header('x-content-type-options', 'nosniff')
      .send(page(body));
  });
};

function page(body: string): string {
  const style =
    'body{font:15px/1.5 system-ui,sans-serif;margin:2rem;max-width:75rem}table{border-collapse:collapse;margin-bottom:2rem}th,td{text-align:left;padding:.2rem .8rem .2rem 0;border-bottom:1px solid #ccc;vertical-align:top}caption{text-align:left;font-weight:600;font-size:1.1rem}';
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta http-equiv="refresh" content="${refreshSeconds}"><title>Crossdock</title><style>${style}</style></head><body><h1>Crossdock</h1>${body}<p>The API is described at <a href="/openapi.json">/openapi.json</a>.</p></body></html>`;
}

function table(title: string, heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const head = heads.map((text) => `<th scope="col">${escapeHtml(text)}</th>`).join('');
  const lines = rows.map((row) => `<tr>${row.map((cell) => `<td>${escapeHtml(cell)}</td>`).join('')}</tr>`).join('');
  return `<table><caption>${escapeHtml(title)}</caption><tr>${head}</tr>${lines || `<tr><td colspan="${heads.length}">none</td></tr>`}</table>`;
}

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Text as HTML shows it: what partners send is shown, never interpreted. */
export function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => escapes[character] ?? '');
}

const pageOperation = operation({
  id: 'statusPage',
  summary: 'A plain status page',
  tag: 'operations',
  access: 'local',
  answers: { 200: { when: 'HTML.', type: 'text/html' } },
  refuses: [],
});
