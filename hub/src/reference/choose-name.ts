/** A cross-reference that counts on the day that is asked about. */
export type Candidate = { readonly name: string; readonly isDefault: boolean };

/** The one name that is meant, or those among which nobody has chosen; none where nothing is known. */
export type Chosen = { readonly kind: 'found'; readonly name: string } | { readonly kind: 'missing'; readonly candidates: readonly string[] };

/** Chooses a name: the only one, or the only default. The order of the candidates, and how often one is there, change nothing. Pure. */
export function chooseName(candidates: readonly Candidate[]): Chosen {
  const names = distinct(candidates);
  const defaults = distinct(candidates.filter((candidate) => candidate.isDefault));
  const [name] = names.length === 1 ? names : defaults.length === 1 ? defaults : [];
  return name === undefined ? { kind: 'missing', candidates: defaults.length > 1 ? defaults : names } : { kind: 'found', name };
}

function distinct(candidates: readonly Candidate[]): readonly string[] {
  return [...new Set(candidates.map((candidate) => candidate.name))].sort();
}
