import { expect, it } from 'vitest';
import { placing, someRules, toErp } from '../../orders/testing/order-builder.ts';
import { beginStory, type Story } from '../testing/story.ts';

const naming = { from: 'salesforce', kinds: ['customer', 'ship-to', 'item'] } as const;
const named = (kind: 'customer' | 'contact' | 'ship-to' | 'item', name: string) => ({ kind, name, system: 'erp', as: `ERP-${name}` });
const known = [named('customer', 'C-ACME'), named('ship-to', 'C-ACME-1'), named('item', 'HS-1001')];
const missing = { kind: 'ship-to', name: 'C-ACME-2', system: 'erp', on: '2026-03-02', candidates: [] } as const;

function accepted(): Story {
  return beginStory({ ...placing({ routes: [toErp({ isAsked: false })] }), naming }, someRules())
    .when({ kind: 'names', found: known, missing: [] })
    .claim('create')
    .confirm('create');
}

it('the document bears the names of the system, and is as wanted', () => {
  const story = beginStory({ ...placing({ routes: [toErp({ isAsked: false })] }), naming }, someRules()).when({ kind: 'names', found: known, missing: [] });
  expect(story.due.effects).toMatchObject([
    { body: { document: { customer: 'ERP-C-ACME', shipTo: { id: 'ERP-C-ACME-1' }, lines: [{ item: 'ERP-HS-1001' }] } } },
  ]);
  expect(accepted().wants).toEqual([]);
});

it('a new ship-to that nobody can name keeps the change waiting, and the document as it is', () => {
  const wish = { kind: 'change', changeId: 'c-1', changes: [{ kind: 'ship-to', shipTo: { id: 'C-ACME-2' } }], newRoutes: [] } as const;
  const held = accepted()
    .when(wish)
    .when({ kind: 'names', found: [], missing: [missing] });
  expect(held.wants).toEqual([]);
  expect(held.exceptions).toEqual(['hold:reference:ship-to:*@erp']);
  const resumed = held.when({ kind: 'names', found: [named('ship-to', 'C-ACME-2')], missing: [] });
  expect(resumed.due.effects).toMatchObject([{ body: { op: 'amend', document: { shipTo: { id: 'ERP-C-ACME-2' } } } }]);
  const moved = resumed.claim('amend').confirm('amend');
  expect(moved).toMatchObject({ wants: [], exceptions: [], order: { shipTo: { id: 'C-ACME-2' } } });
});

const begunWithContact = (kinds: readonly ('customer' | 'contact' | 'ship-to' | 'item')[]) => {
  const begun = placing({ routes: [toErp({ isAsked: false })] });
  const order = { ...begun.order, contact: { id: '003-1', email: 'ada@acme.example' } };
  return beginStory({ ...begun, order, naming: { from: 'salesforce', kinds } }, someRules());
};

it('a contact that nobody can name keeps the order waiting; then the document bears what the system calls that person', () => {
  const nobody = { kind: 'contact', name: '003-1', system: 'erp', on: '2026-03-02', candidates: [] } as const;
  const held = begunWithContact(['customer', 'contact', 'ship-to', 'item']).when({ kind: 'names', found: known, missing: [nobody] });
  expect(held.wants).toEqual([]);
  expect(held.exceptions).toEqual(['hold:reference:contact:*@erp']);
  const resumed = held.when({ kind: 'names', found: [named('contact', '003-1')], missing: [] });
  expect(resumed.due.effects).toMatchObject([{ body: { document: { contact: { id: 'ERP-003-1', email: 'ada@acme.example' } } } }]);
});

it('a contact is told as it is where the channel uses the names of the system', () => {
  const story = begunWithContact(['customer', 'item']).when({ kind: 'names', found: known, missing: [] });
  expect(story.due.effects).toMatchObject([{ body: { document: { contact: { id: '003-1' } } } }]);
});

it('another contact can be named before the ERP has the order', () => {
  const nobody = { kind: 'contact', name: '003-1', system: 'erp', on: '2026-03-02', candidates: [] } as const;
  const held = begunWithContact(['contact']).when({ kind: 'names', found: [], missing: [nobody] });
  const fixed = held.when({ kind: 'fix-value', field: 'contact.id', value: '003-2', reason: 'she has left' });
  expect(fixed.exceptions).toEqual([]);
  const found = fixed.when({ kind: 'names', found: [named('contact', '003-2')], missing: [] });
  expect(found.due.effects).toMatchObject([{ body: { document: { contact: { id: 'ERP-003-2', email: 'ada@acme.example' } } } }]);
});

