// Prints the import law of architecture.mjs as a Mermaid graph; `--write` puts it into ARCHITECTURE.md. tools/docs.mjs
// checks that the two are the same.
import fs from 'node:fs';
import { pathToFileURL } from 'node:url';
import { modules } from '../architecture.mjs';

const page = new URL('../ARCHITECTURE.md', import.meta.url);
const drawn = /```mermaid\n%% architecture\.mjs\n[\s\S]*?```/;
const nameOf = (folder) => folder.replace(/^(hub\/src|packages)\//, '');
const isPackage = (folder) => folder.startsWith('packages/');
const isHub = (folder) => folder.startsWith('hub/src/');

/** The law as a fenced block: an arrow for each module that may be imported; inside the hub, packages stand in the box instead. */
export function drawing() {
  const box = ([folder, allowed]) => {
    const packages = allowed.filter(isPackage).map(nameOf).join(', ');
    return `    ${nameOf(folder)}["<b>${nameOf(folder)}</b>${packages === '' ? '' : `<br/>${packages}`}"]`;
  };
  const arrows = ([folder, allowed]) => {
    const to = isHub(folder) ? allowed.filter(isHub) : allowed;
    return to.length === 0 ? [] : [`  ${nameOf(folder)} --> ${to.map(nameOf).join(' & ')}`];
  };
  const rows = Object.entries(modules);
  const hub = rows.filter(([folder]) => isHub(folder));
  const rest = rows.filter(([folder]) => !isHub(folder));
  const lines = [
    'flowchart TD',
    '  subgraph hub["hub/src"]',
    ...hub.map(box),
    '  end',
    ...hub.flatMap(arrows),
    ...rest.map(([folder]) => `  ${nameOf(folder)}["${folder}"]`),
    ...rest.flatMap(arrows),
  ];
  return `\`\`\`mermaid\n%% architecture.mjs\n${lines.join('\n')}\n\`\`\``;
}

/** The drawing that a page has; undefined where it has none. */
export function drawingIn(text) {
  return drawn.exec(text)?.[0];
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  if (process.argv.includes('--write')) fs.writeFileSync(page, fs.readFileSync(page, 'utf8').replace(drawn, drawing));
  else console.log(drawing());
}
