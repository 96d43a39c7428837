export { burstCapsOf } from './burst-caps.ts';
export { findSaleId } from './find-sale.ts';
export { foreseeWishes } from './foresee-wishes.ts';
export { takeWishes, type WishDeps } from './take-wishes.ts';
export { ofUnreadableSale } from './unreadable-sales.ts';
