import { faultNames } from '../faults.ts';
import { busFaultNames, ownFaultNames } from './http/faults/own-faults.ts';

/** What `POST /faults` takes and this stand-in has no use for, and what is no fault by itself. */
const others = ['silentFieldDrop', 'webhook', 'salesforce', 'bus', 'only', 'seed'] as const;

type Given = (typeof faultNames | typeof ownFaultNames)[number];

/** A fault that the stand-in can be told to have; those of the event bus as `bus.drop`. */
export type SalesforceFaultName = Exclude<Given, (typeof others)[number]> | `bus.${(typeof busFaultNames)[number]}`;

/** Every fault of the stand-in, made from the lists by which its admin API reads them: what is added there is here. */
export const salesforceFaultNames: readonly SalesforceFaultName[] = [
  ...[...faultNames, ...ownFaultNames].filter((name) => !others.some((other) => other === name)),
  ...busFaultNames.map((name) => `bus.${name}` as const),
] as readonly SalesforceFaultName[]; // a filter does not narrow a union by what it leaves out
