import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { XMLParser } from 'fast-xml-parser';
import type { Channels } from './topics.ts';

const channelEnd = '.platformEventChannel-meta.xml';
const memberEnd = '.platformEventChannelMember-meta.xml';
const filesMax = 5000;

/**
 * Reads the custom channels of an sfdx project in source format: PlatformEventChannel and PlatformEventChannelMember.
 * Throws, with the file's name, on a member whose channel is not in the project.
 */
export function readChannels(folder: string): NonNullable<Channels['custom']> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => !name.includes('node_modules'));
  if (files.length > filesMax) throw new Error(`${folder}: more than ${filesMax} files`);
  const parser = new XMLParser({ ignoreAttributes: true, parseTagValue: false });
  const read = (file: string, root: string, ...names: readonly string[]): readonly string[] => {
    const parsed: unknown = parser.parse(readFileSync(path.join(folder, file), 'utf8'));
    return names.map((name) => textAt(parsed, file, [root, name]));
  };
  const channels = new Map<string, { readonly topic: string; readonly events: string[] }>();
  for (const file of files.filter((name) => name.endsWith(channelEnd))) {
    const name = path.basename(file, channelEnd);
    const [type] = read(file, 'PlatformEventChannel', 'channelType');
    channels.set(name, { topic: `/${type}/${name}`, events: [] });
  }
  for (const file of files.filter((name) => name.endsWith(memberEnd))) {
    const [channel = '', event = ''] = read(file, 'PlatformEventChannelMember', 'eventChannel', 'selectedEntity');
    if (channel === standardChannel) continue; // every object is captured here
    const there = channels.get(channel);
    if (there === undefined) throw new Error(`${file}: eventChannel: the project has no channel ${channel}`);
    there.events.push(event);
  }
  return Object.fromEntries([...channels.values()].map(({ topic, events }) => [topic, events]));
}

const standardChannel = 'ChangeEvents';

function textAt(parsed: unknown, file: string, names: readonly string[]): string {
  let value = parsed;
  for (const name of names) value = typeof value === 'object' && value !== null ? new Map<string, unknown>(Object.entries(value)).get(name) : undefined;
  if (typeof value === 'string' && value !== '') return value;
  throw new Error(`${file}: ${names.join('.')} is missing`);
}
