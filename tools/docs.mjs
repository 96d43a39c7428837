// Checks what the pages cite: paths, links, scripts, commands, variables, metrics; that the reference pages leave nothing
// out; and that ARCHITECTURE.md draws the law as it is.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { commands as cliCommands } from '../hub/src/cli/run-cli.ts';
import { brokenIn, missingFrom } from './docs-rules.ts';
import { drawing, drawingIn } from './draw-law.mjs';

const listed = spawnSync('git', ['ls-files', '-co', '--exclude-standard', '-z'], { encoding: 'utf8', maxBuffer: 2 ** 26 });
if (listed.status !== 0) throw new Error(`git ls-files: ${listed.stderr}`);
const files = new Set(listed.stdout.split('\0').filter((file) => file !== '' && fs.existsSync(file)));
const read = (file) => fs.readFileSync(file, 'utf8');
const all = (text, pattern) => new Set([...text.matchAll(pattern)].map((match) => match[1]));
const sourceOf = (isWanted) =>
  [...files]
    .filter((file) => /\.(ts|mjs|sql)$|^\.ci\//.test(file) && isWanted(file))
    .map(read)
    .join('\n');

const everything = sourceOf((file) => !file.startsWith('tools/docs'));
const commands = new Map(cliCommands.map(({ name, options }) => [name, new Set(Object.keys(options))]));
const metrics = all(
  sourceOf((file) => file.startsWith('hub/src/') && !/\.test\.ts$/.test(file)),
  /['"`](crossdock_[a-z_]+)['"`]/g,
);
const world = {
  files,
  scripts: new Set(Object.keys(JSON.parse(read('package.json')).scripts)),
  commands,
  simulators: all(read('simulators/src/command-line.ts'), /kind: '(\w+)'; readonly options/g),
  words: new Set([...all(everything, /\b(CROSSDOCK_[A-Z_]+)\b/g), ...metrics]),
  read,
};

const page = (path) => ({ path, text: read(path) });
const complete = [
  ['docs/reference/cli.md', [...commands.keys(), ...[...commands.values()].flatMap((options) => [...options].map((option) => `--${option}`))]],
  [
    'docs/reference/config.md',
    all(
      sourceOf((file) => /^hub\/src\/(config|main|start)\.ts$/.test(file)),
      /env(?:ironment)?\['(\w+)'\]/g,
    ),
  ],
  [
    'docs/reference/database.md',
    all(
      sourceOf((file) => file.startsWith('hub/migrations/')),
      /create table (\w+)/g,
    ),
  ],
  ['docs/reference/metrics.md', metrics],
];
const pages = [...files].filter((file) => file.endsWith('.md'));
const broken = [
  ...pages.flatMap((path) => brokenIn(page(path), world)),
  ...complete.flatMap(([path, names]) => missingFrom(page(path), names)),
  ...(drawingIn(read('ARCHITECTURE.md')) === drawing()
    ? []
    : ['ARCHITECTURE.md: the drawing is not the law; run node bootstrap.mjs tools/draw-law.mjs --write']),
];
for (const line of broken) console.error(line);
console.log(`docs: ${pages.length} pages, ${broken.length} broken`);
process.exitCode = broken.length > 0 ? 1 : 0;
