import type { Landscape } from '@crossdock/connector-kit';
import type { Registry as Metrics } from 'prom-client';
import type { Engine } from '../engine/index.ts';
import type { AddressGuard, EnvelopeDeps, SecretSource } from '../events/index.ts';
import type { Clock, Database, Identity, IdSource } from '../platform/index.ts';
import type { QuoteResult, ValidateQuote } from '../promise/index.ts';
import type { Registry, WebhookResult } from '../systems/index.ts';

/** Takes a message from outside: raw bytes, header names in lower case. Resolves after it is committed. */
export type ReceiveWebhook = (system: string, rawBody: Uint8Array, headers: Readonly<Record<string, string>>) => Promise<WebhookResult>;

/** A check of `/readyz`: everything that must work before traffic is sent here. */
export type Readiness = { readonly ready: boolean; readonly checks: Readonly<Record<string, string>> };

/** Everything that the API needs; main.ts hands it in. */
export type ApiDeps = {
  readonly engine: Pick<Engine, 'accept' | 'submit'>;
  readonly database: Database;
  readonly identity: Identity;
  readonly landscape: Pick<Landscape, 'version' | 'routes' | 'policy' | 'channels'>;
  readonly systems: Registry;
  readonly clock: Clock;
  readonly newId: IdSource;
  readonly receiveWebhook: ReceiveWebhook;
  readonly events: EnvelopeDeps & { readonly guard: AddressGuard; readonly newSecret: SecretSource };
  readonly validateQuote: (what: ValidateQuote) => Promise<QuoteResult>;
  readonly readiness: () => Promise<Readiness>;
  readonly metrics: Metrics;
  /** Who may see `/metrics` and the status page: this machine alone, or everybody who reaches the port. */
  readonly pagesFor: 'this-machine' | 'everybody';
  /** Hears of failures that callers are told nothing more about than "internal". */
  readonly onError: (error: Error, where: string) => void;
};
