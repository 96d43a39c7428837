import { parseArgs } from 'node:util';
import { erpNames } from './erp-house.ts';
import { playStory } from './play.ts';
import { stories } from './stories.ts';

const [quotesMin, quotesMaxUsual] = [2, 200];

const usage = `npm run story -- NAME [--erp ${erpNames.join('|')}] [--quotes N] [--faults | --kills] [--keep]

One whole-system story: a database, the hub, an ERP and a warehouse system come up, and people use them.
--erp     with which ERP; left out: simulated
--quotes  how many quotes, in the stories that have them
--faults  each fault of Salesforce in turn as well, in the story that has them
--kills   the hub's work is killed twice in the middle, in the story that has quotes
--keep    leave the database where it is, to be looked at

${stories.map(({ name, about }) => `${name.padEnd(20)} ${about}`).join('\n')}
`;

async function main(args: readonly string[]): Promise<number> {
  const print = (line: string) => process.stdout.write(`${line}\n`);
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
  const erp = story?.erps.find((name) => name === values.erp);
  const quotes = values.quotes === undefined ? undefined : Number(values.quotes);
  const isCount = quotes === undefined || (Number.isInteger(quotes) && quotes >= quotesMin && quotes <= (story?.quotesMax ?? quotesMaxUsual));
  if (!story || !erp || positionals.length !== 1 || !isCount || (values.faults && values.kills)) {
    print(usage);
    return 2;
  }
  try {
    const { lastLine, seconds } = await playStory(story, {
      erp,
      keep: values.keep,
      print,
      size: { hasFaults: values.faults, hasKills: values.kills, ...(quotes !== undefined && { quotes }) },
    });
    print(`\nTold in ${seconds.toFixed(1)} s.\n${lastLine}`);
    return /\b(?:verify|wrong lines) [1-9]/.test(lastLine) ? 1 : 0;
  } catch (error) {
    print(`\nThe story broke: ${(error as Error).message}`);
    return 1;
  }
}

function read(args: readonly string[]) {
  const options = {
    erp: { type: 'string', default: 'simulated' },
    quotes: { type: 'string' },
    faults: { type: 'boolean', default: false },
    kills: { type: 'boolean', default: false },
    keep: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  } as const;
  return parseArgs({ args: [...args], allowPositionals: true, options });
}

process.exitCode = await main(process.argv.slice(2));
