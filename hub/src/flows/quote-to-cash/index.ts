export { asksOf } from './asks-of.ts';
