import { afterEach, describe, expect, it } from 'vitest';
import type { DocumentPort } from '../ports.ts';
import { type Stage, stageOf } from './place-order.ts';
import type { DocumentsScene } from './scene.ts';
import { eventually, expectConfirmed, writeOperationContract } from './write-operation.ts';

/** What every keeper of order documents promises. Registers tests; call it once per scene. */
export function documentsContract(scene: DocumentsScene): void {
  const { documents } = scene.connector;
  describe('keeps order documents', () => {
    it('offers the port', () => expect(documents).toBeDefined());
    if (documents === undefined) return;
    afterEach(() => scene.faults.clear());
    const stage = stageOf(scene, documents);
    operations(scene, documents, stage);
    showsWhatItHolds(scene, documents);
    refuses(scene, documents);
    noticesSilentDrops(scene, documents);
    distrustsTheDead(scene, documents);
    findsDuplicates(scene, documents);
  });
}

function operations(scene: DocumentsScene, documents: DocumentPort, { created, quoted, placed, issued }: Stage): void {
  const { create, quote, confirm, amend, cancel, 'goods-issue': goodsIssue, invoice } = documents;
  const key = () => ({ reference: scene.nextReference() });

  writeOperationContract(scene, { op: 'create', operation: create, prepare: async () => ({ op: 'create', document: scene.order(scene.nextReference()) }) });
  if (quote) {
    writeOperationContract(scene, { op: 'quote', operation: quote, prepare: async () => ({ op: 'quote', ...key(), target: (await created()).target }) });
  }
  if (confirm) {
    writeOperationContract(scene, { op: 'confirm', operation: confirm, prepare: async () => ({ op: 'confirm', ...key(), target: (await quoted()).target }) });
  }
  if (amend) {
    const prepare = async () => {
      const { document, target } = await placed();
      return { op: 'amend', ...key(), target, document: scene.changed(document) } as const;
    };
    writeOperationContract(scene, { op: 'amend', operation: amend, prepare });
  }
  const withdrawn = async () => ({ op: 'cancel', ...key(), target: (await placed()).target, reason: 'the customer changed their mind' }) as const;
  writeOperationContract(scene, { op: 'cancel', operation: cancel, prepare: withdrawn });
  if (goodsIssue) {
    const prepare = async () => {
      const { document, target } = await placed();
      return { op: 'goods-issue', ...key(), target, shipment: scene.shipment(document) } as const;
    };
    writeOperationContract(scene, { op: 'goods-issue', operation: goodsIssue, prepare });
  }
  if (invoice) {
    const prepare = async () => {
      const { document, target } = await issued();
      return { op: 'invoice', ...key(), target, shipment: scene.shipment(document) } as const;
    };
    writeOperationContract(scene, { op: 'invoice', operation: invoice, prepare });
  }
}

function showsWhatItHolds(scene: DocumentsScene, { create }: DocumentPort): void {
  it('shows the document that it made: id, our reference where the system keeps one, every line under our key', async () => {
    const document = scene.order(scene.nextReference());
    const done = expectConfirmed(await create.send({ op: 'create', document }, scene.callWithin(create.callMsMax)));
    const snapshot = done.snapshots.find(({ type, id }) => type === 'sales-order' && id === done.document.id);
    expect(snapshot).toMatchObject({ type: 'sales-order', lines: document.lines.map(({ lineKey, item }) => ({ lineKey, item })) });
    if (create.grade !== 'C') expect(snapshot).toMatchObject({ reference: document.reference });
  });
}

function refuses(scene: DocumentsScene, { create }: DocumentPort): void {
  it('has refusals to show', () => expect(scene.refusals).not.toEqual([]));

  it.each(scene.refusals)('refuses, and makes no document: $title', async ({ body, expected }) => {
    const document = body(scene.nextReference());
    expect(await create.send({ op: 'create', document }, scene.callWithin(create.callMsMax))).toMatchObject({ kind: 'refused', ...expected });
    expect(await scene.countDone({ op: 'create', document })).toBe(0);
  });
}

function noticesSilentDrops(scene: DocumentsScene, { create }: DocumentPort): void {
  it.each(scene.silentFieldDrops)('says what differs when the system drops $field in silence', async ({ field, cause }) => {
    const document = scene.order(scene.nextReference());
    await cause();
    const done = expectConfirmed(await create.send({ op: 'create', document }, scene.callWithin(create.callMsMax)));
    expect(done.differences).toContainEqual(expect.objectContaining({ field }));
  });
}

function distrustsTheDead(scene: DocumentsScene, { create, cancel }: DocumentPort): void {
  const cancelled = async () => {
    const document = scene.order(scene.nextReference());
    const { document: target } = expectConfirmed(await create.send({ op: 'create', document }, scene.callWithin(create.callMsMax)));
    const body = { op: 'cancel', reference: scene.nextReference(), target, reason: 'no longer wanted' } as const;
    expectConfirmed(await cancel.send(body, scene.callWithin(cancel.callMsMax)));
    return document;
  };
  if (create.probe) {
    const { probe } = create;
    it('does not take a cancelled document under our reference for a live one', async () => {
      const document = await cancelled();
      expect((await probe({ op: 'create', document }, scene.callWithin(create.callMsMax))).kind).toMatch(/^(absent|undecidable)$/);
    });
  }
  if (create.grade === 'A') {
    it('reports a conflict, never a success, when the reference is taken by a live document with other content', async () => {
      const document = scene.order(scene.nextReference());
      expectConfirmed(await create.send({ op: 'create', document }, scene.callWithin(create.callMsMax)));
      const other = { op: 'create', document: scene.changed(document) } as const;
      expect(await create.send(other, scene.callWithin(create.callMsMax))).toMatchObject({ kind: 'refused', class: 'conflict' });
    });

    it('reports a conflict, never a success, when the reference is taken by a cancelled document', async () => {
      const document = await cancelled();
      expect(await create.send({ op: 'create', document }, scene.callWithin(create.callMsMax))).toMatchObject({ kind: 'refused', class: 'conflict' });
      expect(await scene.countDone({ op: 'create', document })).toBe(0);
    });
  }
}

function findsDuplicates(scene: DocumentsScene, { create, findByReference }: DocumentPort): void {
  it('can be searched by reference, unless its creates are grade C', () => expect(findByReference === undefined).toBe(create.grade === 'C'));
  if (findByReference === undefined) return;
  const listed = async (reference: string) => {
    const answer = await findByReference(reference, scene.callWithin(create.callMsMax));
    return answer.kind === 'listed' ? answer.snapshots.length : answer;
  };

  it(`lists the live documents under a reference: ${create.grade === 'A' ? 'one, however often it was sent' : 'two, when it was sent twice'}`, async () => {
    const document = scene.order(scene.nextReference());
    expect(await listed(document.reference)).toBe(0);
    for (const times of [1, 2]) {
      expectConfirmed(await create.send({ op: 'create', document }, scene.callWithin(create.callMsMax)));
      await eventually(async () => expect(await listed(document.reference)).toBe(create.grade === 'A' ? 1 : times));
    }
  });
}
