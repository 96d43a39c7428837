import { type StandIn, type StandInOptions, startStandIn } from '../stand-in/index.ts';
import type { ErpDocument } from './documents.ts';
import { isLiveErpDocument, openErpLedger } from './ledger.ts';
import { erpRoutes } from './routes.ts';

/** `twoStep`: a create yields a draft, and only its confirmation checks the credit. */
export type SimulatedErpOptions = StandInOptions & { readonly twoStep?: boolean };
/** A running simulated ERP. */
export type SimulatedErp = StandIn<ErpDocument>;

/** Starts a simulated ERP on loopback; rejects when a port is taken, a fault unknown or the book's file not readable. */
export async function startSimulatedErp(options: SimulatedErpOptions = {}): Promise<SimulatedErp> {
  return await startStandIn(options, (ground) => {
    const ledger = openErpLedger(options.bookFile);
    return {
      name: 'erp',
      book: ledger.book,
      documentKinds: ['sales-order', 'goods-issue', 'invoice', 'payment', 'customer'],
      isLive: isLiveErpDocument,
      routes: erpRoutes(ledger, ground, options.twoStep ?? false),
      stop: () => undefined,
    };
  });
}
