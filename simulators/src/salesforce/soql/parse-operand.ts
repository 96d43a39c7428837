import type { Operand } from './query.ts';
import type { Reader } from './reader.ts';

/** A field's path or a call: `Account.Name`, `COUNT()`, `CALENDAR_MONTH(CreatedDate)`. */
export function parseOperand(reader: Reader): Operand {
  const { kind, text, at } = reader.peek();
  if (kind !== 'word') throw reader.unexpected();
  reader.next();
  if (!reader.accept('(')) return { kind: 'field', names: text.split('.').map((name) => name.trim()), at };
  const args = reader.sees(')') ? [] : reader.list(() => parseOperand(reader));
  reader.expect(')');
  return { kind: 'call', name: text.toUpperCase(), args, at };
}
