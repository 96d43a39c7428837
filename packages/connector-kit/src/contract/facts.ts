import { afterEach, describe, expect, it } from 'vitest';
import type { FactsPort, InboundMessage } from '../ports.ts';
import { readContract } from './read.ts';
import type { FactsScene, SpoiledAnswer } from './scene.ts';
import { spoil } from './spoil.ts';
import { webhookContract } from './webhook.ts';

/** What every bringer of facts promises, by poll and by webhook. Registers tests; call it once per scene. */
export function factsContract(scene: FactsScene): void {
  const { facts } = scene.connector;
  describe('brings facts', () => {
    it('offers the port, by poll or by webhook', () => expect(facts?.poll ?? facts?.verifyWebhook).toBeDefined());
    if (facts === undefined) return;
    afterEach(() => scene.faults.clear());
    const { poll, verifyWebhook } = facts;
    if (poll) polls(scene, facts, poll);
    it('has a webhook to show if it verifies any', () => expect(scene.webhook === undefined).toBe(verifyWebhook === undefined));
    if (scene.webhook && verifyWebhook) webhookContract(scene.webhook, verifyWebhook);
  });
}

type Poll = NonNullable<FactsPort['poll']>;
type Page = { readonly from: string | undefined; readonly messages: readonly InboundMessage[]; readonly cursor: string; readonly more: boolean };

const pagesMax = 50;
const happenings = 3;

function polls(scene: FactsScene, { callMsMax }: FactsPort, poll: Poll): void {
  describe('by poll', () => {
    const page = async (from: string | undefined): Promise<Page> => {
      const answer = await poll(from, scene.callWithin(callMsMax));
      if (answer.kind !== 'polled') throw new Error(JSON.stringify(answer));
      return { from, ...answer };
    };
    const toTheEnd = async (from: string | undefined): Promise<readonly Page[]> => {
      const pages: Page[] = [];
      for (let cursor = from; pages.length < pagesMax; ) {
        const next = await page(cursor);
        pages.push(next);
        if (!next.more) return pages;
        expect(next.cursor).not.toBe(cursor);
        cursor = next.cursor;
      }
      throw new Error(`more than ${pagesMax} pages`);
    };
    const fresh = async (): Promise<{ readonly from: string; readonly pages: readonly Page[] }> => {
      const from = (await toTheEnd(undefined)).at(-1)?.cursor ?? '';
      await scene.happen?.(happenings);
      return { from, pages: await toTheEnd(from) };
    };

    bringsEverything({ page, toTheEnd, fresh });
    readsWhatItCan(scene, { callMsMax, poll, fresh });
    readContract(scene, { callMsMax, read: (call) => poll(undefined, call), spoiled: scene.spoiledPages });
  });
}

type Polling = {
  readonly page: (from: string | undefined) => Promise<Page>;
  readonly toTheEnd: (from: string | undefined) => Promise<readonly Page[]>;
  readonly fresh: () => Promise<{ readonly from: string; readonly pages: readonly Page[] }>;
};

function idsOf(pages: readonly Page[]): readonly string[] {
  return pages.flatMap(({ messages }) => messages.map(({ id }) => id));
}

function bringsEverything({ page, toTheEnd, fresh }: Polling): void {
  it('brings what happened since the cursor, each message under an id of its own, and then nothing', async () => {
    const { pages } = await fresh();
    const ids = idsOf(pages);
    expect(ids.length).toBeGreaterThanOrEqual(happenings);
    expect(new Set(ids).size).toBe(ids.length);
    expect(pages.flatMap(({ messages }) => messages.filter(({ kind }) => kind === 'unreadable'))).toEqual([]);
    expect((await page(pages.at(-1)?.cursor)).messages).toEqual([]);
  });

  it('leaves out nothing that a reading from the start brings', async () => {
    const before = new Set(idsOf(await toTheEnd(undefined)));
    const { pages } = await fresh();
    const since = idsOf(await toTheEnd(undefined)).filter((id) => !before.has(id));
    expect(idsOf(pages)).toEqual(expect.arrayContaining([...since]));
  });

  it('repeats the same messages under the same ids when a cursor was not kept', async () => {
    const { from, pages } = await fresh();
    expect(idsOf(await toTheEnd(from))).toEqual(idsOf(pages));
  });

  it('loses nothing when resumed from the cursor of any page', async () => {
    await fresh();
    const pages = await toTheEnd(undefined);
    for (const [index, { cursor }] of pages.entries()) expect(idsOf(await toTheEnd(cursor))).toEqual(idsOf(pages.slice(index + 1)));
  });
}

type Reading = { readonly callMsMax: number; readonly poll: Poll; readonly fresh: Polling['fresh'] };

function readsWhatItCan(scene: FactsScene, { callMsMax, poll, fresh }: Reading): void {
  const spoiledPoll = async (from: string, spoiledAnswer: SpoiledAnswer) => poll(from, spoil(scene.callWithin(callMsMax), spoiledAnswer));

  it.each(scene.spoiledMessages)('sets aside one message that it cannot read and brings the others: $title', async (spoiledAnswer) => {
    const { from, pages } = await fresh();
    const answer = await spoiledPoll(from, spoiledAnswer);
    expect(answer).toMatchObject({ kind: 'polled', cursor: pages[0]?.cursor });
    if (answer.kind !== 'polled') return;
    const unreadable = answer.messages.filter(({ kind }) => kind === 'unreadable');
    expect(unreadable).toEqual([expect.objectContaining({ field: expect.stringContaining(spoiledAnswer.field), raw: expect.stringMatching(/./) })]);
    expect(answer.messages.length).toBe(pages[0]?.messages.length);
  });
}
