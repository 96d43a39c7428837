import { type Decimal, divide, isZero, multiply, subtract } from '@crossdock/canonical';

/** How far a stated price is from the system's, in percent of the system's; 100 where that is nothing. */
export function percentApart(stated: Decimal, theirs: Decimal): Decimal {
  const difference = subtract(stated, theirs).replace('-', '');
  if (isZero(difference)) return '0';
  return isZero(theirs) ? '100' : divide(multiply(difference, '100', 6), theirs, 3);
}
