import type { MissingName, ResolvedName, WantedName } from '../orders/index.ts';
import type { Queryable } from '../platform/index.ts';
import { type Candidate, chooseName } from './choose-name.ts';
import { lockReferences } from './reference-lock.ts';

/** A name of the system `from`, on a day. */
export type NameQuestion = WantedName & { readonly from: string; readonly on: string };

/** What the cross-references say of some names. */
export type NamesFound = { readonly found: readonly ResolvedName[]; readonly missing: readonly MissingName[] };

/** Looks names up for as many orders as ask, each name once. */
export type NameTable = ReadonlyMap<string, ResolvedName | MissingName>;

/** Most candidates that are read for one name; more are too many to choose from in any case. */
const candidatesMax = 20;

/**
 * What the systems call these names, in one statement for all of them. Those that are missing are looked up once more under the lock
 * that keeps loaders out, so that whoever waits for one of them is found by the load that brings it.
 */
export async function findNames(questions: readonly NameQuestion[], client: Queryable): Promise<NameTable> {
  const unique = [...new Map(questions.map((question) => [questionKey(question), question])).values()];
  const table = await lookUp(unique, client);
  const missing = unique.filter((question) => !isFound(table.get(questionKey(question))));
  if (missing.length === 0) return table;
  await lockReferences(client, 'waiter');
  return new Map([...table, ...(await lookUp(missing, client))]);
}

/** The part of the table that answers these questions. */
export function answersIn(table: NameTable, questions: readonly NameQuestion[]): NamesFound {
  const answers = questions.flatMap((question) => table.get(questionKey(question)) ?? []);
  return { found: answers.filter(isFound), missing: answers.filter((answer) => !isFound(answer)) as readonly MissingName[] };
}

function isFound(answer: ResolvedName | MissingName | undefined): answer is ResolvedName {
  return answer !== undefined && 'as' in answer;
}

function questionKey({ kind, from, name, system, on }: NameQuestion): string {
  return JSON.stringify([kind, from, name, system, on]);
}

async function lookUp(questions: readonly NameQuestion[], client: Queryable): Promise<Map<string, ResolvedName | MissingName>> {
  if (questions.length === 0) return new Map();
  const column = (pick: (question: NameQuestion) => string) => questions.map(pick);
  const { rows } = await client.query<{ n: number } & Candidate>({
    name: 'find-names',
    text: `select q.n::int as n, r.to_name as name, r.is_default as "isDefault"
           from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::date[]) with ordinality as q (kind, from_system, from_name, to_system, day, n)
           cross join lateral (
             select c.to_name, bool_or(c.is_default) as is_default from cross_references c
             where c.kind = q.kind and c.from_system = q.from_system and c.from_name = q.from_name and c.to_system = q.to_system
               and c.valid_from <= q.day and c.valid_until >= q.day
             group by c.to_name order by 2 desc, 1 limit ${candidatesMax}) r`,
    values: [column((q) => q.kind), column((q) => q.from), column((q) => q.name), column((q) => q.system), column((q) => q.on)],
  });
  const candidates = Map.groupBy(rows, (row) => row.n);
  return new Map(
    questions.map((question, index) => {
      const { kind, name, system, on } = question;
      const chosen = chooseName(candidates.get(index + 1) ?? []);
      const answer = chosen.kind === 'found' ? { kind, name, system, as: chosen.name } : { kind, name, system, on, candidates: chosen.candidates };
      return [questionKey(question), answer];
    }),
  );
}
