import fs from 'node:fs';
import path from 'node:path';

/** The repository that these tests belong to. */
export const root = path.join(import.meta.dirname, '../..');

/** A small repository in the shape of this one, in a folder that git ignores and from which its node_modules are found. */
export type PlantedRepository = {
  readonly folder: string;
  /** Writes a file. What it replaces comes back with `weed`. */
  readonly plant: (file: string, text: string) => void;
  /** Takes back everything that was planted. */
  readonly weed: () => void;
  readonly remove: () => void;
};

let made = 0;

/** Lays out the files given, and copies those of this repository that are named. */
export function layOut(files: Readonly<Record<string, string>>, copied: readonly string[] = []): PlantedRepository {
  const folder = path.join(root, '.crossdock', `planted-${process.pid}-${made++}`);
  const before = new Map<string, string | undefined>();
  const write = (file: string, text: string) => {
    const target = path.join(folder, file);
    fs.mkdirSync(path.dirname(target), { recursive: true });
    fs.writeFileSync(target, text);
  };
  for (const name of copied) fs.cpSync(path.join(root, name), path.join(folder, name), { recursive: true });
  for (const [file, text] of Object.entries(files)) write(file, text);
  return {
    folder,
    plant: (file, text) => {
      const target = path.join(folder, file);
      if (!before.has(file)) before.set(file, fs.existsSync(target) ? fs.readFileSync(target, 'utf8') : undefined);
      write(file, text);
    },
    weed: () => {
      for (const [file, text] of before) text === undefined ? fs.rmSync(path.join(folder, file)) : write(file, text);
      before.clear();
    },
    remove: () => fs.rmSync(folder, { recursive: true, force: true }),
  };
}
