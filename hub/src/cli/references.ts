import fs from 'node:fs';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import type { components, Problem } from '@crossdock/client';
import { type Arguments, type CliDeps, type Command, exitCodes } from './deps.ts';
import { ask, clientFor, keyFor, problemText } from './hub-client.ts';

/** Longest that loading one file may take beyond an ordinary call, in ms. */
const loadMsMax = 600_000;

/** `crossdock references load FILE` and `crossdock references show NAME`. */
export const references: Command = {
  name: 'references',
  usage: 'crossdock references load FILE [--reason TEXT] | show NAME [--system SYSTEM] [--json]',
  summary: 'Load cross-references from a CSV file, or show what a name is called elsewhere',
  help: `load reads a CSV file (- is standard input) whose first line names the columns: kind, from_system, from_name, to_system, to_name, and where
needed valid_from, valid_until, default, remove. The same file again changes nothing. Each refused line is printed with its number and stops
no other; exit code 1 when there was one. Orders that wait for one of the names go on by themselves. --reason is kept for the audit.
show prints every cross-reference that has NAME on either side, of SYSTEM where that is said; exit code 1 when there is none.`,
  options: { reason: 'string', system: 'string' },
  positionals: { min: 2, max: 2 },
  run: (args, deps) => {
    const [verb, what = ''] = args.positionals;
    if (verb === 'load') return load(what, args, deps);
    if (verb === 'show') return show(what, args, deps);
    deps.err(`references can load and show, not ${verb ?? ''}.`);
    return Promise.resolve(exitCodes.usage);
  },
};

type Answer =
  | { readonly line: number; readonly problem: Problem }
  | { readonly stoppedAtLine: number; readonly problem: Problem }
  | { readonly summary: components['schemas']['LoadSummary'] };

async function load(file: string, { options, isJson }: Arguments, deps: CliDeps): Promise<number> {
  if (file !== '-' && !fs.statSync(file, { throwIfNoEntry: false })?.isFile()) {
    deps.err(`There is no file ${file}.`);
    return exitCodes.usage;
  }
  const reason = String(options['reason'] ?? `loaded from ${file === '-' ? 'standard input' : file}`);
  const request = new Request(`${deps.url}/v1/references?${new URLSearchParams({ reason })}`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${keyFor(deps)}`, 'content-type': 'text/csv' },
    body: Readable.toWeb(file === '-' ? fs.createReadStream('', { fd: 0 }) : fs.createReadStream(file)) as ReadableStream<Uint8Array>,
    duplex: 'half', // the file is sent as it is read
  });
  return ask(deps, async (signal) => printAnswers(await (deps.fetch ?? fetch)(new Request(request, { signal })), isJson, deps), loadMsMax);
}

/** Answers come while the file is still being sent; a file that ends without a summary was not loaded whole. */
async function printAnswers(response: Response, isJson: boolean, deps: CliDeps): Promise<number> {
  if (!response.ok || !response.body) {
    const text = await response.text();
    deps.err(isJson ? text : problemText(JSON.parse(text) as Problem));
    return exitCodes.found;
  }
  let isWhole = false;
  for await (const text of createInterface({ input: Readable.from(decoded(response.body)) })) {
    if (isJson) deps.out(text);
    const answer = JSON.parse(text) as Answer;
    if ('summary' in answer) isWhole = answer.summary.refused === 0;
    if (!isJson) deps.out(answerText(answer));
  }
  return isWhole ? exitCodes.done : exitCodes.found;
}

async function* decoded(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  for await (const chunk of body) yield decoder.decode(chunk, { stream: true });
}

function answerText(answer: Answer): string {
  if ('line' in answer) return `line ${answer.line}: ${problemText(answer.problem)}`;
  if ('stoppedAtLine' in answer) return `stopped: nothing from line ${answer.stoppedAtLine} on is loaded. ${problemText(answer.problem)}`;
  const { rows, created, updated, removed, unchanged, refused } = answer.summary;
  return `${rows} rows: ${created} created, ${updated} updated, ${removed} removed, ${unchanged} unchanged, ${refused} refused`;
}

const shownMax = 500;

async function show(name: string, { options, isJson }: Arguments, deps: CliDeps): Promise<number> {
  const client = clientFor(deps);
  const system = options['system'];
  const query = { name, limit: shownMax, ...(typeof system === 'string' && { system }) };
  const { data, error } = await ask(deps, (signal) => client.GET('/v1/references', { params: { query }, signal }));
  if (error) {
    deps.err(isJson ? JSON.stringify(error) : problemText(error));
    return exitCodes.found;
  }
  if (isJson) deps.out(JSON.stringify(data.references, null, 2));
  else if (data.references.length === 0) deps.err(`No cross-reference has ${name}.`);
  else for (const reference of data.references) deps.out(referenceText(reference));
  if (data.next !== null) deps.err(`There are more than ${shownMax}; name a system.`);
  return data.references.length === 0 ? exitCodes.found : exitCodes.done;
}

function referenceText({ kind, from, to, validFrom, validUntil, default: isDefault, changedBy, changedAt }: components['schemas']['ReferenceView']): string {
  const since = validFrom === undefined ? '' : ` from ${validFrom}`;
  const until = validUntil === undefined ? '' : ` until ${validUntil}`;
  return `${kind} ${from.name} of ${from.system} is ${to.name} in ${to.system}${since}${until}${isDefault ? ' (default)' : ''}; ${changedBy}, ${changedAt}`;
}
