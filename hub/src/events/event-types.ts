/** Types that begin so are the hub's own: they take a place in the feed, and nobody outside reads them or is sent them. */
export const internalPrefix = 'internal.';

/** Most patterns of one filter. */
export const typePatternsMax = 50;

const word = '[a-z][a-z0-9-]*';
const patternShape = new RegExp(`^(?:\\*|${word}(?:\\.${word})*(?:\\.\\*)?)$`);
const patternCharsMax = 100;

/** What is wrong with a filter of event types, or undefined. A pattern is `*`, a type (`order.shipped`) or a family (`order.*`). */
export function typePatternsProblem(patterns: readonly string[]): string | undefined {
  if (patterns.length === 0) return 'Name at least one event type, or * for all.';
  if (patterns.length > typePatternsMax) return `At most ${typePatternsMax} event types can be named.`;
  for (const pattern of patterns) {
    if (pattern.length > patternCharsMax || !patternShape.test(pattern))
      return `"${pattern.slice(0, patternCharsMax)}" is not an event type, a family like order.*, or *.`;
    if (`${pattern}.`.startsWith(internalPrefix)) return `"${pattern}" is internal to the hub.`;
  }
  return undefined;
}

/** The same filter as operands of SQL's `like any`. The pattern's shape has no character that `like` reads as special. */
export function likePatterns(patterns: readonly string[]): readonly string[] {
  return patterns.map((pattern) => (pattern.endsWith('*') ? `${pattern.slice(0, -1)}%` : pattern));
}

/** A test whether a reader with this filter is told of a type. */
export function typeFilter(patterns: readonly string[]): (type: string) => boolean {
  const exact = new Set(patterns.filter((pattern) => !pattern.endsWith('*')));
  const families = patterns.filter((pattern) => pattern.endsWith('*')).map((pattern) => pattern.slice(0, -1));
  return (type) => !type.startsWith(internalPrefix) && (exact.has(type) || families.some((family) => type.startsWith(family)));
}
