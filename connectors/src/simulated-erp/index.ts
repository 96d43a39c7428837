export { createSimulatedErp, type SimulatedErpSettings } from './connector.ts';
