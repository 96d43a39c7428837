import { Counter, type Registry } from 'prom-client';

/** Counts what the API does, as cheaply as the hot path wants: plain numbers, turned into metrics when somebody asks. */
export type Tally = {
  readonly request: (method: string, route: string, status: number) => void;
  readonly accept: (channel: string, isReplay: boolean) => void;
  readonly refuse: (entry: string, code: string) => void;
  readonly quote: (client: string, verdict: string) => void;
  /** What a system did that was asked for a quote: `answered`, or why not. */
  readonly quoteAsk: (system: string, result: string) => void;
};

/** A tally that shows in the registry. */
export function createTally(registry: Registry): Tally {
  const requests = counter(registry, 'crossdock_http_requests_total', 'Requests answered, by route and status.', ['method', 'route', 'status']);
  const accepts = counter(registry, 'crossdock_orders_accepted_total', 'Orders accepted; replays counted apart.', ['channel', 'replay']);
  const refusals = counter(registry, 'crossdock_refusals_total', 'Requests refused, by entry and code of the problem.', ['entry', 'code']);
  const quotes = counter(registry, 'crossdock_quotes_validated_total', 'Quotes validated, by client and verdict.', ['client', 'verdict']);
  const asks = counter(registry, 'crossdock_quote_asks_total', 'Systems asked for a quote: answered, or why not.', ['system', 'result']);
  return {
    request: (method, route, status) => requests(`${method} ${route} ${status}`),
    accept: (channel, isReplay) => accepts(`${channel} ${isReplay}`),
    refuse: (entry, code) => refusals(`${entry} ${code}`),
    quote: (client, verdict) => quotes(`${client} ${verdict}`),
    quoteAsk: (system, result) => asks(`${system} ${result}`),
  };
}

/** Counts by the labels' values, joined by a space; no label holds one. */
function counter(registry: Registry, name: string, help: string, labelNames: readonly string[]): (labels: string) => void {
  const counts = new Map<string, number>();
  const metric = new Counter({
    name,
    help,
    labelNames: [...labelNames],
    registers: [registry],
    collect() {
      this.reset();
      for (const [labels, count] of counts) {
        const values = labels.split(' ');
        this.inc(Object.fromEntries(labelNames.map((label, index) => [label, values[index] ?? ''])), count);
      }
    },
  });
  metric.reset();
  return (labels) => counts.set(labels, (counts.get(labels) ?? 0) + 1);
}
