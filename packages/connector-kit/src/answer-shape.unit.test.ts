import { Type } from 'typebox';
import { describe, expect, it } from 'vitest';
import { answerShape, unreadableAnswer } from './answer-shape.ts';

const read = answerShape(
  Type.Object({
    id: Type.String(),
    state: Type.Unsafe<'open' | 'done'>({ type: 'string', enum: ['open', 'done'] }),
    lines: Type.Array(Type.Object({ quantity: Type.String({ pattern: '^\\d+$' }) })),
  }),
);
const good = { id: '1', state: 'open', lines: [{ quantity: '2' }] };

describe('an answer of a known shape', () => {
  it('is read as it is, with fields that nobody asked for', () => {
    expect(read({ ...good, more: true })).toEqual({ kind: 'read', value: { ...good, more: true } });
  });

  it.each([
    { title: 'a missing field', value: { ...good, lines: [{ quantity: '2' }, {}] }, field: 'lines[1].quantity', why: 'missing' },
    { title: 'an unknown word', value: { ...good, state: 'molten' }, field: 'state', why: '"molten"' },
    { title: 'a number for a text', value: { ...good, lines: [{ quantity: 2 }] }, field: 'lines[0].quantity', why: '2' },
    { title: 'a text in a list', value: { ...good, lines: ['x'] }, field: 'lines[0]', why: '"x"' },
    { title: 'no object', value: null, field: '', why: 'null' },
    { title: 'nothing', value: undefined, field: '', why: 'undefined' },
  ])('names the field of $title and what it found', ({ value, field, why }) => {
    expect(read(value)).toMatchObject({ kind: 'unreadable', field, why: expect.stringContaining(why) });
  });

  it('shows only the beginning of what it found', () => {
    const found = read({ ...good, state: 'x'.repeat(10_000) });
    expect(found).toMatchObject({ kind: 'unreadable', why: expect.stringMatching(/^.{1,200}$/) });
  });

  it('leaves a write in doubt when it cannot be read, and makes a read poison', () => {
    const unreadable = { kind: 'unreadable', field: 'id', why: 'it is missing' } as const;
    expect(unreadableAnswer(unreadable, { commits: true })).toMatchObject({ class: 'in-doubt', message: expect.stringContaining('id of the answer') });
    expect(unreadableAnswer(unreadable, { commits: false })).toMatchObject({ class: 'poison' });
  });
});
