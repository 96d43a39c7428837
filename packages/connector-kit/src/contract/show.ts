import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import type { ShowAnswer, Shown } from '../outcome.ts';
import type { ShowOperation } from '../ports.ts';
import type { Fault, ShowScene, ShowUnderTest } from './scene.ts';
import { spoil } from './spoil.ts';
import { eventually, patienceMs } from './write-operation.ts';

/** What every channel promises whose own records we keep up. Registers tests; call it once per scene. */
export function showContract(scene: ShowScene): void {
  const { channel } = scene.connector;
  describe("keeps a channel's own records up", () => {
    it('offers the port', () => expect(channel?.show ?? channel?.report).toBeDefined());
    if (channel?.show && scene.show) keepsUp('show', scene, channel.show, scene.show);
    if (channel?.report && scene.report) keepsUp('report', scene, channel.report, scene.report);
    it('is tried in everything that it offers', () => {
      expect(scene.show === undefined).toBe(channel?.show === undefined);
      expect(scene.report === undefined).toBe(channel?.report === undefined);
    });
  });
}

function keepsUp<Item>(name: string, scene: ShowScene, operation: ShowOperation<Item>, under: ShowUnderTest<Item>): void {
  describe(name, () => {
    afterEach(() => scene.faults.clear());
    declares(operation);
    writes(scene, operation, under);
    neverGoesBack(scene, operation, under);
    tellsEachItem(scene, operation, under);
    survivesLostAnswers(scene, operation, under);
    staysUndone(scene, operation, under);
    namesWhatItCannotRead(scene, operation, under);
  });
}

function declares<Item>(operation: ShowOperation<Item>): void {
  it('declares what the hub needs to know', () => {
    expect(operation.itemsMax).toBeGreaterThan(1);
    expect(operation.schedulesMax ?? 1).toBeGreaterThan(0);
    expect(operation.callMsMax).toBeGreaterThan(0);
    expect(operation.settleMs).toBeGreaterThanOrEqual(0);
    expect(operation.limiter).not.toBe('');
  });
}

function writes<Item>(scene: ShowScene, operation: ShowOperation<Item>, { item, altered, held }: ShowUnderTest<Item>): void {
  const send = sender(scene, operation);

  it('writes as many at once as it says, each with its own answer', async () => {
    const ids = await scene.records(operation.itemsMax);
    const answer = await send(ids.map((id) => item(id, 1)));
    expect(kindsOf(answer)).toEqual(Object.fromEntries(ids.map((id) => [id, 'shown'])));
    for (const id of ids) expect(await held(id)).toMatchObject({ version: 1, copies: 1 });
  });

  it('is harmless when repeated', async () => {
    const [id = ''] = await scene.records(1);
    await send([item(id, 1)]);
    expect(kindsOf(await send([item(id, 1)]))).toEqual({ [id]: 'shown' });
    expect(await held(id)).toMatchObject({ version: 1, copies: 1 });
  });

  it('brings what was never shown before straight to a later version', async () => {
    const [id = ''] = await scene.records(1);
    expect(kindsOf(await send([item(id, 7)]))).toEqual({ [id]: 'shown' });
    expect(await held(id)).toMatchObject({ version: 7, copies: 1 });
  });
  if (!altered) return;

  it('writes the same version again when something else about it has changed', async () => {
    const [id = ''] = await scene.records(1);
    await send([item(id, 2)]);
    const before = await held(id);
    expect(kindsOf(await send([altered(id, 2)]))).toEqual({ [id]: 'shown' });
    const after = await held(id);
    expect(after).toMatchObject({ version: 2, copies: 1 });
    expect(after?.text).not.toBe(before?.text);
  });
}

function neverGoesBack<Item>(scene: ShowScene, operation: ShowOperation<Item>, { item, held }: ShowUnderTest<Item>): void {
  const send = sender(scene, operation);

  it('never writes an older version over a newer one, and calls that shown', async () => {
    const [old = '', fresh = ''] = await scene.records(2);
    await send([item(old, 3)]);
    expect(kindsOf(await send([item(old, 2), item(fresh, 1)]))).toEqual({ [old]: 'shown', [fresh]: 'shown' });
    expect(await held(old)).toMatchObject({ version: 3, copies: 1 });
    expect(await held(fresh)).toMatchObject({ version: 1, copies: 1 });
  });

  it('keeps the newer version when an older one commits late', async () => {
    const [id = ''] = await scene.records(1);
    await scene.faults.cause({ kind: 'late-commit', ms: patienceMs.lateCommit });
    await send([item(id, 1)]);
    await scene.faults.clear();
    expect(kindsOf(await send([item(id, 2)]))).toEqual({ [id]: 'shown' });
    await sleep(patienceMs.lateCommit * 2);
    expect(await held(id)).toMatchObject({ version: 2, copies: 1 });
  });
}

