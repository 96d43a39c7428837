import { afterEach, describe, expect, it } from 'vitest';
import type { FulfilmentPort } from '../ports.ts';
import type { FulfilmentScene } from './scene.ts';
import { expectConfirmed, writeOperationContract } from './write-operation.ts';

/** What every fulfiller promises. Registers tests; call it once per scene. */
export function fulfilmentContract(scene: FulfilmentScene): void {
  const { fulfilment } = scene.connector;
  describe('has goods fulfilled', () => {
    it('offers the port', () => expect(fulfilment).toBeDefined());
    if (fulfilment === undefined) return;
    afterEach(() => scene.faults.clear());
    operations(scene, fulfilment);
    refuses(scene, fulfilment);
    respectsThePointOfNoReturn(scene, fulfilment);
    distrustsTheDead(scene, fulfilment);
  });
}

async function released(scene: FulfilmentScene, { release }: FulfilmentPort) {
  const order = scene.order(scene.nextReference());
  const { document } = expectConfirmed(await release.send({ op: 'release', order }, scene.callWithin(release.callMsMax)));
  return { order, target: document };
}

function operations(scene: FulfilmentScene, fulfilment: FulfilmentPort): void {
  const { release, 'change-release': change, 'cancel-release': cancel } = fulfilment;
  const key = () => ({ reference: scene.nextReference() });

  writeOperationContract(scene, { op: 'release', operation: release, prepare: async () => ({ op: 'release', order: scene.order(scene.nextReference()) }) });
  if (change) {
    const prepare = async () => {
      const { order, target } = await released(scene, fulfilment);
      return { op: 'change-release', ...key(), target, order: scene.changed(order) } as const;
    };
    writeOperationContract(scene, { op: 'change-release', operation: change, prepare });
  }
  const withdrawn = async () => ({ op: 'cancel-release', ...key(), target: (await released(scene, fulfilment)).target, reason: 'not wanted' }) as const;
  writeOperationContract(scene, { op: 'cancel-release', operation: cancel, prepare: withdrawn });
}

function refuses(scene: FulfilmentScene, { release }: FulfilmentPort): void {
  it('has refusals to show', () => expect(scene.refusals).not.toEqual([]));

  it.each(scene.refusals)('refuses, and takes no order: $title', async ({ body, expected }) => {
    const order = body(scene.nextReference());
    expect(await release.send({ op: 'release', order }, scene.callWithin(release.callMsMax))).toMatchObject({ kind: 'refused', ...expected });
    expect(await scene.countDone({ op: 'release', order })).toBe(0);
  });
}

function respectsThePointOfNoReturn(scene: FulfilmentScene, fulfilment: FulfilmentPort): void {
  it('refuses to take back what is past the point of no return, and says so', async () => {
    const { order, target } = await released(scene, fulfilment);
    await scene.passPointOfNoReturn(order.reference);
    const { 'cancel-release': cancel } = fulfilment;
    const body = { op: 'cancel-release', reference: scene.nextReference(), target, reason: 'too late' } as const;
    expect(await cancel.send(body, scene.callWithin(cancel.callMsMax))).toMatchObject({ kind: 'refused', cause: 'point-of-no-return' });
    expect(await scene.countDone(body)).toBe(0);
  });
}

function distrustsTheDead(scene: FulfilmentScene, fulfilment: FulfilmentPort): void {
  const { release, 'cancel-release': cancel } = fulfilment;
  const cancelled = async () => {
    const { order, target } = await released(scene, fulfilment);
    const body = { op: 'cancel-release', reference: scene.nextReference(), target, reason: 'no longer wanted' } as const;
    expectConfirmed(await cancel.send(body, scene.callWithin(cancel.callMsMax)));
    return order;
  };
  if (release.probe) {
    const { probe } = release;
    it('does not take a cancelled order under our reference for a live one', async () => {
      const order = await cancelled();
      expect((await probe({ op: 'release', order }, scene.callWithin(release.callMsMax))).kind).toMatch(/^(absent|undecidable)$/);
    });
  }
  if (release.grade !== 'A') return;

  it('reports a conflict, never a success, when the reference is taken by a cancelled order', async () => {
    const order = await cancelled();
    expect(await release.send({ op: 'release', order }, scene.callWithin(release.callMsMax))).toMatchObject({ kind: 'refused', class: 'conflict' });
    expect(await scene.countDone({ op: 'release', order })).toBe(0);
  });

  it('reports a conflict, never a success, when the reference is taken by a live order with other content', async () => {
    const { order } = await released(scene, fulfilment);
    const other = { op: 'release', order: scene.changed(order) } as const;
    expect(await release.send(other, scene.callWithin(release.callMsMax))).toMatchObject({ kind: 'refused', class: 'conflict' });
  });
}
