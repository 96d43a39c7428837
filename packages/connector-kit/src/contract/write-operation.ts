import { setTimeout as sleep } from 'node:timers/promises';
import type { Operation } from '@crossdock/canonical';
import { afterEach, describe, expect, it } from 'vitest';
import type { Confirmation, WriteAnswer } from '../outcome.ts';
import type { BodyOf, WriteOperation } from '../ports.ts';
import type { Fault, WriteScene } from './scene.ts';
import { spoil } from './spoil.ts';

/** Patience of the suites, in ms. `slow` outlasts `short`, and a late commit shows within `eventually`. */
export const patienceMs = { short: 100, slow: 350, lateCommit: 150, eventually: 8_000, between: 50 } as const;

/** One operation under test; `prepare` makes a body of a new reference with all that it needs in the stand-in. */
export type OperationUnderTest<Op extends Operation> = {
  readonly op: Op;
  readonly operation: WriteOperation<Op>;
  readonly prepare: () => Promise<BodyOf<Op>>;
};

/** Operations that only set a state: a repetition finds it set, whatever the grade. */
const settingOperations: readonly Operation[] = ['quote', 'confirm', 'amend', 'cancel', 'change-release', 'cancel-release'];

/** What every writing operation promises, in good times and in bad. */
export function writeOperationContract<Op extends Operation>(scene: WriteScene, under: OperationUnderTest<Op>): void {
  describe(under.op, () => {
    afterEach(() => scene.faults.clear());
    declares(under);
    confirms(scene, under);
    survivesLostAnswers(scene, under);
    staysUndone(scene, under);
    namesWhatItCannotRead(scene, under);
  });
}

function declares<Op extends Operation>({ operation }: OperationUnderTest<Op>): void {
  it('declares what the hub needs to know to do it safely', () => {
    expect(operation.callMsMax).toBeGreaterThan(0);
    expect(operation.settleMs).toBeGreaterThanOrEqual(0);
    expect(operation.proof).not.toBe('');
    expect(operation.limiter).not.toBe('');
    expect(operation.probe === undefined).toBe(operation.grade === 'C');
  });
}

function confirms<Op extends Operation>(scene: WriteScene, { op, operation, prepare }: OperationUnderTest<Op>): void {
  it('confirms with the record and without differences, and a probe finds the same', async () => {
    const body = await prepare();
    if (operation.probe) expect(await operation.probe(body, scene.callWithin(operation.callMsMax))).toEqual({ kind: 'absent' });
    const done = expectConfirmed(await operation.send(body, scene.callWithin(operation.callMsMax)));
    expect(done.differences).toEqual([]);
    expect(await scene.countDone(body)).toBe(1);
    if (operation.probe) {
      const found = await operation.probe(body, scene.callWithin(operation.callMsMax));
      expect(found).toMatchObject({ kind: 'found', document: { id: done.document.id }, differences: [] });
    }
  });

  if (operation.grade === 'A' || settingOperations.includes(op)) {
    it('is harmless when repeated: one record, confirmed again', async () => {
      const body = await prepare();
      const first = expectConfirmed(await operation.send(body, scene.callWithin(operation.callMsMax)));
      const second = expectConfirmed(await operation.send(body, scene.callWithin(operation.callMsMax)));
      expect(second.document.id).toBe(first.document.id);
      expect(second.differences).toEqual([]);
      expect(await scene.countDone(body)).toBe(1);
    });
  }
}

const lostAnswers: readonly { readonly title: string; readonly fault: Fault }[] = [
  { title: 'the connection dies after the commit', fault: { kind: 'drop-after-commit' } },
  { title: 'the connection dies and the commit comes late', fault: { kind: 'late-commit', ms: patienceMs.lateCommit } },
  { title: 'the answer is a 500 after the commit', fault: { kind: 'error-after-commit' } },
];

