import { asFailure, type Call, type Connector, type FactsPort, type InboundMessage, verifyStandardWebhook } from '@crossdock/connector-kit';
import { readChange, readChanges } from './api.ts';
import { type Access, ask } from './client.ts';
import { fulfilmentPort, type Warehouse } from './fulfilment.ts';
import { fromMessage, unreadable } from './map.ts';

/** How one simulated WMS is reached. Times in ms. */
export type SimulatedWmsSettings = {
  /** The system's id in the landscape. */
  readonly system: string;
  readonly url: string;
  readonly token: string;
  /** `whsec_` and base64. */
  readonly webhookSecret: string;
  /** Without it: 5,000, more than its late commits take in our tests. */
  readonly settleMs?: number;
  /** Without it: 5,000. */
  readonly callMsMax?: number;
};

const usual = { settleMs: 5_000, callMsMax: 5_000, pollEveryMs: 2_000 } as const;
const pageChangesMax = 200;

/** The connector of the simulated WMS (simulators/README.md), started with grade A. */
export function createSimulatedWms(settings: SimulatedWmsSettings): Connector {
  const { system, url, token, webhookSecret, settleMs = usual.settleMs, callMsMax = usual.callMsMax } = settings;
  const warehouse: Warehouse = { system, access: { url, token }, settleMs, callMsMax };
  return {
    vendor: 'simulated-wms',
    fulfilment: fulfilmentPort(warehouse),
    facts: factsPort(warehouse, webhookSecret),
    health: (call) => health(warehouse.access, call),
  };
}

/** Webhooks bring messages at once, the poll brings those that no webhook did. */
function factsPort({ system, access, callMsMax }: Warehouse, secret: string): FactsPort {
  return {
    pollEveryMs: usual.pollEveryMs,
    callMsMax,
    poll: async (cursor = '0', call) => {
      const path = `/changes?since=${encodeURIComponent(cursor)}&limit=${pageChangesMax}`;
      const answer = await ask(access, { method: 'GET', path, commits: false, read: readChanges }, call);
      if (answer.kind !== 'got') return asFailure(answer);
      const { changes, next, more } = answer.value;
      // What cannot be read is named by its place in the page, which a repetition of the page has too.
      const messages = changes.map((change, index) => messageOfChange(system, change, `${cursor}#${index}`));
      return { kind: 'polled', messages, cursor: String(next), more };
    },
    verifyWebhook: (rawBody, headers, now) => {
      const verdict = verifyStandardWebhook(rawBody, headers, { secret, now });
      return verdict.kind === 'refused' ? verdict : { kind: 'authentic', messages: [messageOfBody(system, rawBody, verdict.id)] };
    },
  };
}

function messageOfChange(system: string, change: unknown, fallbackId: string): InboundMessage {
  const raw = JSON.stringify(change);
  const entry = readChange(change);
  if (entry.kind === 'unreadable') return unreadable(entry, { id: fallbackId, raw });
  return fromMessage(system, entry.value.document, { fallbackId, raw });
}

function messageOfBody(system: string, rawBody: Uint8Array, fallbackId: string): InboundMessage {
  const raw = Buffer.from(rawBody).toString('utf8');
  try {
    return fromMessage(system, JSON.parse(raw), { fallbackId, raw });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return unreadable({ kind: 'unreadable', field: '', why }, { id: fallbackId, raw });
  }
}

/** The page after the last change: cheap for them, and refused where our token is wrong. */
async function health(access: Access, call: Call): ReturnType<Connector['health']> {
  const path = `/changes?since=${Number.MAX_SAFE_INTEGER}&limit=1`;
  const answer = await ask(access, { method: 'GET', path, commits: false, read: readChanges }, call);
  return answer.kind === 'got' ? { kind: 'healthy', says: 'answers, and takes our token' } : asFailure(answer);
}
