import type { Instruction } from '@crossdock/canonical';
import type { Landscape } from '@crossdock/connector-kit';
import type { Registry } from 'prom-client';
import type { Engine } from '../engine/index.ts';
import type { AddressGuard, EnvelopeDeps, SecretSource } from '../events/index.ts';
import type { Capabilities } from '../intake/index.ts';
import type { Clock, Database, Identity, IdSource } from '../platform/index.ts';

/** What became of a message at the webhook door. */
export type WebhookAnswer = { readonly kind: 'taken' } | { readonly kind: 'refused'; readonly why: string } | { readonly kind: 'unknown-system' };

/** Takes a message from outside: raw bytes, header names in lower case. Resolves after it is committed. */
export type ReceiveWebhook = (system: string, rawBody: Uint8Array, headers: Readonly<Record<string, string>>) => Promise<WebhookAnswer>;

/** One system for people and routes: what its connector can do, and how safely. */
export type SystemInfo = {
  readonly id: string;
  readonly name: string;
  /** Who is asked when the system itself is the trouble. */
  readonly owner: string;
  readonly vendor: string;
  readonly capabilities: Capabilities;
  /** Grade by operation (LEDGER.md, section 5). */
  readonly grades: Readonly<Record<string, 'A' | 'B' | 'C'>>;
};

/** A check of `/readyz`: everything that must work before traffic is sent here. */
export type Readiness = { readonly ready: boolean; readonly checks: Readonly<Record<string, string>> };

/** Everything that the API needs; main.ts hands it in. */
export type ApiDeps = {
  readonly engine: Pick<Engine, 'accept' | 'submit'>;
  readonly database: Database;
  readonly identity: Identity;
  readonly landscape: Pick<Landscape, 'version' | 'routes' | 'policy'>;
  readonly systems: readonly SystemInfo[];
  readonly clock: Clock;
  readonly newId: IdSource;
  readonly receiveWebhook: ReceiveWebhook;
  /** Has the probe of an effect in doubt done at once. */
  readonly probeNow: (subjectId: string, key: string) => Promise<void>;
  /** An effect as the ledger holds it. */
  readonly effectOf: (subjectId: string, key: string) => Promise<{ readonly system: string; readonly body: Instruction } | undefined>;
  readonly events: EnvelopeDeps & { readonly guard: AddressGuard; readonly newSecret: SecretSource };
  readonly readiness: () => Promise<Readiness>;
  readonly registry: Registry;
  /** Who may see `/metrics` and the status page: this machine alone, or everybody who reaches the port. */
  readonly pagesFor: 'this-machine' | 'everybody';
  /** Hears of failures that callers are told nothing more about than "internal". */
  readonly onError: (error: Error, where: string) => void;
};
