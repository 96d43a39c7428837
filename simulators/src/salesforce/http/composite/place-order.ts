import type { ObjectType, Org, Row } from '../../org/index.ts';
import { notFound, Refused } from '../answers.ts';
import { objectsIn, parseObject } from '../json.ts';
import { fieldsIn, typeIn } from '../records/fields.ts';
import { recordUrl } from '../records/record-json.ts';
import type { SfAnswer, SfRequest, SfRoute } from '../route.ts';
import { createBranch, createNested, type Made, nestedIn } from './tree.ts';

/** An order and its lines in one transaction (Place Order REST API guide): one order a call. */
export const placeOrderRoutes: readonly SfRoute[] = [
  { method: 'POST', path: /^\/commerce\/sale\/order\/?$/, run: placeOrder },
  { method: 'PATCH', path: /^\/commerce\/sale\/order\/([^/]+)\/?$/, run: addToOrder },
  { method: 'GET', path: /^\/commerce\/sale\/order\/([^/]+)\/?$/, run: showOrder },
];

function placeOrder({ org, who, body, version }: SfRequest): SfAnswer {
  const made = org.transact(who, (work) => createBranch({ org, work }, typeIn(org, 'Order'), theOrder(body)));
  return { status: 201, json: resultOf([treeOf(made, version)]) };
}

function addToOrder({ org, who, params, body, version }: SfRequest): SfAnswer {
  const type = typeIn(org, 'Order');
  const order = orderOf(org, params[0]);
  const id = String(order['Id']);
  const asked = theOrder(body);
  const nested = nestedIn(type, asked).map((each) => ({ ...each, records: each.records.map((line) => withoutParent(line, each.field)) }));
  const fields = fieldsIn(org, type, asked, ['id', ...nested.map(({ name }) => name)]);
  const children = org.transact(who, (work) => {
    if (Object.keys(fields).length > 0) work.update(type.name, id, fields);
    return createNested({ org, work }, { id, nested, depth: 1 });
  });
  return { status: 200, json: resultOf([treeOf({ type, id, referenceId: '', children }, version)]) };
}

function showOrder({ org, params, version }: SfRequest): SfAnswer {
  const type = typeIn(org, 'Order');
  const id = String(orderOf(org, params[0])['Id']);
  const parts = type.childRelationships.filter(
    ({ cascadeDelete, relationshipName }) => relationshipName !== null && (cascadeDelete || relationshipName === 'OrderItems'),
  );
  const children = parts.map(({ relationshipName, childSObject, field }) => {
    const rows = org.readBy(childSObject, field, id).map((row) => shortOf(typeIn(org, childSObject), String(row['Id']), version));
    return [relationshipName ?? '', rows.length === 0 ? null : resultOf(rows)] as const;
  });
  return { status: 200, json: resultOf([{ ...shortOf(type, id, version), ...Object.fromEntries(children) }]) };
}

function theOrder(body: Buffer) {
  const [order, ...more] = objectsIn(parseObject(body), 'order');
  if (order === undefined || more.length > 0) throw new Refused(400, 'INVALID_INPUT', 'A request must have exactly one order');
  return order;
}

function orderOf(org: Org, id: string | undefined): Row {
  const order = org.read('Order', id ?? '');
  if (order === undefined) throw notFound();
  return order;
}

const withoutParent = <T extends object>(line: T, field: string): T =>
  Object.fromEntries(Object.entries(line).filter(([name]) => name.toLowerCase() !== field.toLowerCase())) as T; // a field less, else the same

const treeOf = ({ type, id, children }: Made, version: string): object => ({
  ...shortOf(type, id, version),
  ...Object.fromEntries([...children].map(([name, made]) => [name, resultOf(made.map((child) => treeOf(child, version)))])),
});

const shortOf = (type: ObjectType, id: string, version: string) => ({ attributes: { type: type.name, url: recordUrl(version, type.name, id) }, Id: id });

const resultOf = (records: readonly object[]) => ({ totalSize: records.length, done: true, records });