function tellsEachItem<Item>(scene: ShowScene, operation: ShowOperation<Item>, { item, held }: ShowUnderTest<Item>): void {
  it('writes the others when one is refused, and says which and why', async () => {
    const [before = '', after = ''] = await scene.records(2);
    const refused = await scene.refusedRecord();
    const answer = await sender(scene, operation)([item(before, 1), item(refused, 1), item(after, 1)]);
    expect(kindsOf(answer)).toEqual({ [before]: 'shown', [refused]: 'refused', [after]: 'shown' });
    expect(itemsOf(answer).get(refused)).toMatchObject({ code: expect.stringMatching(/\w/), message: expect.stringMatching(/\w/) });
    expect([await held(before), await held(after)]).toMatchObject([{ version: 1 }, { version: 1 }]);
    expect(await held(refused)).toBeUndefined();
  });
}

const lostAnswers: readonly { readonly title: string; readonly fault: Fault }[] = [
  { title: 'the connection dies after the commit', fault: { kind: 'drop-after-commit' } },
  { title: 'the connection dies and the commit comes late', fault: { kind: 'late-commit', ms: patienceMs.lateCommit } },
  { title: 'the answer is a 500 after the commit', fault: { kind: 'error-after-commit' } },
];

function survivesLostAnswers<Item>(scene: ShowScene, operation: ShowOperation<Item>, { item, held }: ShowUnderTest<Item>): void {
  const send = sender(scene, operation);

  it.each(lostAnswers)('is in doubt when $title, and writing it again is right', async ({ fault }) => {
    const [id = ''] = await scene.records(1);
    await scene.faults.cause(fault);
    const answer = await send([item(id, 1)]);
    await scene.faults.clear();
    expect(classOf(answer, id)).toBe('in-doubt');
    await eventually(async () => expect(await held(id)).toMatchObject({ version: 1, copies: 1 }));
    expect(kindsOf(await send([item(id, 1)]))).toEqual({ [id]: 'shown' });
    expect(await held(id)).toMatchObject({ version: 1, copies: 1 });
  });

  it('does not claim to have shown what was slower than the deadline', async () => {
    const [id = ''] = await scene.records(1);
    await scene.faults.cause({ kind: 'slow', ms: patienceMs.slow });
    const answer = await operation.send([item(id, 1)], scene.callWithin(patienceMs.short));
    await scene.faults.clear();
    await sleep(patienceMs.slow);
    expect(classOf(answer, id)).toMatch((await held(id)) ? /^in-doubt$/ : /^(in-doubt|transient)$/);
  });
}

function staysUndone<Item>(scene: ShowScene, operation: ShowOperation<Item>, { item, held }: ShowUnderTest<Item>): void {
  const attempt = async (fault: Fault): Promise<ShowAnswer> => {
    const [id = ''] = await scene.records(1);
    await scene.faults.cause(fault);
    await sleep(patienceMs.between); // idle connections that the fault ended are noticed
    const answer = await operation.send([item(id, 1)], scene.callWithin(operation.callMsMax));
    await scene.faults.clear();
    expect(await held(id)).toBeUndefined();
    return answer;
  };

  it('is transient, and nothing is written, when the connection is refused', async () => {
    expect(await attempt({ kind: 'refuse-connections' })).toMatchObject({ kind: 'failed', class: 'transient' });
  });

  it('is an auth failure, and nothing is written, when the credentials are refused', async () => {
    expect(await attempt({ kind: 'unauthorized' })).toMatchObject({ kind: 'failed', class: 'auth' });
  });

  it.each(['seconds', 'date'] as const)('is throttled as a whole, with the wish, when told to wait (%s)', async (retryAfter) => {
    expect(await attempt({ kind: 'throttle', retryAfter })).toMatchObject({ kind: 'failed', class: 'throttled', retryAfterMs: expect.any(Number) });
  });
}

function namesWhatItCannotRead<Item>(scene: ShowScene, operation: ShowOperation<Item>, { item }: ShowUnderTest<Item>): void {
  it('has answers to be spoiled', () => expect(scene.spoiled).not.toEqual([]));

  it.each(scene.spoiled)('is not fooled by an answer with $title', async (spoiledAnswer) => {
    const [id = ''] = await scene.records(1);
    const answer = await operation.send([item(id, 1)], spoil(scene.callWithin(operation.callMsMax), spoiledAnswer));
    expect(classOf(answer, id)).toMatch(/^(in-doubt|poison)$/);
    expect(JSON.stringify(answer)).toContain(spoiledAnswer.field);
  });
}

function sender<Item>(scene: ShowScene, { send, callMsMax }: ShowOperation<Item>): (items: readonly Item[]) => Promise<ShowAnswer> {
  return (items) => send(items, scene.callWithin(callMsMax));
}

function itemsOf(answer: ShowAnswer): ReadonlyMap<string, Shown> {
  return new Map(answer.kind === 'answered' ? answer.items.map((one) => [one.channelOrder, one]) : []);
}

/** By id; a failure of all shows as itself. */
function kindsOf(answer: ShowAnswer): object {
  return answer.kind === 'failed' ? answer : Object.fromEntries(answer.items.map((one) => [one.channelOrder, one.kind]));
}

/** How one record failed, whether alone or with all others; what it is otherwise. */
function classOf(answer: ShowAnswer, id: string): string {
  const own = answer.kind === 'failed' ? answer : itemsOf(answer).get(id);
  return own?.kind === 'failed' ? own.class : (own?.kind ?? 'missing');
}
