import { type Order, type SimulatedWms, type SimulatedWmsOptions, startSimulatedWms } from '@crossdock/simulators';
import { openDesk } from './desk.ts';
import { must } from './telling.ts';

/** What a warehouse does with an order, in this order. */
export const stages = ['allocate', 'pick', 'pack', 'ship', 'deliver'] as const;
/** One of them. */
export type Stage = (typeof stages)[number];

/** What a step is done to: everything that is ready for it where nothing is said. */
export type Work = {
  readonly lines?: readonly { readonly key: string; readonly quantity: string }[];
  readonly tracking?: string;
  readonly carrier?: string;
};

/** The warehouse system and the people in its warehouses. */
export type Warehouse = {
  readonly stand: SimulatedWms;
  /** The warehouse's live orders for an order of ours. */
  readonly ordersOf: (code: string) => readonly Order[];
  /** `place`: the warehouse, or a line key, where one warehouse has several orders for the same order of ours. */
  readonly work: (code: string, place: string, stage: Stage, work?: Work) => Promise<void>;
  /** Goods come in; what waited for them is allocated. */
  readonly receive: (warehouse: 'EDC' | 'WDC', item: string, quantity: string) => Promise<void>;
  /** Where messages go from now on. */
  readonly sendTo: (url: string) => Promise<void>;
  readonly close: () => Promise<void>;
};

/** Starts the simulated warehouse system. */
export async function openWarehouse(options: SimulatedWmsOptions): Promise<Warehouse> {
  const stand = await startSimulatedWms(options);
  const desk = openDesk(stand);
  const ordersOf = (code: string) =>
    (stand.book().documents.order ?? []).filter(({ reference, state }) => reference?.startsWith(`${code}-`) && state !== 'cancelled');
  return {
    stand,
    ordersOf,
    work: (code, place, stage, work = {}) => {
      const order = must(
        ordersOf(code).find(({ warehouse, lines }) => warehouse === place || lines.some(({ key }) => key === place)),
        `warehouse order for ${place}`,
      );
      return desk(`orders/${order.id}/${stage}`, work);
    },
    receive: (warehouse, item, quantity) => desk('stock', { warehouse, item, quantity }),
    sendTo: (url) => desk('webhook', { url, secret: stand.webhookSecret }),
    close: stand.close,
  };
}
