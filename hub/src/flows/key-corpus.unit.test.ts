import fs from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Order } from '../orders/index.ts';
import { aSalesOrder, aShipment, noObjection, type OrderSketch, placing, someRules, toErp, toErpAndWms } from '../orders/testing/order-builder.ts';
import { due } from './index.ts';
import { beginStory, type Story } from './testing/story.ts';

/*
 * Effects that are open in a running installation are found again by their keys, and outside systems recognise a repetition
 * by its reference. A release that names either differently would do the work of open orders twice. So what stands in
 * fixtures/key-corpus.ndjson (an entry a line) is never changed, only added to; it holds states, because an order that an older release has
 * written must still be understood.
 *
 * To add: write a scenario below under a new name and run this test; it adds the new entry to the file and fails once, so
 * that somebody looks at it and commits it. A key that has to change needs a new flow version and `crossdock upgrade`.
 */
type Entry = {
  readonly scenario: string;
  readonly effects: readonly (readonly [key: string, reference: string])[];
  readonly asks: readonly string[];
  readonly state: Order;
};

const file = new URL('./fixtures/key-corpus.ndjson', import.meta.url);
const corpus = fs
  .readFileSync(file, 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => JSON.parse(line) as Entry);

const placed = (sketch: OrderSketch = {}, rules = someRules()) => beginStory(placing(sketch), rules);
const unsent = (sketch: OrderSketch = {}, rules = someRules()) => placed({ lines: [{ price: '10' }], ...sketch }, rules).answer('erp', noObjection);
const accepted = (sketch: OrderSketch = {}, rules = someRules()) => unsent(sketch, rules).confirm('create');
const released = (sketch: OrderSketch = {}, rules = someRules()) => accepted({ routes: [toErpAndWms()], ...sketch }, rules).confirm('release');
const restoring = someRules({ erpChanges: { quantityDown: 'restore', quantityUp: 'restore', price: 'restore', date: 'restore', cancel: 'restore' } });
const inSteps = { routes: [toErp({ steps: ['create', 'quote', 'confirm'] })] };
const withInvoice = toErpAndWms({ can: ['goods-issue', 'invoice'], keepsInvoices: true });

const less = (story: Story, changeId = 'less', quantity = '4') =>
  story.when({ kind: 'change', changeId, changes: [{ kind: 'quantity', line: '1', quantity: { value: quantity, unit: 'EA' } }], newRoutes: [] });
const cancelled = (story: Story) => story.when({ kind: 'cancel', changeId: 'cancel', reason: 'not needed' });

