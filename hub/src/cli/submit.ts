import { hash, randomUUID } from 'node:crypto';
import fs from 'node:fs';
import type { OrderRequest, Problem } from '@crossdock/client';
import { type Arguments, type CliDeps, type Command, exitCodes } from './deps.ts';
import { ask, callMsMax, clientFor, keyFor, problemText } from './hub-client.ts';
import { whereText } from './where.ts';

const waitSecondsUsual = 10;

/** `crossdock submit FILE`. */
export const submit: Command = {
  name: 'submit',
  usage: 'crossdock submit FILE [--key KEY | --new] [--wait SECONDS] [--json]',
  summary: 'Submit an order from a JSON file, or many from an NDJSON file',
  help: `FILE holds one order (.json), or rows {"key": …, "order": …} (.ndjson); - is standard input, as one order.
The idempotency key is made from the file's content, so the same file twice is the same order; --key sets one, --new makes a new order.
Waits ${waitSecondsUsual} seconds for an outcome unless --wait says otherwise (0: not at all). Exit code 1 when something was refused.`,
  options: { key: 'string', new: 'boolean', wait: 'string' },
  positionals: { min: 1, max: 1 },
  run: async (args, deps) => {
    const file = args.positionals[0] ?? '';
    let content: Buffer;
    try {
      content = fs.readFileSync(file === '-' ? 0 : file);
    } catch (error) {
      deps.err(`${file} cannot be read: ${(error as Error).message}`);
      return exitCodes.usage;
    }
    return file.endsWith('.ndjson') || file.endsWith('.jsonl') ? submitBatch(content, args, deps) : submitOrder(content, args, deps);
  },
};

async function submitOrder(content: Buffer, { options, isJson }: Arguments, deps: CliDeps): Promise<number> {
  const seconds = options['wait'] === undefined ? waitSecondsUsual : Number(options['wait']);
  if (!Number.isInteger(seconds) || seconds < 0) {
    deps.err('--wait takes whole seconds.');
    return exitCodes.usage;
  }
  const key = options['new'] === true ? randomUUID() : String(options['key'] ?? `file-${hash('sha256', content, 'hex')}`);
  const client = clientFor(deps);
  const header = { 'idempotency-key': key, ...(seconds > 0 && { prefer: `wait=${seconds}` }) };
  const body = content.toString('utf8') as unknown as OrderRequest; // sent as it is: the hub judges it, and names the field
  const call = (signal: AbortSignal) =>
    client.POST('/v1/orders', {
      params: { header },
      body,
      bodySerializer: () => content.toString('utf8'),
      headers: { 'content-type': 'application/json' },
      signal,
    });
  const { data, error, response } = await ask(deps, call, seconds * 1_000);
  if (error) {
    deps.err(isJson ? JSON.stringify(error) : problemText(error));
    return exitCodes.found;
  }
  if (isJson) deps.out(JSON.stringify(data));
  else {
    const again = response.headers.get('idempotency-replayed') === 'true' ? ' (it had been submitted before)' : '';
    if ('outcome' in data) deps.out(`${data.outcome.kind}${again}\n${whereText(data.outcome.order, deps.now())}`);
    else deps.out(`accepted as order ${data.id}${again}`);
  }
  return exitCodes.done;
}

type Row = {
  readonly row: number;
  readonly key: string | null;
  readonly status: number;
  readonly problem?: Problem;
  readonly acceptance?: { readonly id: string };
};

/** The typed client knows JSON alone; a batch is lines. */
async function submitBatch(content: Buffer, { isJson }: Arguments, deps: CliDeps): Promise<number> {
  const request = new Request(`${deps.url}/v1/orders/batch`, {
    method: 'POST',
    headers: { authorization: `Bearer ${keyFor(deps)}`, 'content-type': 'application/x-ndjson' },
    body: new Uint8Array(content),
  });
  const text = await ask(deps, async (signal) => (await (deps.fetch ?? fetch)(new Request(request, { signal }))).text(), callMsMax);
  let refused = 0;
  for (const line of text.split('\n').filter(Boolean)) {
    const row = JSON.parse(line) as Row;
    if (row.status >= 400) refused += 1;
    if (isJson) deps.out(line);
    else if (row.problem) deps.out(`row ${row.row} ${row.key ?? ''}: ${problemText(row.problem)}`);
    else deps.out(`row ${row.row} ${row.key ?? ''}: accepted as order ${row.acceptance?.id ?? ''}`);
  }
  return refused > 0 ? exitCodes.found : exitCodes.done;
}
