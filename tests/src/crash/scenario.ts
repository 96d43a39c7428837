import type { ErpId } from './crash-landscape.ts';
import type { MutantName } from './mutants.ts';
import type { Faults } from './peers.ts';
import type { Failpoint, Pace } from './settings.ts';

/** What is done to a hub, and with which orders; afterwards the invariants must hold. */
export type Scenario = {
  readonly name: string;
  readonly nodes: 1 | 2;
  /** Orders are spread over these in turn. */
  readonly erps: readonly ErpId[];
  readonly orders: number;
  /** Requests of customers on their way at once. */
  readonly customersMax: number;
  /** `twice`: every request goes to two nodes at the same time. */
  readonly sending: 'once' | 'twice';
  readonly lines: 1 | 2;
  readonly cancels: 'none' | 'racing' | 'accepted';
  /** Whether the warehouse ships what it is told to, and where it reports to beside being polled. */
  readonly warehouse: 'idle' | 'ships' | 'ships-and-tells';
  readonly faults: Faults;
  /** Faults are over when so many have fired; undefined: when the hub has come to rest in spite of them. */
  readonly faultsMax: number | undefined;
  readonly failpoints: readonly Failpoint[];
  readonly disturbance: 'none' | 'postgres' | 'erp';
  readonly pace: Pace;
  /** `window`: a node sleeps between its last check and its socket, so documents that show after it woke are B's named window. */
  readonly doubles: 'none' | 'window';
  /** Keys of exceptions that may be open at the end: a person is meant to act. */
  readonly mayAsk: RegExp | undefined;
  /** Whether the ERP tells what changed there; where it does not, only the sweeper sees a document that nobody expects. */
  readonly isErpPolled: boolean;
  /** How long the database takes to write one key of idempotency, in ms: time for others to come in between. */
  readonly rowMs: number;
  /** Who orders; with a limit, the ERP refuses what goes beyond it; a new one it does not know yet. */
  readonly customer: 'bench' | 'limited' | 'new';
};

/** A mutant, the scenario in which it must break an invariant, and which one that is. */
export type Trial = { readonly mutant: MutantName; readonly scenario: Scenario; readonly isCaught: (findings: Findings) => boolean };

/** What the judge found; empty lists and zeros are what the product promises. */
export type Findings = {
  /** Orders that were answered with 2xx and are not there, or have no document and nobody who was called. */
  readonly lost: readonly string[];
  readonly doubledA: readonly string[];
  readonly doubledB: readonly string[];
  readonly inWindow: readonly string[];
  /** Of those in the window, the ones for which a person was called within a minute of their showing. */
  readonly swept: readonly string[];
  /** Grade C: creates whose outcome is unknown, and those of them for which a person was asked. */
  readonly unknownC: readonly string[];
  readonly askedC: readonly string[];
  /** Everything else that must not be. */
  readonly broken: readonly string[];
};

/** Nothing found. */
export const noFindings: Findings = { lost: [], doubledA: [], doubledB: [], inWindow: [], swept: [], unknownC: [], askedC: [], broken: [] };

/** Whether the promise is kept; what lies inside the named window must have been swept. */
export function isClean({ lost, doubledA, doubledB, inWindow, swept, unknownC, askedC, broken }: Findings): boolean {
  const none = [lost, doubledA, doubledB, broken].every((list) => list.length === 0);
  return none && inWindow.length === swept.length && unknownC.length === askedC.length;
}
