import { type ExceptionWant, noOrder } from './write-exceptions.ts';

/** Sales of a channel that wait together for a person, because more came than its cap allows. */
export type HeldSales = {
  /** Of the lot. */
  readonly id: string;
  readonly source: string;
  readonly cap: { readonly salesMax: number; readonly withinMinutes: number };
  readonly sales: number;
  /** There are more than that. */
  readonly isMore: boolean;
  readonly firstAt: Date;
  readonly lastAt: Date;
  readonly examples: readonly string[];
};

/** The one exception for all of them, as things stand. */
export function heldSalesWant({ id, source, cap, sales, isMore, firstAt, lastAt, examples }: HeldSales, owner: string): ExceptionWant {
  const held = `${isMore ? 'more than ' : ''}${sales} sales are held`;
  const [from, to] = [firstAt.toISOString(), lastAt.toISOString()];
  return {
    subjectId: noOrder,
    key: `burst:${source}`, // one for a channel
    class: 'burst',
    severity: 'high',
    owner,
    summary: `${source} asks for more orders and changes than its cap of ${cap.salesMax} within ${cap.withinMinutes} minutes: ${held}. Release or discard?`,
    cause: `${source}:burst`,
    evidence: [held, `received from ${from} to ${to}`, `for example ${examples.join(', ')}`],
    remedies: ['release', 'discard'],
    verdict:
      'Nothing was made of what is held, and more is held until this is decided. Released, each sale becomes what it was meant to be, once; discarded, nothing. Both for all, or for the sales that are named.',
    target: { system: source, lot: id },
  };
}
