import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { XMLParser } from 'fast-xml-parser';
import { makeId } from './org/index.ts';
import type { ManagedSubscription } from './pubsub/index.ts';

type Texts = Readonly<Record<string, string | undefined>>;

const fileEnd = '.managedEventSubscription-meta.xml';
const keyPrefix = '18x';
const filesMax = 100;

/** Reads the managed event subscriptions of sfdx projects: https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_managedeventsubscription.htm */
export function readManagedSubscriptions(...folders: readonly string[]): readonly ManagedSubscription[] {
  const files = folders.flatMap((folder) => filesIn(folder).map((name) => path.join(folder, name)));
  if (files.length > filesMax) throw new Error(`${folders.join(', ')}: more than ${filesMax} managed subscriptions`);
  const parser = new XMLParser({ ignoreAttributes: true, parseTagValue: false });
  return files.map((file, nth) => {
    const parsed = parser.parse(readFileSync(file, 'utf8')) as Readonly<Record<string, Texts | undefined>>;
    const { topicName, state, defaultReplay, errorRecoveryReplay } = parsed['ManagedEventSubscription'] ?? {};
    if (topicName === undefined) throw new Error(`${file}: ManagedEventSubscription.topicName is missing`);
    return {
      id: makeId(keyPrefix, nth + 1),
      developerName: path.basename(file, fileEnd),
      topicName,
      state: state === 'STOP' ? 'STOP' : 'RUN',
      defaultReplay: replayOf(defaultReplay),
      errorRecoveryReplay: replayOf(errorRecoveryReplay),
    };
  });
}

const filesIn = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(fileEnd))
    .sort();

const replayOf = (text: string | undefined): 'EARLIEST' | 'LATEST' => (text === 'EARLIEST' ? 'EARLIEST' : 'LATEST');
