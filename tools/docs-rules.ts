/** A page of the documentation; `path` from the repository's root. */
export type Page = { readonly path: string; readonly text: string };

/** What pages may cite. */
export type World = {
  /** Every file of the repository, from its root. */
  readonly files: ReadonlySet<string>;
  /** Scripts of package.json. */
  readonly scripts: ReadonlySet<string>;
  /** Commands of the command line with their options, without dashes. */
  readonly commands: ReadonlyMap<string, ReadonlySet<string>>;
  /** Names that `npm run simulate` takes. */
  readonly simulators: ReadonlySet<string>;
  /** Variables and metrics that the code speaks of. */
  readonly words: ReadonlySet<string>;
  /** The text of another page, for its headings. */
  readonly read: (path: string) => string;
};

const ownScripts: ReadonlySet<string> = new Set(['start', 'test']);
const cliCommon: ReadonlySet<string> = new Set(['json', 'help']);

/** What a page cites that is not there, as `page:line: what`. Empty when all is well. Pure but for `world.read`. */
export function brokenIn(page: Page, world: World): readonly string[] {
  const found: string[] = [];
  let fence: string | undefined;
  for (const [index, line] of page.text.split('\n').entries()) {
    const say = (what: string) => found.push(`${page.path}:${index + 1}: ${what}`);
    const mark = /^\s*```(\S*)/.exec(line);
    if (mark) fence = fence === undefined ? (mark[1] ?? '') : undefined;
    else if (fence === 'sh') for (const what of brokenCode(line, world)) say(what);
    else if (fence === undefined) {
      for (const [, code = ''] of line.matchAll(/`([^`]+)`/g)) for (const what of brokenCode(code, world)) say(what);
      for (const [, target = ''] of line.matchAll(/\]\(([^)\s]+)\)/g)) for (const what of brokenLink(page, target, world)) say(what);
    }
  }
  return found;
}

/** Names that a reference page must have and has not. */
export function missingFrom(page: Page, names: Iterable<string>): readonly string[] {
  return [...names].filter((name) => !page.text.includes(`\`${name}\``)).map((name) => `${page.path}: says nothing of \`${name}\``);
}

function brokenCode(code: string, world: World): readonly string[] {
  return [...brokenPaths(code, world), ...brokenScripts(code, world), ...brokenCommands(code, world), ...brokenWords(code, world)];
}

/** A word with a slash whose first folder is one of ours must lead somewhere. NAME stands for a name of the reader's. */
function brokenPaths(code: string, { files }: World): readonly string[] {
  const tops = new Set([...files].filter((file) => file.includes('/')).map((file) => file.slice(0, file.indexOf('/'))));
  const words = code.split(/[\s"'()=;|<>]+/).map((word) => word.replace(/^@|[.,:]+$/g, ''));
  return words
    .filter((word) => word.includes('/') && tops.has(word.slice(0, word.indexOf('/'))) && !word.includes('NAME'))
    .filter((word) => !isThere(word.replace(/\/$/, ''), files))
    .map((word) => `there is no ${word}`);
}

function isThere(path: string, files: ReadonlySet<string>): boolean {
  if (files.has(path)) return true;
  const pattern = path
    .replaceAll(/[.+^$()|[\]\\]/g, '\\$&')
    .replaceAll(/\*\*|\*/g, (star) => (star === '**' ? '.*' : '[^/]*'))
    .replaceAll(/\{([^}]*)\}/g, (_all, names: string) => `(${names.replaceAll(',', '|')})`);
  const isLike = new RegExp(`^${pattern}(/|$)`);
  return [...files].some((file) => isLike.test(file));
}

function brokenScripts(code: string, { scripts, simulators }: World): readonly string[] {
  const named = [...code.matchAll(/\bnpm (?:-s )?(run (?:-s )?)?([a-z][\w:-]*)/g)].filter(([, run, name = '']) => run !== undefined || ownScripts.has(name));
  const unknown = named.flatMap(([, , name = '']) => (scripts.has(name) ? [] : [`package.json has no script ${name}`]));
  const simulator = /\bsimulate -- ([a-z]+)/.exec(code)?.[1];
  return simulator === undefined || simulators.has(simulator) ? unknown : [...unknown, `there is no stand-in ${simulator}`];
}

/** `npx crossdock NAME --option …`, up to where the shell begins the next command. */
function brokenCommands(code: string, { commands }: World): readonly string[] {
  return [...code.matchAll(/\bnpx crossdock ([^|;&#)]*)/g)].flatMap(([, rest = '']) => {
    const [name = '', ...args] = rest.trim().split(/\s+/);
    if (name === '' || name === '…' || name === 'help') return [];
    const options = commands.get(name);
    if (options === undefined) return [`crossdock has no command ${name}`];
    const asked = args.filter((arg) => arg.startsWith('--')).map((arg) => arg.slice(2).replace(/=.*/, ''));
    return asked.filter((option) => !options.has(option) && !cliCommon.has(option)).map((option) => `crossdock ${name} has no option --${option}`);
  });
}

function brokenWords(code: string, { words }: World): readonly string[] {
  const cited = [...code.matchAll(/\bCROSSDOCK_[A-Z_]+\b|\bcrossdock_[a-z_]+\b/g)].map(([word]) => word.replace(/_(bucket|sum|count)$/, ''));
  return cited.filter((word) => !words.has(word)).map((word) => `the code knows no ${word}`);
}

function brokenLink(page: Page, target: string, { files, read }: World): readonly string[] {
  if (/^(https?|mailto):/.test(target)) return [];
  const [place = '', anchor] = target.split('#');
  const path = place === '' ? page.path : resolve(page.path, place);
  if (!isThere(path, files)) return [`the link ${target} leads nowhere`];
  if (anchor === undefined || headingsOf(path === page.path ? page.text : read(path)).has(anchor)) return [];
  return [`${path} has no heading #${anchor}`];
}

function resolve(from: string, to: string): string {
  const parts = from.split('/').slice(0, -1);
  for (const part of to.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return parts.join('/');
}

/** Headings as GitHub names them in links. */
function headingsOf(text: string): ReadonlySet<string> {
  const headings = [...text.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) => title);
  return new Set(
    headings.map((title) =>
      title
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
        .trim()
        .replaceAll(' ', '-'),
    ),
  );
}
