import { describe, expect, it } from 'vitest';
import { brokenIn, missingFrom, type World } from './docs-rules.ts';

const world: World = {
  files: new Set(['README.md', 'docs/guide.md', 'docs/reference/cli.md', 'hub/src/main.ts', 'hub/src/api/app.ts', 'examples/order.json']),
  scripts: new Set(['start', 'test', 'check', 'simulate']),
  commands: new Map([['submit', new Set(['key', 'wait'])]]),
  simulators: new Set(['erp']),
  words: new Set(['CROSSDOCK_HOME', 'crossdock_orders_open']),
  read: () => '# Command line\n## Exit codes\n',
};
const broken = (text: string) => brokenIn({ path: 'docs/guide.md', text }, world);

describe('the check of what pages cite', () => {
  it('takes a page whose paths, links, scripts and commands are all there', () => {
    const page = [
      'See `hub/src/main.ts`, `hub/src/*/app.ts`, `hub/src/{api,main.ts}` and [codes](reference/cli.md#exit-codes).',
      'A new one goes to `hub/src/NAME/index.ts`; `and/or` is no path. [Elsewhere](https://example.com/x) is not looked at.',
      '```sh',
      'npm run check && npm test',
      'npx crossdock submit examples/order.json --wait 0 --json | cat --number',
      'CROSSDOCK_HOME=x npm run -s simulate -- erp',
      '```',
      '```text',
      'npx crossdock fly',
      '```',
    ];
    expect(broken(page.join('\n'))).toEqual([]);
  });

  it.each([
    ['a path', 'See `hub/src/gone.ts`.', 'docs/guide.md:1: there is no hub/src/gone.ts'],
    ['a path in a command', '```sh\ncat examples/gone.json\n```', 'docs/guide.md:2: there is no examples/gone.json'],
    ['a link', '[x](reference/gone.md)', 'docs/guide.md:1: the link reference/gone.md leads nowhere'],
    ['a heading', '[x](reference/cli.md#gone)', 'docs/guide.md:1: docs/reference/cli.md has no heading #gone'],
    ['a script', '```sh\nnpm run gone\n```', 'docs/guide.md:2: package.json has no script gone'],
    ['a command', 'Run `npx crossdock fly`.', 'docs/guide.md:1: crossdock has no command fly'],
    ['an option', '```sh\nnpx crossdock submit x --fast\n```', 'docs/guide.md:2: crossdock submit has no option --fast'],
    ['a stand-in', 'Run `simulate -- sap`.', 'docs/guide.md:1: there is no stand-in sap'],
    ['a variable', 'Set `CROSSDOCK_GONE`.', 'docs/guide.md:1: the code knows no CROSSDOCK_GONE'],
    ['a metric', 'Watch `crossdock_gone`.', 'docs/guide.md:1: the code knows no crossdock_gone'],
  ])('goes red for %s that is not there', (_what, text, says) => {
    expect(broken(text)).toEqual([says]);
  });

  it('goes red for a reference page that leaves something out', () => {
    expect(missingFrom({ path: 'docs/reference/cli.md', text: '`submit` submits.' }, ['submit', 'where'])).toEqual([
      'docs/reference/cli.md: says nothing of `where`',
    ]);
  });
});
