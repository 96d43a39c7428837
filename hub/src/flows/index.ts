export { due, flowVersion } from './due.ts';
export type { Due, RemedyName, WantedAsk, WantedEffect, WantedException } from './wants.ts';