function survivesLostAnswers<Op extends Operation>(scene: WriteScene, { operation, prepare }: OperationUnderTest<Op>): void {
  it.each(lostAnswers)('is in doubt when $title, and the probe finds it done once', async ({ fault }) => {
    const body = await prepare();
    await scene.faults.cause(fault);
    const answer = await operation.send(body, scene.callWithin(operation.callMsMax));
    await scene.faults.clear();
    expect(answer).toMatchObject({ kind: 'failed', class: 'in-doubt' });
    await eventually(async () => expect(await scene.countDone(body)).toBe(1));
    if (operation.probe) expect(await operation.probe(body, scene.callWithin(operation.callMsMax))).toMatchObject({ kind: 'found', differences: [] });
  });

  it('does not claim to know what became of it when the answer is slower than the deadline', async () => {
    const body = await prepare();
    await scene.faults.cause({ kind: 'slow', ms: patienceMs.slow });
    const answer = await operation.send(body, scene.callWithin(patienceMs.short));
    await scene.faults.clear();
    await sleep(patienceMs.slow);
    // The system may still be at work on it, and busy for others meanwhile.
    await eventually(async () => {
      const done = await scene.countDone(body);
      expect(answer).toMatchObject({ kind: 'failed', class: done > 0 ? 'in-doubt' : expect.stringMatching(/^(in-doubt|transient)$/) });
      if (operation.probe) expect((await operation.probe(body, scene.callWithin(operation.callMsMax))).kind).toBe(done > 0 ? 'found' : 'absent');
    });
  });
}

function staysUndone<Op extends Operation>(scene: WriteScene, { operation, prepare }: OperationUnderTest<Op>): void {
  const attempt = async (fault: Fault): Promise<WriteAnswer> => {
    const body = await prepare();
    await scene.faults.cause(fault);
    await sleep(patienceMs.between); // idle connections that the fault ended are noticed; bytes written to one before that are in doubt, and rightly
    const answer = await operation.send(body, scene.callWithin(operation.callMsMax));
    await scene.faults.clear();
    expect(await scene.countDone(body)).toBe(0);
    return answer;
  };

  it('is transient, and nothing is done, when the connection is refused', async () => {
    expect(await attempt({ kind: 'refuse-connections' })).toMatchObject({ kind: 'failed', class: 'transient' });
  });

  it('is an auth failure, and nothing is done, when the credentials are refused', async () => {
    expect(await attempt({ kind: 'unauthorized' })).toMatchObject({ kind: 'failed', class: 'auth' });
  });

  it.each(['seconds', 'date'] as const)('is throttled, and nothing is done, when told to retry after some time (%s)', async (retryAfter) => {
    const answer = await attempt({ kind: 'throttle', retryAfter });
    expect(answer).toMatchObject({ kind: 'failed', class: 'throttled', retryAfterMs: expect.any(Number) });
  });

  it('is throttled without a wish when told to wait without saying how long', async () => {
    const answer = await attempt({ kind: 'throttle', retryAfter: 'none' });
    expect(answer).toMatchObject({ kind: 'failed', class: 'throttled' });
    expect(answer).not.toHaveProperty('retryAfterMs');
  });
}

function namesWhatItCannotRead<Op extends Operation>(scene: WriteScene, { op, operation, prepare }: OperationUnderTest<Op>): void {
  const spoiled = scene.spoiled[op] ?? [];
  it('has answers to be spoiled', () => expect(spoiled).not.toEqual([]));

  it.each(spoiled)('is not fooled by an answer with $title', async (spoiledAnswer) => {
    const body = await prepare();
    const answer = await operation.send(body, spoil(scene.callWithin(operation.callMsMax), spoiledAnswer));
    const done = await scene.countDone(body);
    expect(answer).toMatchObject({ kind: 'failed', message: expect.stringContaining(spoiledAnswer.field) });
    expect(answer).toMatchObject({ class: done > 0 ? 'in-doubt' : expect.stringMatching(/^(in-doubt|poison)$/) });
  });
}

/** The confirmation, or a failing test that shows what came instead. */
export function expectConfirmed(answer: WriteAnswer): Confirmation {
  expect(answer).toMatchObject({ kind: 'confirmed' });
  if (answer.kind !== 'confirmed') throw new Error(JSON.stringify(answer));
  return answer;
}

/** Repeats an expectation until it holds; its last failure when patience ends. */
export async function eventually<T>(expectation: () => Promise<T>): Promise<T> {
  const until = performance.now() + patienceMs.eventually;
  for (;;) {
    try {
      return await expectation();
    } catch (error) {
      if (performance.now() > until) throw error;
    }
    await sleep(patienceMs.between);
  }
}
