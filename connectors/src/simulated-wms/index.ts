export { createSimulatedWms, type SimulatedWmsSettings } from './connector.ts';
