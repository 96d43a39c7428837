import pg from 'pg';

/** Everything that `pg` would otherwise take from PGHOST, PGPORT and the like is said. */
export type Connection =
  | { readonly host: string; readonly port: number; readonly user: string; readonly database: string; readonly ssl: false }
  | { readonly connectionString: string };

/** What a statement needs: a pool or a client within a transaction. */
export type Queryable = Pick<pg.ClientBase, 'query'>;

/**
 * Runs work in one transaction; `name` says which, for failpoints and statistics. A failed one is rolled back whole. The work
 * hands statements whose answers it does not need to `last`: the commit goes out right behind them.
 */
export type Transact = <T>(name: string, work: (client: pg.ClientBase, last: Last) => Promise<T>) => Promise<T>;

/** Takes the last statements of a transaction. They are answered, without an error, before the transaction counts as committed. */
export type Last = (statements: Promise<unknown>) => void;

/** The database as modules see it. */
export type Database = {
  readonly pool: pg.Pool;
  readonly transact: Transact;
  /** One statement that is its own transaction, named like `transact`. */
  readonly run: <Row extends pg.QueryResultRow>(name: string, query: pg.QueryConfig) => Promise<readonly Row[]>;
};

/** What a failpoint harness hooks into; main.ts hands it in, the code itself knows no failpoints. */
export type TransactionHooks = { readonly beforeCommit?: (name: string) => Promise<void>; readonly afterCommit?: (name: string) => Promise<void> };

/** Looks at every new connection before anybody may use it; a rejection closes it. */
export type VerifyConnection = (client: Queryable) => Promise<void>;

/** Longest waits on the database, in ms. `connect` bounds waiting for a free connection too. */
export const databaseLimits = { statementMsMax: 15_000, lockMsMax: 5_000, idleInTransactionMsMax: 15_000, connectMsMax: 5_000, queryMsMax: 20_000 } as const;

/** Opens a pool on which every wait is bounded and every checked-out client has an error handler. */
export function openDatabase(
  connection: Connection,
  options: { readonly max: number; readonly onError: (error: Error) => void; readonly hooks?: TransactionHooks; readonly verify?: VerifyConnection },
): Database {
  const { verify } = options;
  const pool = new pg.Pool({
    ...connection,
    max: options.max,
    connectionTimeoutMillis: databaseLimits.connectMsMax,
    query_timeout: databaseLimits.queryMsMax,
    keepAlive: true,
    // Statements of a transaction that do not need each other's answers go out together: each wait for an answer is two
    // changes of process, which on a busy machine cost more than the statement itself.
    pipeline: true,
    ...(verify && { verify: (client, done) => void verify(client).then(() => done(), done) }),
    options: [
      `-c statement_timeout=${databaseLimits.statementMsMax}`,
      `-c lock_timeout=${databaseLimits.lockMsMax}`,
      `-c idle_in_transaction_session_timeout=${databaseLimits.idleInTransactionMsMax}`,
      '-c timezone=UTC',
      '-c jit=off',
    ].join(' '),
  });
  pool.on('error', options.onError);
  // A client that is checked out when the server dies emits its own error; unheard, it ends the process.
  pool.on('connect', (client) => client.on('error', options.onError));
  return { pool, transact: transactOn(pool, options.hooks ?? {}), run: runOn(pool, options.hooks ?? {}) };
}

function transactOn(pool: pg.Pool, hooks: TransactionHooks): Transact {
  return async (name, work) => {
    const client = await pool.connect();
    let broken: Error | undefined;
    try {
      inOnePacket(client);
      const open: Promise<unknown>[] = [heard(client.query('begin'))]; // goes out together with the work's first statement
      const result = await work(client, (statements) => open.push(heard(statements)));
      if (hooks.beforeCommit) {
        await Promise.all(open);
        await hooks.beforeCommit(name);
      }
      const committed = heard(client.query('commit'));
      await Promise.all(open); // in the order of sending, so what went wrong first is what is thrown
      if ((await committed).command !== 'COMMIT') throw new Error(`The transaction ${name} was rolled back.`);
      await hooks.afterCommit?.(name);
      return result;
    } catch (error) {
      broken = await rollback(client);
      throw error;
    } finally {
      client.release(broken);
    }
  };
}

/** Its rejection is looked at later: until then it is not unhandled. */
function heard<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}

/** Sends a client's statements in one packet, in their order, without waiting for the answer of each. Rejects with what failed first. */
export async function together(client: pg.ClientBase, send: () => readonly Promise<unknown>[]): Promise<void> {
  inOnePacket(client);
  await Promise.all(send());
}

/** What is sent from here to the end of this turn, a commit that follows at once included, leaves in one packet: each of its own is a call into the kernel and a change of process. */
function inOnePacket(client: pg.ClientBase): void {
  const stream = 'connection' in client ? (client as pg.Client).connection.stream : undefined; // only the types hide it from ClientBase
  if (!stream) return;
  stream.cork();
  process.nextTick(() => stream.uncork());
}

/**
 * A column of JSON texts as one text parameter, for `unnest(${textsOf('$1')})`. What JSON.stringify made holds no raw control
 * character, so U+0001 between the texts needs no escaping on either side; an array parameter would have every quote of
 * every text escaped here and unescaped there.
 */
export function jsonTexts(texts: readonly string[]): string {
  return texts.join('\u0001');
}

/** An array parameter of ids, numbers and instants: nothing in them needs quotes. */
export function plainArray(values: readonly (string | number | null)[]): string {
  let text = '{';
  for (const [index, value] of values.entries()) text += `${index === 0 ? '' : ','}${value ?? 'NULL'}`;
  return `${text}}`;
}

/** A statement that has not been sent; parameters are $1, $2 … */
export type Statement = { readonly name: string; readonly text: string; readonly values: unknown[] };

const joinedTexts = new Map<string, string>();

/** Several INSERTs as one statement: each statement of its own costs the server and us a message and an answer. They must not touch each other's rows. */
export function joined(statements: readonly Statement[]): Statement {
  const name = statements.map((statement) => statement.name).join('+');
  let text = joinedTexts.get(name);
  if (text === undefined) {
    let before = 0;
    const parts = statements.map((statement) => {
      const part = statement.text.replace(/\$(\d+)/g, (_, number: string) => `$${Number(number) + before}`);
      before += statement.values.length;
      return part;
    });
    const ctes = parts.slice(0, -1).map((part, index) => `w${index} as (${part})`);
    text = `${ctes.length === 0 ? '' : `with ${ctes.join(', ')} `}${parts.at(-1) ?? ''}`;
    joinedTexts.set(name, text);
  }
  return { name, text, values: statements.flatMap((statement) => statement.values) };
}

/** The SQL that takes a parameter of `jsonTexts` apart. */
export function textsOf(parameter: `$${number}`): string {
  return `string_to_array(${parameter}::text, chr(1))`;
}

function runOn(pool: pg.Pool, hooks: TransactionHooks): Database['run'] {
  return async <Row extends pg.QueryResultRow>(name: string, query: pg.QueryConfig) => {
    await hooks.beforeCommit?.(name);
    const { rows } = await pool.query<Row>(query);
    await hooks.afterCommit?.(name);
    return rows;
  };
}

/** A client whose rollback fails is in an unknown state and is thrown away. */
async function rollback(client: pg.PoolClient): Promise<Error | undefined> {
  try {
    await client.query('rollback');
    return undefined;
  } catch (error) {
    return error as Error;
  }
}

/** PostgreSQL's error code (SQLSTATE) of a failed statement, or undefined. */
export function sqlState(error: unknown): string | undefined {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
