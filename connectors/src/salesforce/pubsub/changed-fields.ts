/**
 * Names of the top-level fields that bitmaps mean: `0x650004E0` is of the schema's own fields, the rightmost bit being the first; `4-0x10` is of
 * parts of the field at place 4. `names` are the schema's fields in order
 * (https://developer.salesforce.com/docs/platform/pub-sub-api/guide/event-deserialization-considerations.html). Plain names are taken as they are.
 */
export function changedFields(bitmaps: readonly string[], names: readonly string[]): ReadonlySet<string> {
  return new Set(bitmaps.flatMap((bitmap) => namesIn(bitmap, names)));
}

function namesIn(bitmap: string, names: readonly string[]): readonly string[] {
  const part = /^(\d{1,5})-0x[0-9a-fA-F]+$/.exec(bitmap);
  if (part !== null) return named([Number(part[1])], names);
  if (!/^0x[0-9a-fA-F]+$/.test(bitmap)) return [bitmap];
  const bits = BigInt(bitmap);
  return named(
    [...names.keys()].filter((place) => ((bits >> BigInt(place)) & 1n) === 1n),
    names,
  );
}

const named = (places: readonly number[], names: readonly string[]): readonly string[] => places.flatMap((place) => names[place] ?? []);
