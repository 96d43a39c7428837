import { LineRequest, QuoteRequest, quoteLimits } from '@crossdock/canonical';
import { Type } from 'typebox';
import type { Problem } from './problem.ts';
import { problemOfValidation } from './problem-of-validation.ts';
import type { Check, Compiler } from './validation.ts';

/** Most malformed places that one answer names. */
export const shapeFaultsMax = 100;

/** Answers what is wrong with the shape of a quote, all at once: the first fault of its head and the first of each line. */
export type QuoteShape = (body: unknown) => readonly Problem[];

/**
 * Compiles the pieces of which a quote is made. One fault per piece, because finding all of them is work without a limit that a
 * stranger could order; a quote with too many lines is not looked at line by line.
 */
export function createQuoteShape(compiler: Compiler): QuoteShape {
  const { lines: _lines, ...head } = QuoteRequest.properties;
  const lines = Type.Array(Type.Unknown(), { minItems: 1, maxItems: quoteLimits.linesMax });
  const checkHead = compiler.body(Type.Object({ ...head, lines }, { additionalProperties: false }));
  const checkLine = compiler.body(LineRequest);
  return (body) => {
    const first = faultOf(checkHead, body, '');
    const faults = first ? [first] : [];
    const sent = linesOf(body);
    if (sent.length > quoteLimits.linesMax) return faults;
    for (let index = 0; index < sent.length && faults.length < shapeFaultsMax; index += 1) {
      const fault = faultOf(checkLine, sent[index], `/lines/${index}`);
      if (fault) faults.push(fault);
    }
    return faults;
  };
}

function faultOf(check: Check, value: unknown, place: string): Problem | undefined {
  if (check(value)) return undefined;
  return problemOfValidation((check.errors ?? []).map((error) => ({ ...error, instancePath: place + error.instancePath })));
}

function linesOf(body: unknown): readonly unknown[] {
  return typeof body === 'object' && body !== null && 'lines' in body && Array.isArray(body.lines) ? body.lines : [];
}
