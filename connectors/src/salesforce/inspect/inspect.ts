import { answerShape, type Call, type Failure, type Finding } from '@crossdock/connector-kit';
import { Type } from 'typebox';
import type { Mapping, Thing } from '../mapping.ts';
import type { SalesforceClient } from '../rest/client.ts';
import { composite, find, readFound, type SubAnswer } from '../rest/composite.ts';
import { type FieldDescription, type ObjectDescription, readDescription } from '../rest/describe.ts';
import type { Got } from '../rest/rest.ts';
import type { SalesforceSettings } from '../settings.ts';
import { textOf, toRow } from '../values.ts';

/** What an inspection needs. */
export type InspectDeps = {
  readonly client: SalesforceClient;
  readonly mapping: Mapping;
  readonly settings: Pick<SalesforceSettings, 'apiVersion' | 'trigger' | 'cases' | 'budget'>;
};

/** Looks whether the org has what the mapping names, whether the user may use it, what is told of changes, and how many calls are left. */
export async function inspectOrg(
  { client, mapping, settings }: InspectDeps,
  call: Call,
): Promise<{ readonly kind: 'inspected'; readonly findings: readonly Finding[] } | Failure> {
  const things = (Object.keys(mapping) as Thing[]).filter((thing) => thing !== 'case' || settings.cases.are === 'opened'); // its keys are Things
  const described = await describeAll(client, settings.apiVersion, [...things.map((thing) => mapping[thing].object), submitEvent], call);
  if (described.kind === 'failed') return described;
  const limits = await client.ask({ method: 'GET', path: '/limits', commits: false, read: readLimits }, call);
  if (limits.kind === 'failed') return limits;
  const told = await client.ask({ method: 'GET', path: `/tooling${find(channelMembers).path}`, commits: false, read: readAny }, call);
  const findings = [
    ...things.flatMap((thing) => inspectObject(thing, mapping, described.value.get(mapping[thing].object))),
    inspectTrigger(settings.trigger, described.value.get(submitEvent), told),
    inspectLimit(limits.value, settings.budget),
  ];
  return { kind: 'inspected', findings };
}

const submitEvent = 'Order_Submit__e';
const channelMembers = 'SELECT SelectedEntity FROM PlatformEventChannelMember';

/** Descriptions are large: a few of them in a call. */
const describedMax = 5;

async function describeAll(
  client: SalesforceClient,
  version: string,
  objects: readonly string[],
  call: Call,
): Promise<Got<ReadonlyMap<string, ObjectDescription>>> {
  const described = new Map<string, ObjectDescription>();
  for (let from = 0; from < objects.length; from += describedMax) {
    const some = objects.slice(from, from + describedMax);
    const got = await composite(
      client.ask,
      version,
      some.map((object) => ({ method: 'GET', path: `/sobjects/${object}/describe` })),
      call,
    );
    if (got.kind === 'failed') return got;
    for (const [index, object] of some.entries()) {
      const read = readSub(got.value[index]);
      if (read !== undefined) described.set(object, read);
    }
  }
  return { kind: 'got', value: described };
}

function readSub(answer: SubAnswer | undefined): ObjectDescription | undefined {
  const read = answer?.status === 200 ? readDescription(answer.body) : undefined;
  return read?.kind === 'read' ? read.value : undefined;
}

/** What the hub only reads; everything else that is mapped it writes. */
const readOnly: Readonly<Partial<Record<Thing, ReadonlySet<string>>>> = {
  quote: new Set(['purchaseOrder', 'requestedDate', 'shipTo']),
  order: new Set(['purchaseOrder', 'requestedDate', 'shipTo']),
  account: new Set(['number', 'street', 'city', 'region', 'postalCode', 'country', 'phone', 'email', 'taxId']),
  contact: new Set(['number', 'email', 'phone']),
  product: new Set(['code']),
};

/** Records that the hub makes, beside those that it only changes. */
const made: ReadonlySet<Thing> = new Set(['line', 'shipment', 'shipmentLine', 'invoice', 'exception', 'case']);

function inspectObject(thing: Thing, mapping: Mapping, described: ObjectDescription | undefined): Finding {
  const { object, fields } = mapping[thing];
  const name = `object ${object}`;
  if (described === undefined) return { name, kind: 'bad', says: 'it is not there, or the user may not see it' };
  const named = Object.entries<string | undefined>(fields).flatMap(([field, theirs]) => (theirs === undefined ? [] : [{ field, theirs }]));
  const wrong = [
    ...(made.has(thing) && !described.isCreateable ? ['the user may not create it'] : []),
    ...(thing !== 'product' && thing !== 'contact' && !described.isUpdateable ? ['the user may not change it'] : []),
    ...named.flatMap(({ field, theirs }) => inspectField({ thing, field, theirs }, described.fields.get(theirs))),
  ];
  return wrong.length === 0 ? { name, kind: 'ok', says: `${named.length} fields as mapped` } : { name, kind: 'bad', says: wrong.join('; ') };
}

