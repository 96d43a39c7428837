import { expect, it } from 'vitest';
// Past the door, on purpose: whether there is a Tryton on this machine is what the connector's tests ask too.
import { whyNoTryton } from '../../../connectors/src/tryton/testing/start-tryton.ts';
import { playStory } from './play.ts';
import type { Story } from './story.ts';

const storyMsMax = 240_000;

/** A test per ERP that tells the story and expects its last line; the one with Tryton is skipped by name where there is none. */
export async function expectStory(story: Story, lastLine: string | RegExp): Promise<void> {
  const why = await whyNoTryton();
  for (const erp of story.erps) {
    if (erp === 'tryton' && why !== undefined) it.skipIf(true)(`SKIPPED: ${story.name} with Tryton, because ${why}`, () => {});
    else
      it(
        `${story.about} (${erp})`,
        async () => {
          const lines: string[] = [];
          const played = await playStory(story, { erp, keep: false, print: (line) => lines.push(line) }).catch((error: Error) => {
            throw new Error(`${error.message}\n${lines.join('\n')}`, { cause: error });
          });
          expect(played.lastLine, lines.join('\n')).toEqual(typeof lastLine === 'string' ? lastLine : expect.stringMatching(lastLine));
        },
        storyMsMax,
      );
  }
}
