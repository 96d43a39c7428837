import type { Faults } from '../faults.ts';
import type { BookDocument } from './book.ts';
import type { BookReport, Grade } from './book-report.ts';

/** What a person sees in a browser. */
export type Status = {
  readonly name: string;
  readonly grade: Grade;
  readonly token: string;
  readonly url: string;
  readonly control: string;
  readonly report: BookReport<BookDocument>;
  readonly faults: Faults;
  readonly fired: Readonly<Record<string, number>>;
  readonly seed: number;
};

const documentsShownMax = 15;

/** The status page: what is in the book, which faults are on, and the commands that switch them. */
export function statusPage({ name, grade, token, url, control, report, faults, fired, seed }: Status): string {
  const { traffic } = report;
  const figures = {
    'system address': url,
    'desk, faults and book': control,
    grade,
    'requests so far': traffic.requests,
    'at once, now and most': `${traffic.inFlight}, ${traffic.inFlightMax}`,
    'most within one second': traffic.perSecondMax,
    'cap passed': `${traffic.violations.concurrency} times by requests at once, ${traffic.violations.rate} times by rate`,
    'late commits that wait': report.pendingLateCommits,
    'references with several live documents': report.duplicates.length,
  };
  const authorization = `-H 'authorization: Bearer ${token}'`;
  const commands = [
    `curl -s ${authorization} -X POST ${control}/faults -d '{"dropAfterCommit":0.3}'`,
    `curl -s ${authorization} -X DELETE ${control}/faults`,
    `curl -s ${authorization} ${control}/book`,
    `curl -s ${authorization} -X POST ${control}/book/reset`,
  ];
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Simulated ${escaped(name)}</title><style>
body{font:15px/1.5 system-ui,sans-serif;max-width:64rem;margin:2rem auto;padding:0 1rem}td,th{text-align:left;padding:.15rem 1rem .15rem 0;vertical-align:top}pre{background:#f3f3f3;padding:.8rem;overflow:auto}
</style></head><body><h1>Simulated ${escaped(name)}</h1>
${table(Object.entries(figures).map(([what, value]) => [what, String(value)]))}
<h2>Faults</h2><pre>${escaped(JSON.stringify(faults, null, 1))}</pre><p>Seed ${seed}; fired so far: ${escaped(listed(fired) || 'none')}.</p>
<h2>Switch</h2><pre>${escaped(commands.join('\n'))}</pre>
<h2>Book</h2><p>${escaped(listed(report.counts))}; last change ${report.cursor}.</p>
${Object.entries(report.documents).map(latestTable).join('\n')}
</body></html>`;
}

function latestTable([kind, documents]: readonly [string, readonly BookDocument[] | undefined]): string {
  const rows = (documents ?? []).slice(-documentsShownMax).reverse();
  return rows.length === 0 ? '' : `<h3>${escaped(kind)}, latest ${rows.length}</h3>${table(rows.map(rowOf))}`;
}

const rowOf = (document: BookDocument & { readonly state?: string }) => [
  document.number ?? document.id,
  document.reference ?? '',
  document.state ?? '',
  document.changedAt,
];

const table = (rows: readonly (readonly string[])[]) =>
  `<table>${rows.map((cells) => `<tr>${cells.map((cell) => `<td>${escaped(cell)}</td>`).join('')}</tr>`).join('')}</table>`;

const listed = (figures: Readonly<Record<string, number>>) =>
  Object.entries(figures)
    .map(([what, count]) => `${what} ${count}`)
    .join(', ');

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
