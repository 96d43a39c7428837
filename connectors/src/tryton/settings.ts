import type { Unit } from '@crossdock/canonical';
import type { Account } from './client.ts';

/** What this connector must be told about one Tryton. Nothing here has a default: an installation says all of it. */
export type TrytonSettings = Account & {
  /** The system's id in the landscape; every snapshot carries it. */
  readonly system: string;
  /** A user of the group "Sales Administrator": orders in process can be amended through it alone. Absent: such a change is refused. */
  readonly admin?: { readonly user: string; readonly password: string };
  /** Our unit code → the symbol of Tryton's unit of measure, e.g. `EA` → `u`. An order in a unit that is not listed is not sold here. */
  readonly units: Readonly<Partial<Record<Unit, string>>>;
  /** Our warehouse → the code of Tryton's. Those that are not listed are called the same in both. */
  readonly warehouses: Readonly<Record<string, string>>;
  /** Name of the package type that parcels of a goods issue are booked as. */
  readonly packageType: string;
  /**
   * When goods left a warehouse that Tryton believes has fewer: `partial` posts what is there and leaves the rest on the next waiting
   * shipment, told as a difference; `refuse` posts nothing until a person has corrected the stock.
   */
  readonly whenStockIsShort: 'partial' | 'refuse';
};

/** Our words for Tryton's, both ways. */
export type Names = {
  readonly system: string;
  readonly symbolOf: (unit: Unit) => string | undefined;
  /** The first of our units that is written so in Tryton; where none is, Tryton's own symbol. */
  readonly unitOf: (symbol: string) => string;
  readonly codeOf: (warehouse: string) => string;
  readonly warehouseOf: (code: string) => string;
};

/** The value maps of one installation. */
export function createNames({ system, units, warehouses }: Pick<TrytonSettings, 'system' | 'units' | 'warehouses'>): Names {
  const unitBySymbol = new Map(
    Object.entries(units)
      .map(([unit, symbol]) => [symbol, unit] as const)
      .reverse(),
  );
  const warehouseByCode = new Map(Object.entries(warehouses).map(([warehouse, code]) => [code, warehouse]));
  return {
    system,
    symbolOf: (unit) => units[unit],
    unitOf: (symbol) => unitBySymbol.get(symbol) ?? symbol,
    codeOf: (warehouse) => warehouses[warehouse] ?? warehouse,
    warehouseOf: (code) => warehouseByCode.get(code) ?? code,
  };
}
