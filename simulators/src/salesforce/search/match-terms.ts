/** Whether a text is what a search is after. */
export type Matches = (text: string) => boolean;

const term = /"(?:[^"\\]|\\[\s\S])*"|\(|\)|(?:[^\s()"\\]|\\[\s\S])+/g;
const wordsMax = 50;

/**
 * Reads search terms: words side by side must all be there, `OR` and `AND NOT` join them, quotes keep a phrase together, `*` and `?` stand for any
 * letters or one. Whole words count, in any case. Undefined when there is nothing to look for.
 */
export function readTerms(text: string): Matches | undefined {
  const words = [...text.matchAll(term)].map(([word]) => word).filter((word) => word !== '(' && word !== ')');
  if (words.length === 0 || words.length > wordsMax) return undefined;
  const choices: Matches[][] = [[]];
  let isWanted = true;
  for (const word of words) {
    if (word === 'OR') choices.push([]);
    else if (word === 'NOT') isWanted = false;
    else if (word !== 'AND') {
      const holds = wordMatcher(word);
      choices.at(-1)?.push(isWanted ? holds : (searched) => !holds(searched));
      isWanted = true;
    }
  }
  return (searched) => choices.some((all) => all.length > 0 && all.every((holds) => holds(searched)));
}

function wordMatcher(word: string): Matches {
  const bare = (/^".*"$/s.test(word) ? word.slice(1, -1) : word).replaceAll(/\*+/g, '*'); // two in a row would be tried in every way
  const pattern = [...bare.matchAll(/\\([\s\S])|([\s\S])/g)]
    .map(([, escaped, plain = '']) => (escaped === undefined ? wild(plain) : literal(escaped)))
    .join('');
  const shape = new RegExp(`(?<![\\p{L}\\p{N}])${pattern}(?![\\p{L}\\p{N}])`, 'iu');
  return (searched) => shape.test(searched);
}

const literal = (letter: string): string => letter.replace(/[.*+?^${}()|[\]\\/]/, '\\$&');

function wild(letter: string): string {
  if (letter === '*') return '[\\p{L}\\p{N}]*';
  return letter === '?' ? '[\\p{L}\\p{N}]' : literal(letter);
}
