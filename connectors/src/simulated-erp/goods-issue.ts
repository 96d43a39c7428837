import { compare, type ShipmentNotice } from '@crossdock/canonical';
import { asFailure, type BodyOf, type Call, type Difference, type ProbeAnswer, type WriteOperation } from '@crossdock/connector-kit';
import { type GoodsIssue, readGoodsIssue, readGoodsIssues } from './api.ts';
import { ask } from './client.ts';
import { toGoodsIssue } from './map.ts';
import { type Documents, traitsOf } from './sales-order.ts';

/** Posts what left the warehouse; the ERP invoices it at once, and the invoice comes as a fact. */
export function goodsIssueOperation(documents: Documents): WriteOperation<'goods-issue'> {
  const { access, grade } = documents;
  return {
    ...traitsOf(documents),
    grade,
    proof: 'the answer shows the goods issue',
    undo: null,
    send: async ({ target, reference, shipment }, call) => {
      const path = `/sales-orders/${encodeURIComponent(target.id)}/goods-issue`;
      const asked = { method: 'POST', path, body: toGoodsIssue(reference, shipment), commits: true, read: readGoodsIssue } as const;
      const answer = await ask(access, asked, call);
      return answer.kind === 'got' ? { ...found(answer.value, shipment), kind: 'confirmed' } : answer;
    },
    ...(grade === 'C' ? {} : { probe: (body: BodyOf<'goods-issue'>, call: Call) => probe(documents, body, call) }),
  };
}

async function probe({ access }: Documents, { reference, target, shipment }: BodyOf<'goods-issue'>, call: Call): Promise<ProbeAnswer> {
  const path = `/goods-issues?reference=${encodeURIComponent(reference)}`;
  const answer = await ask(access, { method: 'GET', path, commits: false, read: readGoodsIssues }, call);
  if (answer.kind !== 'got') return asFailure(answer);
  const [issue, ...others] = answer.value.items;
  if (issue === undefined) return { kind: 'absent' };
  if (others.length > 0 || issue.order.id !== target.id) {
    return { kind: 'undecidable', evidence: `${answer.value.items.map(({ number }) => number).join(', ')} have the reference ${reference}` };
  }
  return found(issue, shipment);
}

/** No snapshot: the warehouse that shipped reports what left, and one count of it is enough. */
function found(issue: GoodsIssue, shipment: ShipmentNotice): Extract<ProbeAnswer, { kind: 'found' }> {
  return {
    kind: 'found',
    document: { id: issue.id, number: issue.number, version: String(issue.version) },
    snapshots: [],
    differences: differencesOf(issue, shipment),
  };
}

function differencesOf(issue: GoodsIssue, shipment: ShipmentNotice): readonly Difference[] {
  const issued = new Map(issue.lines.map(({ key, quantity }) => [key, quantity]));
  return shipment.lines.flatMap(({ lineKey, quantity }) => {
    const found = issued.get(lineKey) ?? '0';
    return compare(found, quantity) === 0 ? [] : [{ lineKey, field: 'quantity', sent: quantity, found }];
  });
}
