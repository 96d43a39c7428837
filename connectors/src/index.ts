export { createSimulatedErp, type SimulatedErpSettings } from './simulated-erp/index.ts';
