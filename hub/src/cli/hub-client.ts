import { type CrossdockClient, createClient, type Problem } from '@crossdock/client';
import { readClientKey } from './client-key.ts';
import type { CliDeps } from './deps.ts';

/** Why the hub could not be asked; the message is for the person at the terminal. */
export class Unreachable extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'Unreachable';
  }
}

/** Longest that one call to the hub may take beyond what it was asked to wait, in ms. */
export const callMsMax = 30_000;

/** The key by which commands speak to the hub. Throws Unreachable when there is none. */
export function keyFor(deps: CliDeps): string {
  const key = deps.key ?? readClientKey(deps.home);
  if (key === undefined) throw new Unreachable(`No key: set CROSSDOCK_KEY, or start a hub here first (it stores one in ${deps.home}).`);
  return key;
}

/** A client of the hub that every command uses. */
export function clientFor(deps: CliDeps): CrossdockClient {
  return createClient({ url: deps.url, key: keyFor(deps), ...(deps.fetch && { fetch: deps.fetch }) });
}

/** Waits for an answer; a hub that does not answer is said in words. */
export async function ask<T>(deps: CliDeps, call: (signal: AbortSignal) => Promise<T>, waitMs = 0): Promise<T> {
  try {
    return await call(AbortSignal.timeout(callMsMax + waitMs));
  } catch (error) {
    if (error instanceof Unreachable) throw error;
    const { cause } = error as Error;
    throw new Unreachable(`The hub at ${deps.url} does not answer: ${cause instanceof Error ? cause.message : (error as Error).message}`);
  }
}

/** A problem in lines for a person: what, where, who must act, and what to do. */
export function problemText(problem: Problem): string {
  const place = problem.field === undefined ? '' : `\n  field   ${problem.field}`;
  return `${problem.title} (${problem.code})\n  detail  ${problem.detail}${place}\n  owner   ${problem.owner}\n  remedy  ${problem.remedy}`;
}
