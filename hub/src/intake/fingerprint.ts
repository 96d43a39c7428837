import { hash } from 'node:crypto';

/**
 * SHA-256 over the canonical JSON of what was sent: members sorted by name, no white space. So the same request is the same
 * whatever wrote it (a row of a batch, another JSON library on the retry), and one key is never used for two requests.
 */
export function fingerprintOf(value: unknown): Buffer {
  return hash('sha256', canonicalJson(value), 'buffer');
}

/** JSON with sorted members and no white space. Strings, numbers, booleans, null, arrays and objects only. */
export function canonicalJson(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) {
    let text = '[';
    for (let i = 0; i < value.length; i += 1) text += i === 0 ? canonicalJson(value[i]) : `,${canonicalJson(value[i])}`;
    return `${text}]`;
  }
  let text = '{';
  const record = value as Readonly<Record<string, unknown>>;
  for (const name of Object.keys(record).sort()) {
    const member = record[name];
    if (member === undefined) continue;
    text += `${text.length === 1 ? '' : ','}${JSON.stringify(name)}:${canonicalJson(member)}`;
  }
  return `${text}}`;
}
