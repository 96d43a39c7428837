import type { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import { type BatchRow, readBatch } from '../intake/index.ts';
import { type CsvHeader, loadReferences, type ReferenceRow, type RowOutcome, readHeader, readLines, referenceLimits, rowOutcomes } from '../reference/index.ts';
import { problemOf } from './answer-problem.ts';
import type { ResourceDeps } from './app.ts';
import { type Problem, problemBody, Refused } from './problem.ts';
import { type ReadRow, type RowDeps, readLineRow } from './reference-row.ts';

/** How many rows became what. */
export type LoadSummary = Record<RowOutcome | 'refused', number> & { rows: number };

/** A summary of nothing. */
export function emptySummary(): LoadSummary {
  return { rows: 0, refused: 0, created: 0, updated: 0, removed: 0, unchanged: 0 };
}

/** Counts outcomes. */
export function countOutcomes(summary: LoadSummary, outcomes: readonly (RowOutcome | 'refused')[]): void {
  summary.rows += outcomes.length;
  for (const outcome of [...rowOutcomes, 'refused' as const]) summary[outcome] += outcomes.filter((one) => one === outcome).length;
}

/** Who loads, and why. */
export type LoadedBy = { readonly actor: string; readonly reason: string };

/** Loads rows in transactions of a bounded size, in their order. */
export async function loadInParts(rows: readonly ReferenceRow[], by: LoadedBy, { database, clock }: ResourceDeps): Promise<readonly RowOutcome[]> {
  const outcomes: RowOutcome[] = [];
  for (let from = 0; from < rows.length; from += referenceLimits.transactionRowsMax) {
    const part = rows.slice(from, from + referenceLimits.transactionRowsMax);
    outcomes.push(...(await loadReferences({ rows: part, ...by }, { transact: database.transact, clock })));
  }
  return outcomes;
}

/** The rows of a file after its first line, which is read here. Throws Refused when the first line is not right. */
export async function openCsv(body: Readable): Promise<{ readonly header: CsvHeader; readonly lines: AsyncGenerator<BatchRow> }> {
  const lines = readBatch(body);
  const first = await lines.next();
  if (first.done) throw new Refused({ code: 'missing-field', detail: 'The file is empty; its first line names the columns.' });
  const read = readHeader(first.value.bytes);
  if (read.kind === 'wrong') throw new Refused({ code: read.code, detail: read.detail, ...(read.column !== undefined && { field: read.column }) });
  return { header: read.header, lines };
}

type Csv = Awaited<ReturnType<typeof openCsv>>;

/** What answering a file needs. */
export type CsvDeps = RowDeps & { readonly request: FastifyRequest; readonly by: LoadedBy; readonly deps: ResourceDeps };

/**
 * Loads a file as it comes, holding as many lines as one transaction takes: answers a line for each that is refused, and the
 * summary at the end. When the store fails, that is the last line instead, and names the first line that is not loaded.
 */
export async function* answerCsv({ header, lines }: Csv, csv: CsvDeps): AsyncGenerator<string> {
  const summary = emptySummary();
  let part: BatchRow[] = [];
  let end: string | undefined;
  for await (const line of lines) {
    if (end !== undefined) continue; // read to the end all the same: a sender that is cut off would not hear why
    part.push(line);
    if (part.length < referenceLimits.transactionRowsMax) continue;
    const stop = summary.rows + part.length > referenceLimits.fileRowsMax ? tooMany : yield* loadPart(part, header, { csv, summary });
    if (stop) end = stopped(part, stop, csv.request);
    part = [];
  }
  const stop = part.length > 0 ? yield* loadPart(part, header, { csv, summary }) : undefined;
  yield end ?? (stop ? stopped(part, stop, csv.request) : `${JSON.stringify({ summary })}\n`);
}

const tooMany: Problem = { code: 'too-many-rows', detail: `A file has at most ${referenceLimits.fileRowsMax} rows; this one and what follows was not loaded.` };

type Loading = { readonly csv: CsvDeps; readonly summary: LoadSummary };

async function* loadPart(part: readonly BatchRow[], header: CsvHeader, { csv, summary }: Loading): AsyncGenerator<string, Problem | undefined> {
  const rows: ReferenceRow[] = [];
  for (const [index, read] of readPart(part, header, csv).entries()) {
    if (read.kind === 'row') rows.push(read.row);
    else {
      countOutcomes(summary, ['refused']);
      const line = part[index]?.row ?? 0;
      yield answerLine(line, read.problem, csv.request);
    }
  }
  try {
    countOutcomes(summary, await loadInParts(rows, csv.by, csv.deps));
    return undefined;
  } catch (error) {
    return problemOf(error, csv.request, csv.deps);
  }
}

function readPart(part: readonly BatchRow[], header: CsvHeader, deps: RowDeps): readonly ReadRow[] {
  const tooLong: Problem = { code: 'body-too-large', detail: 'The line is longer than any row can be.' };
  const lines = readLines(
    part.map(({ bytes, isTooLong }) => (isTooLong ? new Uint8Array() : bytes)),
    header,
  );
  return lines.map((line, index): ReadRow => {
    if (part[index]?.isTooLong) return { kind: 'refused', problem: tooLong };
    if (line.kind === 'read') return readLineRow(line, deps);
    return { kind: 'refused', problem: { code: line.code, detail: line.detail, ...(line.column !== undefined && { field: line.column }) } };
  });
}

function answerLine(line: number, problem: Problem, request: FastifyRequest): string {
  const body = problemBody(problem, `urn:crossdock:request:${request.id}:${line}`);
  return `${JSON.stringify({ line, status: body.status, problem: body })}\n`;
}

function stopped(part: readonly BatchRow[], problem: Problem, request: FastifyRequest): string {
  const line = part[0]?.row ?? 0;
  const body = problemBody(problem, `urn:crossdock:request:${request.id}:${line}`);
  return `${JSON.stringify({ stoppedAtLine: line, status: body.status, problem: body })}\n`;
}
