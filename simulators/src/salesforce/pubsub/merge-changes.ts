import type { Change, Commit } from '../org/types.ts';

/** Records of one type that a transaction changed in the same way: one change event tells them all. */
export type MergedChange = Pick<Change, 'type' | 'object' | 'changed' | 'row'> & { readonly ids: readonly string[] };

/**
 * Merges equal updates and equal deletes of a transaction
 * (https://developer.salesforce.com/docs/atlas.en-us.change_data_capture.meta/change_data_capture/cdc_subscribe_merged_events.htm).
 * No change of a record gets before an earlier one of the same record.
 */
export function mergeChanges({ changes }: Pick<Commit, 'changes'>): readonly MergedChange[] {
  const merged: (MergedChange & { readonly ids: string[] })[] = [];
  const placeByKey = new Map<string, number>();
  const lastPlaceOf = new Map<string, number>();
  for (const change of changes) {
    const key = mergeKey(change);
    const place = key === undefined ? undefined : placeByKey.get(key);
    const into = place === undefined ? undefined : merged[place];
    if (place !== undefined && into !== undefined && (lastPlaceOf.get(change.id) ?? -1) < place) {
      into.ids.push(change.id);
      lastPlaceOf.set(change.id, place);
      continue;
    }
    if (key !== undefined) placeByKey.set(key, merged.length);
    lastPlaceOf.set(change.id, merged.length);
    merged.push({ type: change.type, object: change.object, changed: change.changed, row: change.row, ids: [change.id] });
  }
  return merged;
}

function mergeKey({ type, object, changed, row }: Change): string | undefined {
  if (type === 'DELETE') return JSON.stringify([type, object]);
  return type === 'UPDATE' ? JSON.stringify([type, object, changed.map((name) => [name, row[name] ?? null])]) : undefined;
}
