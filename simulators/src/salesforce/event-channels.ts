import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { XMLParser } from 'fast-xml-parser';
import { makeId } from './org/index.ts';
import type { Channels, ManagedSubscription } from './pubsub/index.ts';

/** What an sfdx project says of the event bus. */
export type EventMetadata = { readonly channels: Channels; readonly managed: readonly ManagedSubscription[] };

type Texts = Readonly<Record<string, string | undefined>>;
type File = { readonly name: string; readonly texts: Texts };

const filesMax = 5000;
const subscriptionPrefix = '18x';

/** Reads custom channels with their members, and managed subscriptions. Every object is captured. */
export function readEventMetadata(folder: string | undefined): EventMetadata {
  if (folder === undefined) return { channels: {}, managed: [] };
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('-meta.xml'));
  if (files.length > filesMax) throw new Error(`${folder}: more than ${filesMax} metadata files`);
  const read = (kind: string) =>
    files
      .filter((name) => name.endsWith(`.${kind}-meta.xml`))
      .sort()
      .map((name) => readFile(folder, name, kind));
  const members = read('platformEventChannelMember').map(({ texts }) => [texts['eventChannel'] ?? '', texts['selectedEntity'] ?? ''] as const);
  const custom = read('platformEventChannel').map(({ name, texts }) => {
    const topic = `/${texts['channelType'] ?? 'data'}/${name}`;
    return [topic, members.filter(([channel]) => channel === name).map(([, entity]) => entity)] as const;
  });
  return { channels: { custom: Object.fromEntries(custom) }, managed: read('managedEventSubscription').map(subscriptionFrom) };
}

function readFile(folder: string, file: string, kind: string): File {
  const parser = new XMLParser({ ignoreAttributes: true, parseTagValue: false });
  const [root] = Object.entries(parser.parse(readFileSync(path.join(folder, file), 'utf8')) as Readonly<Record<string, Texts>>).filter(
    ([name]) => name !== '?xml',
  );
  if (root === undefined) throw new Error(`${file}: it is empty`);
  return { name: path.basename(file, `.${kind}-meta.xml`), texts: root[1] };
}

const subscriptionFrom = ({ name, texts }: File, nth: number): ManagedSubscription => ({
  id: makeId(subscriptionPrefix, nth + 1),
  developerName: name,
  topicName: texts['topicName'] ?? '',
  state: texts['state'] === 'STOP' ? 'STOP' : 'RUN',
  defaultReplay: replayOf(texts['defaultReplay']),
  errorRecoveryReplay: replayOf(texts['errorRecoveryReplay']),
});

const replayOf = (text: string | undefined): 'EARLIEST' | 'LATEST' => (text === 'EARLIEST' ? 'EARLIEST' : 'LATEST');
