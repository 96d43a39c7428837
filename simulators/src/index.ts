export { type SimulatedErp, type SimulatedErpOptions, startSimulatedErp } from './erp/index.ts';