type Named = { readonly thing: Thing; readonly field: string; readonly theirs: string };

function inspectField({ thing, field, theirs }: Named, described: FieldDescription | undefined): readonly string[] {
  if (described === undefined) return [`${theirs} (${field}) is not there, or the user may not see it`];
  const types = typesOf(field);
  const isWritten = readOnly[thing]?.has(field) !== true;
  return [
    ...(types.includes(described.type) ? [] : [`${theirs} (${field}) is of type ${described.type}, not ${types[0]}`]),
    ...(field === 'key' && !(described.isExternalId && described.isUnique) ? [`${theirs} (${field}) must be an external id and unique`] : []),
    ...(isWritten && !described.isUpdateable ? [`the user may not write ${theirs} (${field})`] : []),
  ];
}

const texts = ['string', 'textarea', 'picklist', 'email', 'phone', 'url', 'combobox', 'id'] as const;
const numbers = ['double', 'currency', 'percent', 'int', 'long'] as const;
const quantities = ['ordered', 'allocated', 'backordered', 'picked', 'shipped', 'delivered', 'invoiced', 'cancelled'];
const amounts = ['total', 'balance', 'paid', 'openBalance', 'overdueBalance', 'disputedBalance', 'version'];
const links = ['order', 'quote', 'account', 'orderLine', 'quoteLine', 'shipment', 'lineStatus', 'case'];

/** The types that a field of ours can have, the usual one first. */
function typesOf(field: string): readonly string[] {
  if (/Date$/.test(field)) return ['date'];
  if (/At$/.test(field)) return ['datetime'];
  if (/^is[A-Z]/.test(field)) return ['boolean'];
  if (quantities.includes(field) || amounts.includes(field)) return numbers;
  return links.includes(field) ? ['reference'] : texts;
}

/** Change events of these objects say that a sale is to be taken, or has changed since. */
const watched = { 'quote-accepted': ['Quote', 'QuoteLineItem'], 'order-activated': ['Order', 'OrderItem'], 'platform-event': [] } as const;

function inspectTrigger(trigger: SalesforceSettings['trigger'], event: ObjectDescription | undefined, told: Got<unknown>): Finding {
  const name = `trigger ${trigger}`;
  if (trigger === 'platform-event') {
    return event === undefined
      ? { name, kind: 'bad', says: `${submitEvent} is not there, or the user may not see it` }
      : { name, kind: 'ok', says: `${submitEvent} is there` };
  }
  const rows = told.kind === 'got' ? readFound({ status: 200, body: told.value }) : told;
  if (rows.kind === 'failed') {
    return { name, kind: 'warning', says: `which objects Change Data Capture tells of could not be read (${inBrief(rows.message)}); look at it in Setup` };
  }
  const selected = new Set(rows.value.map((row) => textOf(toRow(row), 'SelectedEntity')));
  const missing = watched[trigger].filter((object) => !selected.has(`${object}ChangeEvent`));
  if (missing.length > 0) return { name, kind: 'bad', says: `no channel of Change Data Capture has selected ${missing.join(', ')}` };
  return { name, kind: 'ok', says: `Change Data Capture tells of ${watched[trigger].join(', ')}` };
}

const shownCharsMax = 200;
const inBrief = (message: string): string => message.replaceAll(/\s+/g, ' ').slice(0, shownCharsMax);

const readAny = (value: unknown) => ({ kind: 'read', value }) as const;

const readLimits = answerShape(Type.Object({ DailyApiRequests: Type.Object({ Max: Type.String(), Remaining: Type.String() }) }));

type Limits = { readonly DailyApiRequests: { readonly Max: string; readonly Remaining: string } };

function inspectLimit({ DailyApiRequests }: Limits, { bulkPercentMax }: SalesforceSettings['budget']): Finding {
  const [max, left] = [Number(DailyApiRequests.Max), Number(DailyApiRequests.Remaining)];
  const kind = left === 0 ? 'bad' : 100 * (max - left) >= bulkPercentMax * max ? 'warning' : 'ok';
  return { name: 'calls within 24 hours', kind, says: `${left} of ${max} are left` };
}
