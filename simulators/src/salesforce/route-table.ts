import type { Bulk } from './bulk/index.ts';
import { collectionRoutes } from './http/collections/collections.ts';
import { batchRoutes } from './http/composite/batch.ts';
import { compositeRoutes } from './http/composite/composite.ts';
import { graphRoutes } from './http/composite/graph.ts';
import { placeOrderRoutes } from './http/composite/place-order.ts';
import { createDispatch } from './http/composite/subrequest.ts';
import { treeRoutes } from './http/composite/tree.ts';
import { limitRoutes } from './http/limits/limit-routes.ts';
import type { Usage } from './http/limits/usage.ts';
import { changedRecordRoutes } from './http/records/changed-records.ts';
import { objectRoutes } from './http/records/object-routes.ts';
import { recordRoutes } from './http/records/record-routes.ts';
import type { SfRoute } from './http/route.ts';
import { makeId } from './org/index.ts';
import type { Channels, ManagedSubscription } from './pubsub/index.ts';
import { searchRoutes } from './search/index.ts';
import { queryRoutes } from './soql/index.ts';

/** Every resource under `/services/data/vXX.X`; the first that fits answers. */
export function routeTable({
  usage,
  bulk,
  managed,
  channels,
}: {
  readonly usage: Usage;
  readonly bulk: Bulk;
  readonly managed: readonly ManagedSubscription[];
  readonly channels: NonNullable<Channels['custom']>;
}): readonly SfRoute[] {
  const dispatch = createDispatch(() => table);
  const table: readonly SfRoute[] = [
    ...objectRoutes(new Date()),
    ...changedRecordRoutes,
    ...recordRoutes,
    ...collectionRoutes,
    ...compositeRoutes(dispatch),
    ...graphRoutes(dispatch),
    ...treeRoutes,
    ...batchRoutes(dispatch),
    ...placeOrderRoutes,
    ...limitRoutes(usage),
    ...queryRoutes({ managedSubscriptions: () => managed.map(subscriptionRow), channelMembers: () => memberRows(channels) }),
    ...searchRoutes,
    ...bulk.routes,
  ];
  return table;
}

const subscriptionRow = ({ id, developerName, topicName, state, defaultReplay, errorRecoveryReplay }: ManagedSubscription) => ({
  Id: id,
  DeveloperName: developerName,
  MasterLabel: developerName,
  FullName: developerName,
  TopicName: topicName,
  State: state,
  DefaultReplay: defaultReplay,
  ErrorRecoveryReplay: errorRecoveryReplay,
  Metadata: JSON.stringify({ defaultReplay, errorRecoveryReplay, label: developerName, state, topicName, urls: null, version: 65 }),
});

/** One row for each event of each channel, `/data/Hub__chn` being the channel Hub__chn. */
function memberRows(channels: NonNullable<Channels['custom']>) {
  const members = Object.entries(channels).flatMap(([topic, events]) => events.map((event) => ({ channel: topic.split('/').at(-1) ?? '', event })));
  return members.map(({ channel, event }, index) => ({
    Id: makeId('0v8', index + 1),
    DeveloperName: `${channel.replace(/__chn$/, '_chn')}_${event}`,
    EventChannel: channel,
    SelectedEntity: event,
    NamespacePrefix: null,
    ManageableState: 'unmanaged',
  }));
}
