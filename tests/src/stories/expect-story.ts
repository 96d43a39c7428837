import { expect, it } from 'vitest';
// Past the door, on purpose: whether there is a Tryton on this machine is what the connector's tests ask too.
import { whyNoTryton } from '../../../connectors/src/tryton/testing/start-tryton.ts';
import type { ErpName } from './erp-house.ts';
import { playStory } from './play.ts';
import type { Story, StorySize } from './story.ts';

const storyMsMax = 360_000;

/** How a story is told in a test, where it is not told as usual with each of its ERPs; `what` is for the title. */
type Told = { readonly what: string; readonly erps: readonly ErpName[]; readonly size: StorySize };

/** A test per ERP that tells the story and expects its last line; the one with Tryton is skipped by name where there is none. */
export async function expectStory(story: Story, lastLine: string | RegExp, told?: Told): Promise<void> {
  const why = await whyNoTryton();
  const { what = '', erps = story.erps, size = {} } = told ?? {};
  for (const erp of erps) {
    if (erp === 'tryton' && why !== undefined) it.skipIf(true)(`SKIPPED: ${story.name} with Tryton, because ${why}`, () => {});
    else
      it(
        [story.about, what, `(${erp})`].filter(Boolean).join(' '),
        async () => {
          const lines: string[] = [];
          const played = await playStory(story, { erp, keep: false, size, print: (line) => lines.push(line) }).catch((error: Error) => {
            throw new Error(`${error.message}\n${lines.join('\n')}`, { cause: error });
          });
          expect(played.lastLine, lines.join('\n')).toEqual(typeof lastLine === 'string' ? lastLine : expect.stringMatching(lastLine));
        },
        storyMsMax,
      );
  }
}
