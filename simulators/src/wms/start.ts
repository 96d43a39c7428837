import { randomBytes } from 'node:crypto';
import { type StandIn, type StandInOptions, startStandIn } from '../stand-in/index.ts';
import { createAuto } from './auto.ts';
import type { WmsDocument } from './documents.ts';
import { isLiveWmsDocument, messagesOf, openWmsLedger, type WmsDecision } from './ledger.ts';
import { wmsRoutes } from './routes.ts';
import { keyOf } from './sign.ts';
import { createWebhookSender, isWebAddress, type WebhookFigures } from './webhooks.ts';

/** `auto`: each stage of the work happens by itself, `stageMs` after the one before. */
export type SimulatedWmsOptions = StandInOptions & {
  readonly webhookUrl?: string;
  /** `whsec_` and base64. */
  readonly webhookSecret?: string;
  /** The wait after a message's first failed attempt; it doubles with each. */
  readonly webhookBackoffMs?: number;
  readonly auto?: boolean;
  readonly stageMs?: number;
};
/** A running simulated WMS. */
export type SimulatedWms = StandIn<WmsDocument> & { readonly webhookSecret: string; readonly webhooks: () => WebhookFigures };

const stageMsDefault = 500;
const backoffMsDefault = 200;
const secretBytes = 24;

/** Starts a simulated WMS on loopback; rejects when a port is taken, a fault or the secret is wrong, or the book's file not readable. */
export async function startSimulatedWms(options: SimulatedWmsOptions = {}): Promise<SimulatedWms> {
  const webhookSecret = options.webhookSecret ?? `whsec_${randomBytes(secretBytes).toString('base64')}`;
  const key = keyOf(webhookSecret);
  if (key === undefined) throw new Error('the secret of the webhooks must be whsec_ and base64');
  if (options.webhookUrl !== undefined && !isWebAddress(options.webhookUrl)) throw new Error('the address of the webhooks must be http or https');
  let figures: () => WebhookFigures = () => ({ delivered: 0, failedAttempts: 0, givenUp: 0, waiting: 0 });
  const standIn = await startStandIn<WmsDocument>(options, (ground) => {
    const ledger = openWmsLedger(options.bookFile);
    const sender = createWebhookSender({ url: options.webhookUrl, key }, { ...ground, backoffMs: options.webhookBackoffMs ?? backoffMsDefault });
    figures = sender.figures;
    const carryOut = (decision: WmsDecision<unknown>) => {
      if (decision.outcome === 'refused' || decision.documents.length === 0) return;
      const messages = messagesOf(ledger, decision.documents, decision.tell, ground.now().toISOString());
      ledger.book.commit([...decision.documents, ...messages]);
      sender.send(messages);
      auto?.watch(decision.documents.flatMap((document) => (document.kind === 'order' ? [document.id] : [])));
    };
    const auto = options.auto === true ? createAuto(ledger, { stageMs: options.stageMs ?? stageMsDefault, now: ground.now, carryOut }) : undefined;
    const isOver = new Set(['delivered', 'cancelled']);
    auto?.watch(ledger.book.every('order').flatMap(({ id, state }) => (isOver.has(state) ? [] : [id]))); // what a kill interrupted goes on
    const stop = () => {
      auto?.forget();
      sender.forget();
    };
    return {
      name: 'wms',
      book: ledger.book,
      documentKinds: ['order', 'shipment', 'stock', 'message'],
      isLive: isLiveWmsDocument,
      routes: wmsRoutes({ ...ground, ledger, sender, carryOut }),
      figures: () => ({ webhooks: sender.figures() }),
      stop,
    };
  });
  return { ...standIn, webhookSecret, webhooks: () => figures() };
}
