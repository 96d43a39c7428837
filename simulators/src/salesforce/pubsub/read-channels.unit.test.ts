import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readChannels } from './read-channels.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'channels-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const element = (name: string, text: string) => `<${name}>${text}</${name}>`;

function write(file: string, root: string, ...inside: readonly string[]) {
  const target = path.join(folder, file);
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(target, `<?xml version="1.0" encoding="UTF-8"?>\n<${root} xmlns="http://soap.sforce.com/2006/04/metadata">${inside.join('')}</${root}>`);
}

const writeMember = (name: string, channel: string, event: string) =>
  write(
    `main/platformEventChannelMembers/${name}.platformEventChannelMember-meta.xml`,
    'PlatformEventChannelMember',
    element('eventChannel', channel),
    element('selectedEntity', event),
  );

describe('readChannels', () => {
  it('reads channels of changes and of events with their members', () => {
    write('main/platformEventChannels/Hub__chn.platformEventChannel-meta.xml', 'PlatformEventChannel', element('channelType', 'data'), element('label', 'Hub'));
    write('main/platformEventChannels/Sent__chn.platformEventChannel-meta.xml', 'PlatformEventChannel', element('channelType', 'event'));
    writeMember('a', 'Hub__chn', 'QuoteChangeEvent');
    writeMember('b', 'Hub__chn', 'OrderChangeEvent');
    writeMember('c', 'ChangeEvents', 'OrderChangeEvent');
    expect(readChannels(folder)).toEqual({ '/data/Hub__chn': ['QuoteChangeEvent', 'OrderChangeEvent'], '/event/Sent__chn': [] });
  });

  it('names the file and the field that it can not understand', () => {
    write('x/Hub__chn.platformEventChannel-meta.xml', 'PlatformEventChannel', element('label', 'Hub'));
    expect(() => readChannels(folder)).toThrow('x/Hub__chn.platformEventChannel-meta.xml: PlatformEventChannel.channelType is missing');
  });

  it('refuses a member of a channel that is not there', () => {
    writeMember('a', 'Hub__chn', 'QuoteChangeEvent');
    expect(() => readChannels(folder)).toThrow('the project has no channel Hub__chn');
  });
});
