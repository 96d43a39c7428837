import type { Database } from '../platform/index.ts';

/** How a command ended, for the shell: done, found something wrong, used wrongly, could not reach the hub or the database. */
export const exitCodes = { done: 0, found: 1, usage: 2, unreachable: 3 } as const;

/** A database that a command looks at, and how to let go of it. */
export type OpenedDatabase = { readonly database: Database; readonly close: () => Promise<void> };

/** One check of `doctor` that needs more than the database; main.ts hands in the configuration and every system's health. */
export type DoctorCheck = {
  readonly name: string;
  readonly system: string;
  /** The connector that the landscape names for it. */
  readonly connector: string;
  /** The longest that it may take; that of every check when left out. */
  readonly msMax?: number;
  readonly run: () => Promise<{ readonly kind: 'ok' | 'warning' | 'bad'; readonly says: string }>;
};

/** Everything that commands need from outside; main.ts hands it in. */
export type CliDeps = {
  /** The hub's address, e.g. http://127.0.0.1:8080. */
  readonly url: string;
  /** CROSSDOCK_KEY, where it is set; else the key that `start` stored in `home` is used. */
  readonly key: string | undefined;
  readonly home: string;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  readonly now: () => Date;
  /** Runs until it is stopped; resolves to an exit code. */
  readonly start: () => Promise<number>;
  readonly openDatabase: () => Promise<OpenedDatabase>;
  readonly doctorChecks: () => Promise<readonly DoctorCheck[]>;
  readonly fetch?: (request: Request) => Promise<Response>;
};

/** A command's own arguments, taken apart. */
export type Arguments = {
  readonly positionals: readonly string[];
  readonly options: Readonly<Record<string, string | boolean | undefined>>;
  readonly isJson: boolean;
};

/** One command of `crossdock`. */
export type Command = {
  readonly name: string;
  readonly usage: string;
  readonly summary: string;
  readonly help: string;
  /** `string` options take a value. */
  readonly options: Readonly<Record<string, 'string' | 'boolean'>>;
  readonly positionals: { readonly min: number; readonly max: number };
  readonly run: (args: Arguments, deps: CliDeps) => Promise<number>;
};
