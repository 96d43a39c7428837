import { readFileSync } from 'node:fs';
import path from 'node:path';

/** The page lies in the source folder; the build does not copy it. */
const places = ['desk.html', '../../../../src/salesforce/http/desk/desk.html'];

/** The page for a browser, which carries the token with which it calls the desk. */
export function deskPage(token: string): string {
  for (const place of places) {
    try {
      return readFileSync(path.join(import.meta.dirname, place), 'utf8').replace('TOKEN', JSON.stringify(token).replaceAll('<', '\\u003c'));
    } catch {
      // looked for in the next place
    }
  }
  return 'desk.html is missing';
}
