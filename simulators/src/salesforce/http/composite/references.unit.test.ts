import { describe, expect, it } from 'vitest';
import { referencesIn, resolve, Unresolved } from './references.ts';

const answers = new Map([['order', { id: '801', records: [{ Id: 'a', Quantity: 3 }] }]]);

describe('references to what earlier subrequests answered', () => {
  it('puts values into texts, and keeps the type of a text that is a reference and nothing else', () => {
    const body = {
      url: '/sobjects/Order/@{order.id}',
      line: { Quantity: '@{order.records[0].Quantity}', Id: '@{order.records[0].Id}' },
      other: [1, null, true],
    };
    expect(resolve(body, answers)).toEqual({ url: '/sobjects/Order/801', line: { Quantity: 3, Id: 'a' }, other: [1, null, true] });
  });

  it.each([['@{quote.id}'], ['@{order.name}'], ['@{order.records[1].Id}']])('refuses %s, which leads nowhere', (text) => {
    expect(() => resolve(text, answers)).toThrow(Unresolved);
  });

  it('names what is referred to, once each', () => {
    expect(referencesIn({ a: '@{order.id}', b: ['@{order.id}', 'x@{quote.id}y'] })).toEqual(['order', 'quote']);
  });
});
