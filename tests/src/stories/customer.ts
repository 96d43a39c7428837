import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { type components, createClient, type OrderRequest, type OrderView, type operations } from '@crossdock/client';
import { must, StoryBroken } from './telling.ts';

type Schemas = components['schemas'];
/** What the hub answers to a change or a cancellation, wish by wish. */
export type ChangeAnswer = Schemas['ChangeAnswer'];
/** One wish. */
export type Wish = Schemas['ChangeRequest']['changes'][number];
/** Work for a person. */
export type Exception = Schemas['ExceptionView'];
/** One call to a system, due or done. */
export type Effect = Schemas['EffectView'];
/** One submission: the HTTP status and what came with it. */
export type Submitted = { readonly status: number; readonly id: string; readonly isReplay: boolean; readonly text: string };
/** A refusal of the hub's. */
export type Refusal = { readonly status: number; readonly code: string; readonly field: string };

/** The people outside the systems, at the hub's own API with a client's key: who orders, who is asked, who looks. */
export type Customer = ReturnType<typeof openCustomer>;

const patienceMs = 60_000;
const lookEveryMs = 120;

/** Opens the API of a hub. */
export function openCustomer({ url, key }: { readonly url: string; readonly key: string }) {
  const api = createClient({ url, key });
  const fail = (what: string, error: unknown): never => {
    throw new StoryBroken(`${what}: ${JSON.stringify(error)}`);
  };

  const post = async (body: string, idempotencyKey: string) =>
    fetch(`${url}/v1/orders`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', 'idempotency-key': idempotencyKey },
      body,
    });
  const submit = async (order: OrderRequest, idempotencyKey: string = randomUUID()): Promise<Submitted> => {
    const answer = await post(JSON.stringify(order), idempotencyKey);
    const text = await answer.text();
    if (answer.status !== 202) return fail(`submit of ${order.purchaseOrder ?? 'an order'}`, text);
    const { id } = JSON.parse(text) as { readonly id: string };
    return { status: answer.status, id, isReplay: answer.headers.get('idempotency-replayed') === 'true', text };
  };
  /** What comes of a body that is no order. */
  const submitRefused = async (body: string): Promise<Refusal> => {
    const answer = await post(body, randomUUID());
    const { code = '', field = '' } = (await answer.json()) as { readonly code?: string; readonly field?: string };
    return { status: answer.status, code, field };
  };
  const order = async (id: string): Promise<OrderView> => {
    const { data, error } = await api.GET('/v1/orders/{id}', { params: { path: { id } } });
    return data ?? fail(`order ${id}`, error);
  };
  const find = async (reference: string): Promise<readonly string[]> => {
    const { data, error } = await api.GET('/v1/orders', { params: { query: { reference } } });
    return data ? data.orders.map((found) => found.id) : fail(`find ${reference}`, error);
  };
  const exceptions = async (filter: { readonly order?: string; readonly open?: boolean } = {}): Promise<readonly Exception[]> => {
    const { data, error } = await api.GET('/v1/exceptions', { params: { query: { limit: 200, ...filter } } });
    return data ? data.exceptions : fail('exceptions', error);
  };
  const effects = async (id: string): Promise<readonly Effect[]> => {
    const { data, error } = await api.GET('/v1/effects', { params: { query: { order: id, limit: 200 } } });
    return data ? data.effects : fail(`effects of ${id}`, error);
  };
  const eventTypes = async (id: string): Promise<readonly string[]> => {
    const { data, error } = await api.GET('/v1/orders/{id}/timeline', { params: { path: { id } } });
    return data ? data.entries.flatMap((entry) => entry.type ?? []) : fail(`timeline of ${id}`, error);
  };

  /** Asks for changes; every wish has its own answer. */
  const change = async (id: string, changes: Wish[], reason: string): Promise<ChangeAnswer> => {
    const params = { path: { id }, header: { 'idempotency-key': randomUUID() } };
    const { data, error } = await api.POST('/v1/orders/{id}/changes', { params, body: { reason, changes } });
    return data ?? fail(`change of ${id}`, error);
  };
  const cancel = async (id: string, reason: string): Promise<ChangeAnswer> => {
    const params = { path: { id }, header: { 'idempotency-key': randomUUID() } };
    const { data, error } = await api.POST('/v1/orders/{id}/cancellation', { params, body: { reason } });
    return data ?? fail(`cancellation of ${id}`, error);
  };
  /** A person does what an exception offers. */
  const remedy = async (exception: Exception, name: string, body: RemedyValues): Promise<void> => {
    const offered = exception.remedies.map((one) => one.name);
    if (!offered.includes(name)) throw new StoryBroken(`${exception.summary} offers ${offered.join(', ')}, not ${name}.`);
    const { error } = await api.POST('/v1/exceptions/{id}/remedies/{remedy}', { params: { path: { id: exception.id, remedy: name } }, body });
    if (error) fail(`${name} for ${exception.summary}`, error);
  };

  /** A person stops all calls to a system, or lets them go on. */
  const setPaused = async (system: string, isPaused: boolean, reason: string): Promise<void> => {
    const { error } = await api.POST(isPaused ? '/v1/systems/{id}/pause' : '/v1/systems/{id}/resume', { params: { path: { id: system } }, body: { reason } });
    if (error) fail(`pause of ${system}`, error);
  };

  /** Looks at an order until it is as wanted. */
  const until = async (id: string, what: string, isThere: (view: OrderView) => boolean): Promise<OrderView> => {
    for (const end = Date.now() + patienceMs; ; await sleep(lookEveryMs)) {
      const view = await order(id);
      if (isThere(view)) return view;
      if (Date.now() > end) throw new StoryBroken(await whyNot(view, what));
    }
  };
  const whyNot = async (view: OrderView, what: string): Promise<string> => {
    const open = (await exceptions({ order: view.id })).map(({ summary }) => summary);
    const due = (await effects(view.id)).filter(({ settledAt }) => settledAt === null).map((e) => `${e.key} ${e.status} attempt ${e.attempt}`);
    const quantities = view.lines.flatMap((line) => line.schedules.map((schedule) => `${line.id}/${schedule.id} ${JSON.stringify(schedule.quantities)}`));
    return [
      `${view.purchaseOrder ?? view.id}: not "${what}" within ${patienceMs} ms.`,
      `It is ${view.status}. ${view.next.where} ${view.next.what} (${view.next.who})`,
      ...[...open, ...due, ...quantities].map((line) => `  ${line}`),
    ].join('\n');
  };
  /** Looks until every schedule has these quantities, named by `line/schedule`, in the order of the columns. */
  const reaches = async (id: string, columns: Columns, expected: Readonly<Record<string, string>>): Promise<OrderView> => {
    const isThere = (view: OrderView) => isDeepStrictEqual(columnsOf(view, columns), expected);
    return until(id, `${columns.join(', ')} ${JSON.stringify(expected)}`, isThere);
  };
  /** The exception of a class that an order must have, now or soon. */
  const exceptionOf = async (id: string, wanted: string): Promise<Exception> => {
    for (const end = Date.now() + patienceMs; ; await sleep(lookEveryMs)) {
      const found = (await exceptions({ order: id })).find((one) => one.class === wanted);
      if (found) return found;
      if (Date.now() > end) throw new StoryBroken(await whyNot(await order(id), `an exception of class ${wanted}`));
    }
  };
  return { submit, submitRefused, order, find, exceptions, effects, eventTypes, change, cancel, remedy, setPaused, until, reaches, exceptionOf, whyNot };
}

type RemedyValues = operations['applyRemedy']['requestBody']['content']['application/json'];

/** Quantities of a schedule, `line/schedule`. */
export function quantitiesOf(view: OrderView, lineKey: string): OrderView['lines'][number]['schedules'][number]['quantities'] {
  const found = view.lines.flatMap((line) => line.schedules.filter((schedule) => `${line.id}/${schedule.id}` === lineKey))[0];
  return must(found, `schedule ${lineKey} in ${view.purchaseOrder ?? view.id}`).quantities;
}

type Columns = readonly (keyof ReturnType<typeof quantitiesOf>)[];

/** Some of the quantities of every schedule, for comparing. */
export function columnsOf(view: OrderView, columns: Columns): Readonly<Record<string, string>> {
  return Object.fromEntries(
    view.lines.flatMap((line) => line.schedules.map((schedule) => [`${line.id}/${schedule.id}`, columns.map((c) => schedule.quantities[c]).join(' ')])),
  );
}
