import { Type } from 'typebox';
import { isUuid } from '../platform/index.ts';
import { Refused } from './problem.ts';

/** The order in the path. */
export const OrderParams = Type.Object({ id: Type.String({ description: "The order's id." }) });

/** The order's id as the store has it; what is no id names no order. */
export function orderIdOf(request: { readonly params: { readonly id: string } }): string {
  const id = request.params.id.toLowerCase();
  if (!isUuid(id)) throw new Refused({ code: 'order-not-found', detail: `There is no order ${request.params.id}.` });
  return id;
}
