import {
  add,
  atLeastZero,
  type DocumentSnapshot,
  type MilestoneCounts,
  max,
  normalize,
  type SalesOrderSnapshot,
  type ShipmentSnapshot,
} from '@crossdock/canonical';

/**
 * The snapshot that counts when two are known of one document. Commutative, associative and idempotent, so the order of
 * arrival and repetitions do not show: the higher version wins; shipments without a version (or with the same) merge by the
 * maximum of each count; of anything else the later one counts, then the further one.
 */
export function newerOf(a: DocumentSnapshot, b: DocumentSnapshot): DocumentSnapshot {
  const [x, y] = [canonicalOf(a), canonicalOf(b)];
  const order = compareVersions(x.version, y.version);
  if (order !== 0) return order > 0 ? x : y;
  if (x.type === 'shipment' && y.type === 'shipment') return mergeShipments(x, y);
  return compareUnversioned(x, y) >= 0 ? x : y;
}

/** One spelling per document: numbers normalised, lines with the same key added up. */
export function canonicalOf(snapshot: DocumentSnapshot): DocumentSnapshot {
  switch (snapshot.type) {
    case 'shipment':
      return mergeShipments(snapshot, snapshot);
    case 'sales-order':
      return { ...snapshot, lines: addUpLines(snapshot.lines) };
    case 'invoice':
      return { ...snapshot, lines: snapshot.lines.map((line) => ({ ...line, quantity: normalize(line.quantity) })) };
    default:
      return snapshot satisfies never;
  }
}

/** Negative, zero or positive. No version is older than any, numbers go by value, and every number is older than other text. */
export function compareVersions(a: string | undefined, b: string | undefined): number {
  if (a === b) return 0;
  if (a === undefined) return -1;
  if (b === undefined) return 1;
  const [x, y] = [digitsOf(a), digitsOf(b)];
  if (x === undefined || y === undefined) return x !== undefined ? -1 : y !== undefined ? 1 : compareText(a, b);
  return x.length - y.length || compareText(x, y) || compareText(a, b);
}

function digitsOf(version: string): string | undefined {
  return /^\d+$/.test(version) ? version.replace(/^0+(?=\d)/, '') : undefined;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

const shipmentStates = ['planned', 'waiting', 'allocated', 'picked', 'packed', 'shipped', 'delivered', 'cancelled', 'exception'] as const;
const ranks: Readonly<Record<DocumentSnapshot['type'], readonly string[]>> = {
  shipment: shipmentStates,
  'sales-order': ['draft', 'quoted', 'confirmed', 'processing', 'done', 'exception', 'cancelled'],
  invoice: ['draft', 'posted', 'paid', 'cancelled'],
};

/** By the instant that the system gives, then by how far the document is; the last resort looks at the text alone, never at the order of arrival. */
function compareUnversioned(a: DocumentSnapshot, b: DocumentSnapshot): number {
  const [x, y] = [instantOf(a), instantOf(b)];
  if (x !== y) return x - y;
  const rank = (document: DocumentSnapshot) => ranks[document.type].indexOf(document.state);
  return rank(a) - rank(b) || compareText(JSON.stringify(a), JSON.stringify(b));
}

const beforeAllInstants = -8_640_000_000_000_001;

function instantOf({ at }: DocumentSnapshot): number {
  const instant = at === undefined ? Number.NaN : Date.parse(at);
  return Number.isNaN(instant) ? beforeAllInstants : instant;
}

const counts = ['allocated', 'deallocated', 'backordered', 'picked', 'packed', 'shipped', 'delivered', 'returned'] as const;
type Counts = { -readonly [K in keyof MilestoneCounts]: MilestoneCounts[K] };
type ShipmentLine = ShipmentSnapshot['lines'][number];

function mergeShipments(a: ShipmentSnapshot, b: ShipmentSnapshot): ShipmentSnapshot {
  const [x, y] = [linesOf(a), linesOf(b)];
  const keys = [...new Set([...x.keys(), ...y.keys()])].sort();
  const lines = keys.map((key) => mergeLines(key, x.get(key), y.get(key)));
  const state = shipmentStates.indexOf(a.state) >= shipmentStates.indexOf(b.state) ? a.state : b.state;
  const packages = [...new Map([...a.packages, ...b.packages].map((p) => [`${p.carrier ?? ''}:${p.tracking ?? ''}`, p] as const)).entries()];
  const { type, system, id, version } = a;
  return {
    type,
    system,
    id,
    ...(version !== undefined && { version }),
    ...largest(a, b, ['number', 'at', 'reference', 'warehouse', 'orderId', 'expectedOn']),
    state,
    lines,
    packages: packages.sort(([p], [q]) => compareText(p, q)).map(([, p]) => p),
  };
}

/** The shipment's lines by key: a system may report one line of ours as several of its own. */
function linesOf(shipment: ShipmentSnapshot): ReadonlyMap<string, ShipmentLine> {
  const lines = new Map<string, ShipmentLine>();
  for (const line of shipment.lines) lines.set(line.lineKey, joinLines(line.lineKey, line, lines.get(line.lineKey), add));
  return lines;
}

function mergeLines(lineKey: string, a: ShipmentLine | undefined, b: ShipmentLine | undefined): ShipmentLine {
  return joinLines(lineKey, a, b, max);
}

function joinLines(lineKey: string, a: ShipmentLine | undefined, b: ShipmentLine | undefined, join: (p: string, q: string) => string): ShipmentLine {
  const joined: Counts = {};
  for (const count of counts) {
    const [p, q] = [a?.[count], b?.[count]];
    if (p !== undefined || q !== undefined) joined[count] = normalize(join(atLeastZero(p ?? '0'), atLeastZero(q ?? '0')));
  }
  const item = [a?.item, b?.item].filter((name) => name !== undefined).sort()[0];
  return { lineKey, ...(item !== undefined && { item }), ...joined };
}

/** Field by field the larger text, so that the order of arrival does not show. */
function largest<K extends keyof ShipmentSnapshot>(a: ShipmentSnapshot, b: ShipmentSnapshot, fields: readonly K[]): Pick<ShipmentSnapshot, K> {
  const texts = fields.flatMap((field) => {
    const [x, y] = [a[field], b[field]];
    const text = x === undefined || (y !== undefined && y > x) ? y : x;
    return text === undefined ? [] : [[field, text]];
  });
  return Object.fromEntries(texts) as Pick<ShipmentSnapshot, K>;
}

type SalesOrderLine = SalesOrderSnapshot['lines'][number];

function addUpLines(lines: readonly SalesOrderLine[]): readonly SalesOrderLine[] {
  const byKey = new Map<string, SalesOrderLine>();
  for (const line of lines) {
    const known = byKey.get(line.lineKey);
    byKey.set(line.lineKey, { ...(known ?? line), quantity: normalize(add(known?.quantity ?? '0', atLeastZero(line.quantity))) });
  }
  return [...byKey.values()];
}