const scenarios: Readonly<Record<string, () => Story>> = {
  'a placed order asks its system': () => placed(),
  'two systems are asked in a round of their own': () => placed({ lines: [{}, {}], routes: [toErp(), toErp({ system: 'old' })] }),
  'a hold has its system asked in a second round': () =>
    placed()
      .answer('erp', (question, asOf) => ({ ...noObjection(question, asOf), customer: { status: 'inactive' } }))
      .after(30)
      .when({ kind: 'tick' }),
  'the ERP makes the document': () => unsent(),
  'two warehouses need two documents': () => unsent({ lines: [{}, {}], routes: [toErp(), toErp({ warehouse: 'WDC' })] }),
  'a warehouse may have a strange name': () => unsent({ routes: [toErp({ warehouse: 'a/b:c#d' })] }),
  'the draft is quoted': () => unsent(inSteps).confirm('create'),
  'the quotation is confirmed': () => unsent(inSteps).confirm('create').confirm('quote'),
  'a refused create is sent again under its key': () =>
    unsent().refuse('create', { cause: 'credit' }).when({ kind: 'clear-hold', holdId: 'credit:*', reason: 'agreed' }),
  'the warehouse is told': () => accepted({ routes: [toErpAndWms()] }),
  'a line that is added later gets a document of its own': () =>
    accepted()
      .when({
        kind: 'change',
        changeId: 'more',
        changes: [{ kind: 'add-line', add: { item: 'X', quantity: { value: '1', unit: 'EA' } } }],
        newRoutes: [toErp()],
      })
      .answer('erp', noObjection),
  'the ERP is told of a change': () => less(accepted()),
  'the ERP is told of a second change': () => less(less(accepted()).confirm('amend'), 'even less', '2'),
  'the warehouse is told of a change first': () => less(released()),
  'the ERP is told of a change after the warehouse': () => less(released()).confirm('change-release'),
  'the warehouse is put back when the ERP has refused a change': () => less(released()).confirm('change-release').refuse('amend'),
  'the ERP cancels the document': () => cancelled(accepted()),
  'the warehouse gives the goods back first': () => cancelled(released()),
  'the release is made anew when the ERP has refused to cancel': () => cancelled(released()).confirm('cancel-release').refuse('cancel'),
  'ours is written again after a change in the ERP': () => accepted({}, restoring).report(aSalesOrder({ '1/1': { quantity: '7', unitPrice: '10' } })),
  'a document that was cancelled in the ERP is made anew': () => accepted({}, restoring).report(aSalesOrder({}, { state: 'cancelled' })),
  'a shipment is posted': () => released().report(aShipment({ '1/1': { shipped: '10' } })),
  'two shipments are posted': () => released().report(aShipment({ '1/1': { shipped: '4' } }), aShipment({ '1/1': { shipped: '6' } }, { id: 'SHP-2' })),
  'a shipment is posted anew to the document that replaced another': () =>
    released({}, restoring)
      .report(aShipment({ '1/1': { shipped: '10' } }))
      .confirm('goods-issue')
      .report(aSalesOrder({}, { state: 'cancelled' }))
      .confirm('create'),
  'a posted shipment is invoiced': () =>
    released({ routes: [withInvoice] })
      .report(aShipment({ '1/1': { shipped: '10' } }))
      .confirm('goods-issue'),
  'a shipment is told to the channel': () =>
    released({ routes: [toErpAndWms({ can: [], tell: { system: 'shop', orderId: 'gid-1' } })] }).report(aShipment({ '1/1': { shipped: '10' } })),
};

function entryOf(scenario: string, { order }: Story): Entry {
  const { effects, asks } = due(order);
  return { scenario, effects: effects.map(({ key, reference }) => [key, reference]), asks: asks.map(({ key }) => key), state: order };
}

describe('the keys and references of effects that may be open somewhere', () => {
  it.each(corpus.map((entry) => [entry.scenario, entry] as const))('stay as they are for a stored order: %s', (_, { state, effects, asks }) => {
    const wants = due(state);
    expect(wants.effects.map(({ key, reference }) => [key, reference])).toEqual(effects);
    expect(wants.asks.map(({ key }) => key)).toEqual(asks);
  });

  it.each(corpus.map((entry) => [entry.scenario, entry] as const))('stay as they are for a new order: %s', (scenario, { effects, asks }) => {
    const tell = scenarios[scenario];
    const now = tell && entryOf(scenario, tell());
    expect(now && { effects: now.effects, asks: now.asks }).toEqual({ effects, asks });
  });

  it('are kept for every scenario', () => {
    const known = new Set(corpus.map((entry) => entry.scenario));
    const added = Object.entries(scenarios).flatMap(([scenario, tell]) => (known.has(scenario) ? [] : [entryOf(scenario, tell())]));
    for (const entry of added) fs.appendFileSync(file, `${JSON.stringify(entry)}\n`);
    expect(added.map((entry) => `${entry.scenario}: added to the corpus, look at it and commit it`)).toEqual([]);
  });

  it('are kept for every kind of effect', () => {
    const kept = new Set(corpus.flatMap((entry) => entry.effects.map(([key]) => key.slice(0, key.indexOf(':')))));
    const all = ['amend', 'cancel', 'cancel-release', 'change-release', 'confirm', 'create', 'fulfil', 'goods-issue', 'invoice', 'quote', 'release'];
    expect([...kept].sort()).toEqual(all);
  });
});
