import { keyPrefixOf, makeId, numberOf } from './ids.ts';
import type { Known } from './schema.ts';
import type { Field, Row } from './types.ts';

/** Gives ids and auto numbers; none is given twice in a row, gaps are left where a transaction was rolled back. */
export type Numbers = {
  readonly nextId: (keyPrefix: string) => string;
  readonly nextNumber: (object: string, field: Field) => string;
  /** Takes note of a record that is there, so that numbers go on behind it. */
  readonly saw: (known: Known, row: Row) => void;
};

/** Where orgs start to count, unless at 1. */
const starts: Readonly<Record<string, number>> = { 'Order.OrderNumber': 100, 'Case.CaseNumber': 1001, 'Contract.ContractNumber': 100 };

/** Starts to count. */
export function openNumbers(): Numbers {
  const last = new Map<string, number>();
  const next = (key: string, start: number) => {
    const number = (last.get(key) ?? start - 1) + 1;
    last.set(key, number);
    return number;
  };
  const note = (key: string, number: number) => last.set(key, Math.max(number, last.get(key) ?? 0));
  return {
    nextId: (keyPrefix) => makeId(keyPrefix, next(keyPrefix, 1)),
    nextNumber: (object, field) => {
      const key = `${object}.${field.name}`;
      return written(field, next(key, starts[key] ?? 1));
    },
    saw: ({ type, autoNumbers }, row) => {
      const id = String(row['Id']);
      note(keyPrefixOf(id), numberOf(id));
      for (const field of autoNumbers) note(`${type.name}.${field.name}`, readBack(field, String(row[field.name])));
    },
  };
}

const formatOf = ({ displayFormat = '{0}' }: Field): { readonly before: string; readonly digits: number; readonly behind: string } => {
  const [, before = '', zeros = '0', behind = ''] = /^(.*?)\{(0+)\}(.*)$/.exec(displayFormat) ?? [];
  return { before, digits: zeros.length, behind };
};

function written(field: Field, number: number): string {
  const { before, digits, behind } = formatOf(field);
  return `${before}${String(number).padStart(digits, '0')}${behind}`;
}

function readBack(field: Field, text: string): number {
  const { before, behind } = formatOf(field);
  return Number(text.slice(before.length, text.length - behind.length)) || 0;
}
