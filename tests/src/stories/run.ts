import { parseArgs } from 'node:util';
// Past the door, on purpose: whether there is a Tryton on this machine is what the connector's tests ask too.
import { whyNoTryton } from '../../../connectors/src/tryton/testing/start-tryton.ts';
import { erpNames } from './erp-house.ts';
import { playStory } from './play.ts';
import { triggers } from './salesforce-house.ts';
import { playWhole } from './salesforce-whole.ts';
import { stories } from './stories.ts';
import type { Story, StorySize } from './story.ts';

const [quotesMin, quotesMaxUsual] = [2, 200];

const usage = `npm run story -- NAME [--erp ${erpNames.join('|')}] [--quotes N] [--faults] [--kills] [--trigger T] [--keep]

One whole-system story: a database, the hub, an ERP and a warehouse system come up, and people use them.
--erp     with which ERP; left out: simulated
--quotes  how many quotes, in the stories that have them; with --faults one for each at least
--faults  each fault of Salesforce in turn as well, in the story that has them
--kills   the hub is killed twice in the middle and started again, in the story that has quotes
--trigger what makes a sale an order there: ${triggers.join(', ')}; faults are played with the first
--keep    leave the database where it is, to be looked at

salesforce without any of these is the whole of it: 200 quotes for the simulated ERP and 20 for Tryton, with kills, and again with faults too.

${stories.map(({ name, about }) => `${name.padEnd(20)} ${about}`).join('\n')}
`;

const print = (line: string) => process.stdout.write(`${line}\n`);

async function main(args: readonly string[]): Promise<number> {
  let parsed: ReturnType<typeof read>;
  try {
    parsed = read(args);
  } catch (error) {
    print(`${(error as Error).message}\n\n${usage}`);
    return 2;
  }
  const { values, positionals } = parsed;
  if (values.help) {
    print(usage);
    return 0;
  }
  const story = stories.find(({ name }) => name === positionals[0]);
  const size = sizeOf(values, story?.quotesMax ?? quotesMaxUsual);
  if (!story || !size || positionals.length !== 1) {
    print(usage);
    return 2;
  }
  try {
    const { erp: erpName = 'simulated', keep } = values;
    if (story.name === 'salesforce' && args.length === 1) return await tellWhole(story);
    const erp = story.erps.find((name) => name === erpName);
    if (!erp) {
      print(usage);
      return 2;
    }
    const { lastLine, seconds } = await playStory(story, { erp, keep, print, size });
    print(`\nTold in ${seconds.toFixed(1)} s.\n${lastLine}`);
    return isWell(story, lastLine) ? 0 : 1;
  } catch (error) {
    print(`\nThe story broke: ${(error as Error).message}`);
    return 1;
  }
}

async function tellWhole(story: Story): Promise<number> {
  const { lastLines, seconds } = await playWhole({ print, whyNoTryton: await whyNoTryton() });
  print(`Told in ${seconds.toFixed(1)} s.\n${lastLines.at(-1)}`);
  return lastLines.every((line) => isWell(story, line)) ? 0 : 1;
}

const isWell = ({ isWell: says }: Story, lastLine: string): boolean => says?.(lastLine) ?? !/\b(?:verify|wrong lines) [1-9]/.test(lastLine);

/** Undefined where something is asked for that there is not. */
function sizeOf({ quotes, faults, kills, trigger }: ReturnType<typeof read>['values'], quotesMax: number): StorySize | undefined {
  const count = quotes === undefined ? undefined : Number(quotes);
  const known = triggers.find((one) => one === trigger);
  const isCount = count === undefined || (Number.isInteger(count) && count >= quotesMin && count <= quotesMax);
  if (!isCount || !known || (faults && known !== 'quote-accepted')) return undefined;
  return { hasFaults: faults, hasKills: kills, trigger: known, ...(count !== undefined && { quotes: count }) };
}

function read(args: readonly string[]) {
  const options = {
    erp: { type: 'string' },
    quotes: { type: 'string' },
    faults: { type: 'boolean', default: false },
    kills: { type: 'boolean', default: false },
    trigger: { type: 'string', default: triggers[0] },
    keep: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  } as const;
  return parseArgs({ args: [...args], allowPositionals: true, options });
}

process.exitCode = await main(process.argv.slice(2));
