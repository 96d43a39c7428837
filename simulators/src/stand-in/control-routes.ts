import type { Dice } from '../faults.ts';
import type { BookDocument } from './book.ts';
import type { BookReport, Grade } from './book-report.ts';
import { readWord } from './read.ts';
import { answered, type Route } from './route.ts';
import { statusPage } from './status-page.ts';

/** What people and checkers do with a stand-in. */
export type Control<D extends BookDocument> = {
  readonly name: string;
  readonly grade: Grade;
  readonly token: string;
  readonly dice: Dice;
  readonly routeNames: readonly string[];
  /** Puts faults in force; throws Malformed. */
  readonly change: (faults: unknown) => void;
  readonly reset: () => void;
  readonly report: () => BookReport<D>;
  readonly addresses: () => { readonly url: () => string; readonly control: () => string };
};

/** /health, the status page, /faults and /book, the same for every system. */
export function controlRoutes<D extends BookDocument>({
  name,
  grade,
  token,
  dice,
  routeNames,
  change,
  reset,
  report,
  addresses,
}: Control<D>): readonly Route[] {
  const faults = () => answered(200, { faults: dice.faults(), seed: dice.seed(), fired: dice.fired(), routes: routeNames });
  const page = () => {
    const { url, control } = addresses();
    return statusPage({ name, grade, token, url: url(), control: control(), report: report(), faults: dice.faults(), fired: dice.fired(), seed: dice.seed() });
  };
  const set = (value: unknown) => {
    change(value);
    return faults();
  };
  return [
    { method: 'GET', path: '/health', access: 'open', answer: () => answered(200, { name, status: 'up' }) },
    { method: 'GET', path: '/', access: 'open', answer: () => ({ outcome: 'page', html: page() }) },
    { method: 'GET', path: '/faults', access: 'control', answer: faults },
    { method: 'POST', path: '/faults', access: 'control', answer: ({ body }) => set(body) },
    { method: 'DELETE', path: '/faults', access: 'control', answer: () => set({}) },
    { method: 'GET', path: '/book', access: 'control', answer: ({ query }) => answered(200, shownBook(report(), query.get('documents') ?? 'full')) },
    {
      method: 'POST',
      path: '/book/reset',
      access: 'control',
      answer: () => {
        reset();
        return answered(200, { cursor: report().cursor });
      },
    },
  ];
}

function shownBook<D extends BookDocument>(report: BookReport<D>, documents: string): unknown {
  const wanted = readWord({ path: '', fields: { documents } }, 'documents', ['full', 'references', 'none']);
  if (wanted === 'full') return report;
  const { documents: all, ...figures } = report;
  if (wanted === 'none') return figures;
  const kinds: readonly (readonly [string, readonly Referenced[]])[] = Object.entries<readonly Referenced[]>(
    all as Readonly<Record<string, readonly Referenced[]>>,
  );
  return { ...figures, documents: Object.fromEntries(kinds.map(([kind, list]) => [kind, list.map(referenceOf)])) };
}

type Referenced = BookDocument & { readonly state?: string; readonly createdAt?: string };

const referenceOf = ({ id, number, reference, state, createdAt }: Referenced) => ({ id, number, reference, state, createdAt });
