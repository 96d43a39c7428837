import type { DocumentRef, OrderDocument } from '@crossdock/canonical';
import type { DocumentPort } from '../ports.ts';
import type { DocumentsScene } from './scene.ts';
import { expectConfirmed } from './write-operation.ts';

/** An order in the stand-in, and the record as the last operation named it. */
type Placed = { readonly document: OrderDocument; readonly target: DocumentRef };

/** Brings a new order as far as an operation under test needs it. */
export type Stage = {
  readonly created: () => Promise<Placed>;
  readonly quoted: () => Promise<Placed>;
  readonly placed: () => Promise<Placed>;
  readonly issued: () => Promise<Placed>;
};

/** The stages of an order, each through the connector itself. */
export function stageOf(scene: DocumentsScene, documents: DocumentPort): Stage {
  const { create, quote, confirm, 'goods-issue': goodsIssue } = documents;
  const own = (target: DocumentRef) => ({ reference: scene.nextReference(), target });

  const created = async (): Promise<Placed> => {
    const document = scene.order(scene.nextReference());
    const answer = await create.send({ op: 'create', document }, scene.callWithin(create.callMsMax));
    return { document, target: expectConfirmed(answer).document };
  };
  const quoted = async (): Promise<Placed> => {
    const order = await created();
    if (quote === undefined) return order;
    const answer = await quote.send({ op: 'quote', ...own(order.target) }, scene.callWithin(quote.callMsMax));
    return { ...order, target: expectConfirmed(answer).document };
  };
  const placed = async (): Promise<Placed> => {
    const order = await quoted();
    if (confirm === undefined) return order;
    const answer = await confirm.send({ op: 'confirm', ...own(order.target) }, scene.callWithin(confirm.callMsMax));
    return { ...order, target: expectConfirmed(answer).document };
  };
  const issued = async (): Promise<Placed> => {
    const order = await placed();
    if (goodsIssue === undefined) return order;
    const body = { op: 'goods-issue', ...own(order.target), shipment: scene.shipment(order.document) } as const;
    expectConfirmed(await goodsIssue.send(body, scene.callWithin(goodsIssue.callMsMax)));
    return order;
  };
  return { created, quoted, placed, issued };
}
