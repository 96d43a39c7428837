import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openEventLog } from './event-log.ts';

const hourMs = 3_600_000;
const start = Date.parse('2026-03-02T10:00:00Z');
const told = (id: string) => ({ event: 'AccountChangeEvent', id, schemaId: 's', payload: Buffer.from(id) });

let folder = '';
let now = new Date(start);
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'event-log-'));
  now = new Date(start);
});
afterEach(() => rmSync(folder, { recursive: true }));

const open = (file?: string) => openEventLog({ file, now: () => now });
const ids = (log: ReturnType<typeof open>, after = log.floor()) => [...log.after(after)].map(({ id }) => id);

describe('the event log', () => {
  it('gives replay ids that grow and have gaps', () => {
    const log = open();
    const replays = log.append(
      Array.from({ length: 200 }, (_, n) => told(String(n))),
      now,
    );
    expect(replays).toEqual([...new Set(replays)].sort((a, b) => a - b));
    expect((replays.at(-1) ?? 0) - (replays[0] ?? 0)).toBeGreaterThan(200);
    expect(ids(log, replays[197])).toEqual(['198', '199']);
    expect(log.isKept((replays[0] ?? 0) - 1)).toBe(false);
  });

  it('keeps events for 72 hours of the org’s clock', () => {
    const log = open();
    const [early = 0] = log.append([told('early')], now);
    now = new Date(start + 71 * hourMs);
    log.append([told('late')], now);
    expect(log.isKept(early)).toBe(true);
    now = new Date(start + 73 * hourMs);
    expect(log.isKept(early)).toBe(false);
    expect(ids(log)).toEqual(['late']);
  });

  it('names a fresh place when all it had is expired', () => {
    const log = open();
    const [only = 0] = log.append([told('only')], now);
    log.expireBefore('all');
    expect(log.isKept(only)).toBe(false);
    const tip = log.tip();
    expect(tip).toBeGreaterThan(only);
    expect(log.tip()).toBe(tip);
    log.append([told('next')], now);
    expect(ids(log, tip)).toEqual(['next']);
  });

  it('lets what is before a replay id expire, and no more', () => {
    const log = open();
    const [, second = 0] = log.append([told('a'), told('b'), told('c')], now);
    log.expireBefore(second);
    expect(ids(log)).toEqual(['b', 'c']);
  });

  it('goes on where its file ends, and cuts off a line that a kill cut short', () => {
    const file = path.join(folder, 'events.ndjson');
    const first = open(file);
    first.addSchema({ id: 's', json: '{}' });
    const replays = first.append([told('a'), told('b'), told('c')], now);
    first.commit('18x', replays[1] ?? 0);
    first.expireBefore(replays[1] ?? 0);
    first.close();
    writeFileSync(file, `${readFileSync(file, 'utf8')}{"kind":"event","rep`);

    const second = open(file);
    expect(second.schemas()).toEqual([{ id: 's', json: '{}' }]);
    expect(second.committed('18x')).toBe(replays[1]);
    expect(ids(second)).toEqual(['b', 'c']);
    expect([...second.after(second.floor())].map(({ payload }) => payload.toString())).toEqual(['b', 'c']);
    expect(second.append([told('d')], now)[0]).toBeGreaterThan(replays[2] ?? Infinity);
    second.close();
  });

  it('forgets expired events in its file too, and stays the same', () => {
    const file = path.join(folder, 'events.ndjson');
    const log = open(file);
    const replays = log.append(
      Array.from({ length: 20_010 }, (_, n) => told(String(n))),
      now,
    );
    log.expireBefore(replays[20_005] ?? 0);
    expect(readFileSync(file, 'utf8').split('\n').length).toBeLessThan(20);
    log.append([told('next')], now);
    const kept = ids(log);
    log.close();
    const again = open(file);
    expect(ids(again)).toEqual(kept);
    expect(kept).toEqual(['20005', '20006', '20007', '20008', '20009', 'next']);
    again.close();
  });
});
