import { afterEach, describe, expect, it } from 'vitest';
import type { CustomersScene } from './scene.ts';
import { expectConfirmed, writeOperationContract } from './write-operation.ts';

/** What every system promises that makes customers. Registers tests; call it once per scene. */
export function customersContract(scene: CustomersScene): void {
  const operation = scene.connector.customers?.['create-customer'];
  describe('makes customers', () => {
    it('offers the port', () => expect(operation).toBeDefined());
    if (operation === undefined) return;
    afterEach(() => scene.faults.clear());
    const call = () => scene.callWithin(operation.callMsMax);
    const prepare = async () => ({ op: 'create-customer', customer: scene.customer(scene.nextReference()) }) as const;
    writeOperationContract(scene, { op: 'create-customer', operation, prepare });

    it('is known to the system at once by the name that the confirmation gives', async () => {
      const { document } = expectConfirmed(await operation.send(await prepare(), call()));
      expect(await scene.isKnown(document.id)).toBe(true);
    });

    if (operation.probe) {
      it('is the same customer still when a person has changed it since', async () => {
        const body = await prepare();
        const first = expectConfirmed(await operation.send(body, call()));
        const renamed = { ...body, customer: { ...body.customer, name: `${body.customer.name} Holding` } };
        expect(await operation.probe?.(renamed, call())).toMatchObject({ kind: 'found', document: { id: first.document.id } });
        if (operation.grade === 'A') expect(expectConfirmed(await operation.send(renamed, call())).document.id).toBe(first.document.id);
      });
    }

    it.each(scene.customerRefusals)('says no: $title', async ({ body, expected }) => {
      const customer = body(scene.nextReference());
      const answer = await operation.send({ op: 'create-customer', customer }, call());
      expect(answer).toMatchObject({ kind: 'refused', ...expected });
      expect(await scene.countDone({ op: 'create-customer', customer })).toBe(0);
    });
  });
}
