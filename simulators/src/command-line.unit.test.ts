import { describe, expect, it } from 'vitest';
import { helpText, readCommand } from './command-line.ts';

describe('the command line', () => {
  it('reads every option of the ERP', () => {
    const words =
      'erp --port 7001 --control-port 7002 --host ::1 --token t --grade B --book b.ndjson --latency-ms 5 --concurrency 4 --rate 100 --retry-after date --seed 3 --two-step'.split(
        ' ',
      );
    expect(readCommand([...words, '--faults', '{"dropAfterCommit":1}'])).toEqual({
      kind: 'erp',
      options: {
        port: 7001,
        controlPort: 7002,
        host: '::1',
        token: 't',
        grade: 'B',
        bookFile: 'b.ndjson',
        latencyMs: 5,
        concurrency: 4,
        ratePerSecond: 100,
        retryAfter: 'date',
        seed: 3,
        twoStep: true,
        faults: { dropAfterCommit: 1 },
      },
    });
  });

  it('knows when it is to end with whoever started it', () => {
    expect(readCommand(['erp', '--with-parent'])).toMatchObject({ kind: 'erp', withParent: true });
  });

  it('reads what only the WMS has', () => {
    const words = 'wms --webhook-url http://127.0.0.1:1/ --webhook-secret whsec_AAAA --auto --stage-ms 20'.split(' ');
    expect(readCommand(words)).toEqual({ kind: 'wms', options: { webhookUrl: 'http://127.0.0.1:1/', webhookSecret: 'whsec_AAAA', auto: true, stageMs: 20 } });
  });

  it('reads what only the shop has, and no grade for it', () => {
    const words = 'shopify --port 0 --webhook-url http://127.0.0.1:1/ --webhook-secret hush --domain shoes.myshopify.com'.split(' ');
    const options = { port: 0, webhookUrl: 'http://127.0.0.1:1/', webhookSecret: 'hush', domain: 'shoes.myshopify.com' };
    expect(readCommand(words)).toEqual({ kind: 'shopify', options });
    expect(readCommand(['shopify', '--grade', 'A'])).toEqual({ kind: 'wrong', message: expect.stringContaining('--grade') });
  });

  it('reads what only the org has, and neither a grade nor a book for it', () => {
    const words = 'salesforce --port 0 --grpc-port 7443 --grpc-plaintext --folder org --metadata app --daily-limit 5000 --session-ms 60000'.split(' ');
    const options = { port: 0, grpcPort: 7443, grpcPlaintext: true, folder: 'org', metadata: 'app', dailyLimit: 5000, sessionMs: 60_000 };
    expect(readCommand(words)).toEqual({ kind: 'salesforce', options });
    const folderOf = (line: string) => {
      const command = readCommand(line.split(' '));
      return command.kind === 'salesforce' ? command.options.folder : command;
    };
    expect(folderOf('salesforce --port 8094')).toBe('.crossdock/stand-ins/salesforce-8094'); // the same port again: the same org
    expect(folderOf('salesforce --port 8094 --forget')).toBeUndefined();
    expect(folderOf('salesforce --forget --folder org')).toMatchObject({ kind: 'wrong', message: expect.stringContaining('--forget') });
    for (const word of ['--grade', '--book']) expect(readCommand(['salesforce', word, 'A'])).toEqual({ kind: 'wrong', message: expect.stringContaining(word) });
  });

  it.each([
    ['a name that does not exist', ['sap'], 'sap'],
    ['an option that does not exist', ['erp', '--bogus'], '--bogus'],
    ['an option of another simulator', ['erp', '--auto'], '--auto'],
    ['a port that is no number', ['erp', '--port', 'x'], '--port'],
    ['a port that is none', ['erp', '--port', '70000'], '--port'],
    ['a grade that does not exist', ['erp', '--grade', 'D'], '--grade'],
    ['faults that are no JSON', ['erp', '--faults', '{'], '--faults'],
    ['words too many', ['erp', 'now'], 'now'],
  ])('says what is wrong with %s', (_, words, named) => {
    expect(readCommand(words)).toEqual({ kind: 'wrong', message: expect.stringContaining(named) });
  });

  it('helps when asked, and when nothing is said', () => {
    expect([readCommand([]), readCommand(['--help']), readCommand(['erp', '--help'])]).toEqual([{ kind: 'help' }, { kind: 'help' }, { kind: 'help' }]);
    expect(helpText).toContain('--latency-ms');
  });
});
