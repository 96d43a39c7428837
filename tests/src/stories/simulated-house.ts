import { normalize } from '@crossdock/canonical';
import { landscape } from '@crossdock/landscape';
import { type SalesOrder, type SimulatedErp, type SimulatedErpOptions, startSimulatedErp } from '@crossdock/simulators';
import { openDesk } from './desk.ts';
import type { BookedOrder, ErpHouse } from './erp-house.ts';
import { openGate } from './gate.ts';
import { must } from './telling.ts';

/** A house with the simulated ERP in this process, for stories that set its faults. */
export type SimulatedHouse = ErpHouse & { readonly stand: SimulatedErp };

/** Starts the simulated ERP behind a gate, declared in the landscape under an id. */
export async function openSimulatedHouse(system: string, options: SimulatedErpOptions = {}): Promise<SimulatedHouse> {
  const stand = await startSimulatedErp(options);
  const gate = await openGate(stand.url);
  const desk = openDesk(stand);
  const example = must(
    landscape.systems.find((one) => one.connector === 'simulated-erp'),
    'simulated ERP in the example landscape',
  );
  const sales = (code: string) => (stand.book().documents['sales-order'] ?? []).filter((order) => order.reference?.startsWith(`${code}-`));
  const invoices = (code: string) => {
    const ids = new Set(sales(code).map(({ id }) => id));
    return (stand.book().documents.invoice ?? []).filter((invoice) => ids.has(invoice.order.id));
  };
  return {
    stand,
    name: 'simulated',
    declaration: { ...example, id: system, settings: { url: gate.url, token: stand.token } },
    shipTos: [{ id: 'C-ACME-1' }, { id: 'C-ACME-2' }],
    placeOf: async (customer) => `${customer}-1`,
    ordersOf: async (code) => sales(code).map(booked),
    invoicesOf: async (code) => invoices(code).map(({ number, state }) => ({ number, isPaid: state === 'paid' })),
    payAll: async (code) => {
      const open = invoices(code).filter(({ state }) => state !== 'paid');
      for (const { id } of open) await desk(`invoices/${id}/pay`, {});
      return open.map(({ number }) => number);
    },
    changeQuantity: (order, lineKey, quantity) => desk(`sales-orders/${order.id}`, { lines: [{ key: lineKey, quantity }] }),
    cancelOrder: (order) => desk(`sales-orders/${order.id}`, { cancel: true }),
    setCreditLimit: (customer, creditLimit) => desk(`customers/${customer}`, { creditLimit }),
    setActive: (customer, active) => desk(`customers/${customer}`, { active }),
    setPlaceOpen: (active) => desk('customers/C-ACME', { shipTos: [{ code: 'C-ACME-2', active }] }),
    countStock: (item, quantity) => desk(`items/${item}`, { stock: { EDC: String(quantity) } }),
    goDown: gate.shut,
    comeBack: gate.reopen,
    loseAnswers: async (count) => gate.loseAnswers(count, 'POST /sales-orders '),
    answersLost: gate.answersLost,
    close: async () => {
      await gate.close();
      await stand.close();
    },
  };
}

function booked({ id, number, reference = '', state, lines }: SalesOrder): BookedOrder {
  return {
    id,
    number,
    reference,
    isCancelled: state === 'cancelled',
    lines: lines.map((line) => ({
      lineKey: line.key,
      item: line.item,
      quantity: normalize(line.quantity),
      shipped: normalize(line.shipped),
      invoiced: normalize(line.invoiced),
    })),
  };
}
