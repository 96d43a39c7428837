export { asksOf, stoppedAsksOf } from './asks-of.ts';
