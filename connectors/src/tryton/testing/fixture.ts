import fs from 'node:fs';
import path from 'node:path';
import type { Read } from '@crossdock/connector-kit';

/** A record as this Tryton answered it, typed values as text, through the shape that the connector reads it by. */
export function fixture<T>(name: string, shape: (value: unknown) => Read<T>): T {
  const file = path.join(import.meta.dirname, '../fixtures', `${name}.json`);
  const read = shape(JSON.parse(fs.readFileSync(file, 'utf8')));
  if (read.kind === 'unreadable') throw new Error(`${name}: ${read.field} ${read.why}`);
  return read.value;
}
