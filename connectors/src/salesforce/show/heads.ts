import type { OrderStatus } from '@crossdock/canonical';
import type { Call, Failure, Refusal } from '@crossdock/connector-kit';
import { type ApiError, meaningOf, worstOf } from '../rest/classify.ts';
import { compositeGraphs, type GraphAnswer, type Subrequest } from '../rest/composite.ts';
import type { Ask, Got } from '../rest/rest.ts';
import { numberOf } from '../values.ts';
import type { Names, Place } from './place.ts';
import { headRecord, type ShowNames, type ShowRow } from './show-rows.ts';
import { isOlder } from './write-rows.ts';

/** A sale whose quote and order are to show their state. `gate`: a row of it that was written, which holds the version. */
export type HeadToWrite = { readonly status: OrderStatus; readonly place: Place; readonly gate: ShowRow };

/**
 * Writes quotes and orders, at most three records for each sale. They have no version of their own, since a clone would inherit it; so each is
 * written in one transaction with a row that refuses to go back. Answers the verdicts of those that were not written.
 */
export async function writeHeads(
  ask: Ask,
  names: Names & ShowNames,
  heads: readonly HeadToWrite[],
  call: Call,
): Promise<Got<readonly { readonly channelOrder: string; readonly why: Refusal | Failure }[]>> {
  if (heads.length === 0) return { kind: 'got', value: [] };
  const graphs = heads.map((head) => [gateRequest(names, head), ...headRequests(names, head)]);
  const got = await compositeGraphs(ask, names.apiVersion, graphs, call);
  if (got.kind === 'failed') return got;
  const notWritten = heads.flatMap(({ status: { channelOrder }, gate }, index) => {
    const why = verdictOf(got.value[index], gate, names);
    return why === undefined ? [] : [{ channelOrder, why }];
  });
  return { kind: 'got', value: notWritten };
}

function gateRequest({ mapping }: Names, { status, gate }: HeadToWrite): Subrequest {
  const { object, fields } = mapping[gate.thing];
  const version = 'version' in fields ? fields.version : undefined;
  const body = version === undefined ? {} : { [version]: numberOf(String(status.version)) };
  return { method: 'PATCH', path: `/sobjects/${object}/${fields.key}/${encodeURIComponent(gate.key)}`, body };
}

function headRequests(names: Names & ShowNames, { status, place }: HeadToWrite): readonly Subrequest[] {
  return (['quote', 'order'] as const).flatMap((thing): Subrequest[] => {
    const id = place[thing];
    return id === undefined ? [] : [{ method: 'PATCH', path: `/sobjects/${names.mapping[thing].object}/${id}`, body: headRecord(status, thing, names) }];
  });
}

/** Undefined: written, or the org has a newer state. */
export function verdictOf(answer: GraphAnswer | undefined, gate: Pick<ShowRow, 'thing'>, { mapping }: Names): Refusal | Failure | undefined {
  if (answer?.kind === 'done') return undefined;
  const errors = answer?.errors ?? [];
  if (isOlder(errors, gate, mapping)) return undefined;
  const own = errors.filter(({ code }) => code !== 'PROCESSING_HALTED');
  return worstOf((own.length > 0 ? own : [unexplained]).map(meaningOf));
}

const unexplained: ApiError = { code: 'PROCESSING_HALTED', message: 'the whole graph was undone without a reason', fields: [] };