it('a refused move goes, whatever the system calls the place', () => {
  const wish = { kind: 'change', changeId: 'c-1', changes: [{ kind: 'ship-to', shipTo: { id: 'C-ACME-2' } }], newRoutes: [] } as const;
  const refused = accepted()
    .when(wish)
    .when({ kind: 'names', found: [named('ship-to', 'C-ACME-2')], missing: [] })
    .claim('amend')
    .refuse('amend', { message: 'too late' });
  expect(refused.order).toMatchObject({ shipTo: { id: 'C-ACME-1' }, changes: [{ items: [{ wish: 'ship-to', decision: 'declined' }] }] });
  expect(refused.order.pendingShipTo).toBeUndefined();
});

it('an order that is to be complete becomes one document, once the name of its last line is known', () => {
  const lines = [{ price: '10' }, { item: 'HS-2', price: '10' }];
  const lost = { ...missing, kind: 'item', name: 'HS-2' } as const;
  const begun = (isShipComplete: boolean) =>
    beginStory({ ...placing({ lines, isShipComplete, routes: [toErp({ isAsked: false })] }), naming }, someRules()).when({
      kind: 'names',
      found: known,
      missing: [lost],
    });
  expect([begun(true).wants, begun(false).wants]).toEqual([[], ['create:erp/EDC#1']]);
  const whole = begun(true).when({ kind: 'names', found: [named('item', 'HS-2')], missing: [] });
  expect(whole.due.effects).toMatchObject([{ body: { op: 'create', document: { lines: [{ item: 'ERP-HS-1001' }, { item: 'ERP-HS-2' }] } } }]);
});

const newCustomer = { kind: 'customer', name: 'C-ACME', system: 'erp', on: '2026-03-02', candidates: [] } as const;
const others = known.filter(({ kind }) => kind !== 'customer');
const placed = () => beginStory({ ...placing({ routes: [toErp({ isAsked: false })] }), naming }, someRules());

it('nobody is called while a customer is being created, and the order goes on with its name', () => {
  const waiting = placed().when({ kind: 'names', found: others, missing: [{ ...newCustomer, creation: { kind: 'on-its-way' } }] });
  expect(waiting).toMatchObject({
    wants: [],
    exceptions: [],
    order: { holds: [{ reason: 'Customer C-ACME of salesforce is new in erp and is being created there.' }] },
  });
  const resumed = waiting.when({ kind: 'names', found: [named('customer', 'C-ACME')], missing: [] });
  expect(resumed.due.effects).toMatchObject([{ body: { document: { customer: 'ERP-C-ACME' } } }]);
});

it('a creation that has stopped calls a person, who may have it tried again; tried again, the person is needed no more', () => {
  const why = 'erp does not take it as a new customer: missing-country: no country';
  const stopped = placed().when({ kind: 'names', found: others, missing: [{ ...newCustomer, creation: { kind: 'stopped', why } }] });
  expect(stopped.due.exceptions).toMatchObject([
    { key: 'hold:reference:customer:*@erp', owner: 'master-data', remedies: ['resend', 'fix-value', 'cancel'], summary: expect.stringContaining(why) },
  ]);
  const again = stopped.when({ kind: 'names', found: [], missing: [{ ...newCustomer, creation: { kind: 'on-its-way' } }] });
  expect(again.exceptions).toEqual([]);
  expect(again.order.holds).toHaveLength(1);
});

it('a creation that cannot be is no remedy: only the cross-reference helps', () => {
  const impossible = placed().when({
    kind: 'names',
    found: others,
    missing: [{ ...newCustomer, creation: { kind: 'impossible', why: 'Nobody has said its name.' } }],
  });
  expect(impossible.due.exceptions).toMatchObject([
    { remedies: ['fix-value', 'cancel'], summary: expect.stringMatching(/^No cross-reference says .* Nobody has said its name\.$/) },
  ]);
});

it('what was told of a customer is not told of the one that takes its place', () => {
  const sketch = placing({ routes: [toErp({ isAsked: false })] });
  const order = { ...sketch.order, customer: { id: 'C-ACME', name: 'ACME', phone: '1' } };
  const story = beginStory({ ...sketch, order, naming }, someRules());
  expect(story.order.party).toEqual({ name: 'ACME', phone: '1' });
  expect(story.when({ kind: 'fix-value', field: 'customer', value: 'C-OTHER', reason: 'wrong account' }).order.party).toBeUndefined();
  expect(beginStory({ ...sketch, order }, someRules()).order.party).toBeUndefined(); // the systems' own names
});
