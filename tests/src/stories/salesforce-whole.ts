import type { ErpName } from './erp-house.ts';
import { playStory } from './play.ts';
import { playSales, salesforce } from './salesforce.ts';
import { lineOf, type Outcome, sumOf } from './salesforce-outcome.ts';

/** The two rounds of the whole story, and how many quotes go to which ERP in each. */
const rounds = [
  { title: 'Round 1: the hub is killed twice', hasFaults: false },
  { title: 'Round 2: Salesforce has every fault in turn, and under two of them the hub is killed', hasFaults: true },
] as const;
const parts: readonly { readonly erp: ErpName; readonly quotes: number }[] = [
  { erp: 'simulated', quotes: 200 },
  { erp: 'tryton', quotes: 20 },
];

/** What the whole story needs: whom it is told to, and why there is no Tryton here, if there is none. */
type WholeOptions = { readonly print: (line: string) => void; readonly whyNoTryton: string | undefined };

/** How each round ended, the last one last. */
type Told = { readonly lastLines: readonly string[]; readonly seconds: number };

/** Quotes into both ERPs, with a killed hub, and then again with every fault of Salesforce's as well. Rejects when a part breaks. */
export async function playWhole({ print, whyNoTryton }: WholeOptions): Promise<Told> {
  const lastLines: string[] = [];
  let seconds = 0;
  if (whyNoTryton !== undefined)
    print(`Without Tryton, because ${whyNoTryton}: docs/how-to/run-with-tryton.md says how to get it. The story goes on with the simulated ERP alone.\n`);
  for (const { title, hasFaults } of rounds) {
    print(`== ${title} ==`);
    const outcomes: Outcome[] = [];
    for (const { erp, quotes } of parts) {
      if (erp === 'tryton' && whyNoTryton !== undefined) continue;
      const story: typeof salesforce = {
        ...salesforce,
        play: async (world, tell, size) => {
          const outcome = await playSales(world, tell, size);
          outcomes.push(outcome);
          return lineOf(outcome);
        },
      };
      const played = await playStory(story, { erp, keep: false, print, size: { quotes, hasKills: true, hasFaults } });
      print(`\n${erp}: ${played.lastLine}\n`);
      seconds += played.seconds;
    }
    const line = lineOf(sumOf(outcomes));
    print(`${title}:\n${line}\n`);
    lastLines.push(line);
  }
  return { lastLines, seconds };
}
