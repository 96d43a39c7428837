import { Unreadable } from './unreadable.ts';

const english = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });
/** Not a former code of a country that has another one now. */
const isCurrent = (code: string): boolean => Intl.getCanonicalLocales(`und-${code}`)[0] === `und-${code}`;
const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];

/** English names of countries → ISO 3166-1 alpha-2, as far as this runtime knows them, and how people shorten two of them. */
const codes: ReadonlyMap<string, string> = new Map([
  ['usa', 'US'],
  ['uk', 'GB'],
  ...letters.flatMap((first) =>
    letters.flatMap((second): readonly [string, string][] => {
      const name = isCurrent(first + second) ? english.of(first + second) : undefined;
      return name === undefined ? [] : [[name.toLowerCase(), first + second]];
    }),
  ),
]);

/** The code of a country as the org writes it; undefined where nothing is written. Throws Unreadable. */
export function countryOf(written: string | undefined, countries: Readonly<Record<string, string>>, field: string): string | undefined {
  const name = written?.trim() ?? '';
  if (name === '') return undefined;
  const code = countries[name] ?? codes.get(name.toLowerCase()) ?? (/^[A-Z]{2}$/.test(name) ? name : undefined);
  if (code === undefined) throw new Unreadable(field, `is ${name}: no country that is known, and the setting "countries" does not name it`);
  return code;
}
