import { type Program, startProgram } from './program.ts';

/** What the first line of a simulated ERP says. */
export type Erp = { readonly url: string; readonly control: string; readonly token: string };

/** The ERP's own book, as far as it is read here. */
export type Book = {
  readonly counts: Readonly<Record<string, number>>;
  readonly duplicates: readonly unknown[];
  readonly traffic: {
    readonly inFlightMax: number;
    readonly perSecondMax: number;
    readonly violations: { readonly concurrency: number; readonly rate: number };
    readonly seconds: readonly { readonly second: string; readonly requests: number }[];
  };
};

/** Starts the simulated ERP in a process of its own. */
export function startErp(args: readonly string[]): Promise<Program<Erp>> {
  return startProgram<Erp>('simulators/src/main.ts', ['erp', ...args]);
}

/** Reads its book. */
export async function readBook({ control, token }: Erp): Promise<Book> {
  const answer = await fetch(`${control}/book?documents=none`, { headers: { authorization: `Bearer ${token}` }, signal: AbortSignal.timeout(30_000) });
  if (answer.status !== 200) throw new Error(`The ERP's book answered ${answer.status}.`);
  return (await answer.json()) as Book;
}
