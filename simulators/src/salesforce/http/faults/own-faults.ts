import { Malformed, maybeBoolean, maybeNumber, maybeText, pathOf, readObject, readText, readTexts, type Source } from '../../../stand-in/read.ts';

/** Faults that only Salesforce has. Probabilities from 0 to 1; left out they are 1. simulators/README.md says what each does. */
export type SalesforceFaults = {
  /** Accounts whose rows another transaction holds. */
  readonly rowLock?: { readonly p: number; readonly accounts: 'all' | readonly string[] };
  readonly validationRule?: { readonly p: number; readonly object: string; readonly field: string; readonly message: string };
  readonly failingTrigger?: { readonly p: number; readonly object: string; readonly message: string };
  /** 503 with a page of HTML instead of JSON. */
  readonly maintenance?: number;
  /** The calls of the last 24 hours, as if so many had been made, whatever was counted before; happens once. */
  readonly apiUsage?: number;
  /** What the event bus does, once, when the faults are put in force. */
  readonly bus?: BusFaults;
};

/** Faults of the event bus. */
export type BusFaults = {
  /** The next so many events come twice. */
  readonly duplicate?: number;
  /** Replay ids before this one (decimal digits), or `all`, are too old. */
  readonly expireBefore?: string;
  /** A change of these records of which only the ids are told. */
  readonly gap?: { readonly object: string; readonly ids: readonly string[] };
  /** The next so many changes are told as gaps. */
  readonly gapNext?: number;
  /** So many changes of this object at once that no record is told. */
  readonly overflow?: string;
  /** Streams stay open and silent. */
  readonly stallMs?: number;
  /** All streams are cut. */
  readonly drop?: boolean;
};

const idsMax = 10_000;
const stallMsMax = 3_600_000;
const callsMax = 1_000_000_000;
/** What stands under `salesforce`, and there under `bus`. */
export const ownFaultNames = ['rowLock', 'validationRule', 'failingTrigger', 'maintenance', 'apiUsage', 'bus'] as const;
export const busFaultNames = ['duplicate', 'expireBefore', 'gap', 'gapNext', 'overflow', 'stallMs', 'drop'] as const;

/** Reads them; throws Malformed for what it does not know. */
export function readSalesforceFaults(source: Source): SalesforceFaults {
  refuseUnknown(source, ownFaultNames);
  const [lock, rule, trigger, bus] = ['rowLock', 'validationRule', 'failingTrigger', 'bus'].map((name) => partOf(source, name));
  return {
    ...(lock === undefined ? {} : { rowLock: { p: odds(lock), accounts: lock.fields['accounts'] === 'all' ? 'all' : readTexts(lock, 'accounts', idsMax) } }),
    ...(rule === undefined
      ? {}
      : { validationRule: { p: odds(rule), object: readText(rule, 'object'), field: readText(rule, 'field'), message: readText(rule, 'message') } }),
    ...(trigger === undefined ? {} : { failingTrigger: { p: odds(trigger), object: readText(trigger, 'object'), message: readText(trigger, 'message') } }),
    ...given('maintenance', maybeNumber(source, 'maintenance', 0, 1)),
    ...given('apiUsage', maybeNumber(source, 'apiUsage', 0, callsMax)),
    ...(bus === undefined ? {} : { bus: readBus(bus) }),
  };
}

function readBus(bus: Source): BusFaults {
  refuseUnknown(bus, busFaultNames);
  const gap = partOf(bus, 'gap');
  return {
    ...given('duplicate', maybeNumber(bus, 'duplicate', 0, idsMax)),
    ...given('expireBefore', readReplay(bus)),
    ...(gap === undefined ? {} : { gap: { object: readText(gap, 'object'), ids: readTexts(gap, 'ids', idsMax) } }),
    ...given('gapNext', maybeNumber(bus, 'gapNext', 0, idsMax)),
    ...given('overflow', maybeText(bus, 'overflow')),
    ...given('stallMs', maybeNumber(bus, 'stallMs', 0, stallMsMax)),
    ...given('drop', maybeBoolean(bus, 'drop')),
  };
}

function readReplay(bus: Source): string | undefined {
  const text = maybeText(bus, 'expireBefore');
  if (text !== undefined && !/^(all|\d{1,16})$/.test(text)) throw new Malformed(pathOf(bus, 'expireBefore'), "must be decimal digits or 'all'");
  return text;
}

function refuseUnknown({ path, fields }: Source, known: readonly string[]): void {
  for (const name of Object.keys(fields)) if (!known.includes(name)) throw new Malformed(`${path}.${name}`, `is no fault; there are ${known.join(', ')}`);
}

const partOf = ({ path, fields }: Source, name: string): Source | undefined =>
  fields[name] === undefined ? undefined : readObject(fields[name], `${path}.${name}`);

const odds = (part: Source): number => maybeNumber(part, 'p', 0, 1) ?? 1;

const given = <K extends string, V>(name: K, value: V | undefined): { readonly [N in K]?: V } =>
  value === undefined ? {} : ({ [name]: value } as { readonly [N in K]?: V }); // a computed key loses its type
