/**
 * Units of measure: UN/ECE Recommendation 20 codes (and 21 for packages) with a plain name, plus the codes EA and CS that
 * every ERP and X12 partner uses for "each" and "case". An order with any other code is refused at the door.
 */
export const units = {
  EA: 'each',
  C62: 'one',
  H87: 'piece',
  PR: 'pair',
  DZN: 'dozen',
  SET: 'set',
  CS: 'case',
  BX: 'box',
  CT: 'carton',
  PK: 'pack',
  PF: 'pallet (lift)',
  RO: 'roll',
  BG: 'bag',
  BE: 'bundle',
  CA: 'can',
  DR: 'drum',
  KGM: 'kilogram',
  GRM: 'gram',
  TNE: 'tonne',
  LBR: 'pound',
  ONZ: 'ounce',
  LTR: 'litre',
  MLT: 'millilitre',
  GLL: 'gallon (US)',
  MTR: 'metre',
  CMT: 'centimetre',
  MMT: 'millimetre',
  FOT: 'foot',
  INH: 'inch',
  MTK: 'square metre',
  MTQ: 'cubic metre',
  HUR: 'hour',
  DAY: 'day',
} as const;

/** A unit code that this hub knows. */
export type Unit = keyof typeof units;
