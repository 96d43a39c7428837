export { createSimulatedErp, type SimulatedErpSettings } from './simulated-erp/index.ts';
export { createSimulatedWms, type SimulatedWmsSettings } from './simulated-wms/index.ts';
