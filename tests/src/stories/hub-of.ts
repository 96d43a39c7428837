import type { Connector, Landscape } from '@crossdock/connector-kit';
// Past the hub's door, on purpose: a story starts the hub as main.ts does.
import { buildConnectors } from '../../../hub/src/build-connectors.ts';
import type { startServer } from '../../../hub/src/serve.ts';
import { defaultTimings } from '../../../hub/src/systems/index.ts';

/** Stories are told in seconds: changes are looked for more often than in production (but Tryton takes long to look), an ERP's absence is felt sooner. */
const pollEveryMs = { tryton: 1_500, others: 400 } as const;
const timings = { ...defaultTimings, claimStartMs: 4_000, slotLeaseMs: 8_000, breakerOpenMs: 1_000 };
/** What a killed hub had under way keeps others waiting for as long as its calls might take: in production a minute where a channel's records are many. */
const channelMsMax = 15_000;

/** What every node of a story's hub is started with. */
export function hubOf(landscape: Landscape) {
  const connectors = hurried(buildConnectors(landscape, fixed));
  return { landscape, connectors, timings, port: 0, host: '127.0.0.1', isStatusPublic: false } satisfies Partial<Parameters<typeof startServer>[0]>;
}

const fixed: Parameters<typeof buildConnectors>[1] = (setting) => {
  if (typeof setting === 'string') return setting;
  throw new Error(`A story reads nothing from the environment, and ${setting.env} would come from there.`);
};

function hurried(connectors: ReadonlyMap<string, Connector>): ReadonlyMap<string, Connector> {
  return new Map(
    [...connectors].map(([id, connector]) => {
      const { facts, channel, vendor } = connector;
      if (!facts?.poll) return [id, connector] as const;
      const often = { ...facts, pollEveryMs: vendor === 'tryton' ? pollEveryMs.tryton : pollEveryMs.others };
      if (!channel?.show) return [id, { ...connector, facts: often }] as const;
      const { show, report } = channel;
      const short = { show: { ...show, callMsMax: channelMsMax }, ...(report && { report: { ...report, callMsMax: channelMsMax } }) };
      return [id, { ...connector, facts: { ...often, callMsMax: channelMsMax }, channel: { ...channel, ...short } }] as const;
    }),
  );
}
