import { allocateOrder } from './allocate.ts';
import type { Order } from './documents.ts';
import type { WmsDecision, WmsLedger } from './ledger.ts';
import { type Step, type StepRequest, workOn } from './work.ts';

/** One step of the work on an order, allocation or a later one. */
export function stepOn(
  ledger: WmsLedger,
  order: Order,
  step: Step | 'allocate',
  { request, at }: { readonly request: StepRequest; readonly at: string },
): WmsDecision<Order> {
  return step === 'allocate' ? allocateOrder(ledger, order, request.portion, at) : workOn(ledger, order, step, request, at);
}
