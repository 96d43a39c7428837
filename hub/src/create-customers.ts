import type { Instruction } from '@crossdock/canonical';
import type { Landscape } from '@crossdock/connector-kit';
import { type ExceptionWant, noOrder, openExceptions } from './exceptions/index.ts';
import type { Clock, Database } from './platform/index.ts';
import { creationOp, isStillWanted, type SurplusCustomer, settleCreation } from './reference/index.ts';
import type { Claimed, Registry, SubmitOutcome } from './systems/index.ts';

/** Where customers that are new are created, by the policy. Throws where it names a system whose connector cannot: found at start, not at the first customer. */
export function createsCustomers({ policy }: Pick<Landscape, 'policy'>, registry: Registry): (system: string) => boolean {
  const { createCustomer = 'hold' } = policy;
  if (createCustomer === 'hold') return () => false;
  if (createCustomer === 'create') return registry.makesCustomers;
  for (const system of createCustomer.in) {
    const { connector } = registry.get(system);
    if (!connector.customers) throw new Error(`policy.createCustomer names ${system}, but ${connector.vendor} creates no customers.`);
  }
  return (system) => createCustomer.in.includes(system);
}

/** What the lanes need for the customers that they create beside the effects of orders. */
export type CustomerWork = {
  readonly isCreation: (command: object) => boolean;
  readonly submit: SubmitOutcome;
  readonly isStillWanted: (claimed: Claimed) => Promise<boolean>;
};

type Deps = {
  readonly database: Database;
  readonly clock: Clock;
  readonly dueAt: (severity: ExceptionWant['severity']) => string;
};

/** The outcomes of creations go to the cross-references, not to an order. */
export function customerWork({ database, clock, dueAt }: Deps): CustomerWork {
  const { transact } = database;
  return {
    isCreation: (command) => 'key' in command && typeof command.key === 'string' && command.key.startsWith(`${creationOp}:`),
    submit: async (id, command, fence) => {
      switch (command.kind) {
        case 'confirmed':
        case 'refused':
        case 'stopped':
        case 'absent':
          return settleCreation(
            { id, command, fence },
            {
              transact,
              clock,
              callPerson: (client, surplus) => openExceptions(client, [exceptionOf(surplus)], { at: clock.now().toISOString(), dueAt }),
            },
          );
        default:
          throw new Error(`The creation of a customer cannot end with ${command.kind}.`);
      }
    },
    isStillWanted: async ({ op, system, body }) => {
      if (op !== creationOp) return true;
      const instruction = JSON.parse(body) as Instruction; // written by wantCustomers alone
      return instruction.op === creationOp && isStillWanted({ customer: instruction.customer, to: system }, { transact });
    },
  };
}

function exceptionOf({ from, name, to, made, known }: SurplusCustomer): ExceptionWant {
  const pin = `customer:${from}:${name}:${to}`;
  return {
    subjectId: noOrder,
    key: pin,
    class: 'duplicate',
    severity: 'normal',
    owner: 'master-data',
    summary: `${to} has a customer ${made} that nobody needs: while the hub created ${name} of ${from} there, somebody said that it is ${known.join(', ')}.`,
    cause: pin,
    evidence: [`created: ${made}`, `said by cross-references: ${known.join(', ')}`],
    remedies: ['accept-difference'],
    verdict: `Orders go to the customer that the cross-references say. Close ${made} in ${to}, or load it as the cross-reference; then accept.`,
    target: { pin },
  };
}
