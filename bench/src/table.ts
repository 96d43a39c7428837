import type { Findings, Row } from './figures.ts';

const columns: readonly (readonly [head: string, cell: (row: Row) => string])[] = [
  ['orders/s', (row) => row.perSecond.toFixed(0)],
  ['p50 ms', (row) => row.p50Ms.toFixed(0)],
  ['p99 ms', (row) => row.p99Ms.toFixed(0)],
  ['CPU s/1,000', (row) => row.processCpu.toFixed(2)],
  ['PostgreSQL CPU s/1,000', (row) => row.databaseCpu.toFixed(2)],
  ['peak MB', (row) => (row.peakBytes / 2 ** 20).toFixed(0)],
];

/** All findings as one table for people, then the goals. */
export function tableOf(findings: readonly Findings[]): string {
  const lines: string[] = [];
  const nameWidth = Math.max(...findings.flatMap((found) => [...found.rows.map((row) => row.name.length + 2), found.title.length]), 10);
  lines.push([''.padEnd(nameWidth), ...columns.map(([head]) => head)].join('  '));
  for (const { title, rows, notes } of findings) {
    lines.push(title);
    for (const row of rows) lines.push([`  ${row.name}`.padEnd(nameWidth), ...columns.map(([head, cell]) => cell(row).padStart(head.length))].join('  '));
    for (const note of notes) lines.push(`  ${note}`);
  }
  lines.push('', 'Goals');
  for (const goal of findings.flatMap((found) => found.goals)) {
    lines.push(`  ${goal.isMet ? 'met   ' : 'MISSED'}  ${goal.name}: ${goal.figure.toFixed(2)} (wanted ${goal.wanted})`);
  }
  return lines.join('\n');
}
