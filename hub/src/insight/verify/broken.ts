/** The invariants that `crossdock verify` checks on the live database; docs/reference/invariants.md says what each means. */
const invariants = [
  'events-gapless',
  'state-replays',
  'chain-recomputes',
  'quantities-conserved',
  'due-exists',
  'nothing-unwanted',
  'one-document',
  'exceptions-derived',
  'references-known',
  'no-limbo',
  'feed-complete',
  'deliveries-behind',
  'channels-shown',
  'held-sales-called',
  'keys-lead-to-orders',
  'nothing-orphaned',
  'operator-chain',
  'cross-references-recorded',
  'names-waited-for',
  'customers-created',
] as const;

/** The name of one of them. */
export type Invariant = (typeof invariants)[number];

/** A row that breaks an invariant; `subject`: the order, where it is about one. */
export type Broken = { readonly invariant: Invariant; readonly subject: string | null; readonly detail: string };
