export type { Message, Order, Shipment, Stock, WmsDocument } from './documents.ts';
export { type SimulatedWms, type SimulatedWmsOptions, startSimulatedWms } from './start.ts';
