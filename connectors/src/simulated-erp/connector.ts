import { type AnswerPort, asFailure, type Call, type Connector, type DocumentPort, type FactsPort } from '@crossdock/connector-kit';
import { readChange, readChanges, readQuestioned } from './api.ts';
import { amendOperation, cancelOperation, confirmOperation } from './change-document.ts';
import { type Access, ask } from './client.ts';
import { createCustomerOperation } from './create-customer.ts';
import { createOperation, listLive } from './create-document.ts';
import { goodsIssueOperation } from './goods-issue.ts';
import { fromChange, fromQuestioned, toQuestion, unreadableMessage } from './map.ts';
import type { Documents } from './sales-order.ts';

/** How one simulated ERP is reached and what it can do; `grade` and `twoStep` as it was started. Times in ms. */
export type SimulatedErpSettings = {
  /** The system's id in the landscape. */
  readonly system: string;
  readonly url: string;
  readonly token: string;
  /** Without it: A. */
  readonly grade?: 'A' | 'B' | 'C';
  /** Without it: 5,000, more than its late commits take in our tests. */
  readonly settleMs?: number;
  /** Without it: 5,000. */
  readonly callMsMax?: number;
  /** True: a create makes a draft, to be confirmed by a call of its own. */
  readonly twoStep?: boolean;
};

const usual = { settleMs: 5_000, callMsMax: 5_000, pollEveryMs: 1_000 } as const;
const pageChangesMax = 200;

/** The connector of the simulated ERP (simulators/README.md). */
export function createSimulatedErp(settings: SimulatedErpSettings): Connector {
  const { system, url, token, grade = 'A', settleMs = usual.settleMs, callMsMax = usual.callMsMax, twoStep = false } = settings;
  const access: Access = { url, token };
  const documents: Documents = { system, access, grade, settleMs, callMsMax };
  return {
    vendor: 'simulated-erp',
    answers: answerPort(access, callMsMax),
    documents: documentPort(documents, twoStep),
    customers: { 'create-customer': createCustomerOperation(documents) },
    facts: factsPort(documents),
    health: (call) => health(access, call),
  };
}

function documentPort(documents: Documents, isTwoStep: boolean): DocumentPort {
  return {
    steps: isTwoStep ? ['create', 'confirm'] : ['create'],
    create: createOperation(documents),
    ...(isTwoStep ? { confirm: confirmOperation(documents) } : {}),
    amend: amendOperation(documents),
    cancel: cancelOperation(documents),
    'goods-issue': goodsIssueOperation(documents),
    ...(documents.grade === 'C' ? {} : { findByReference: (reference: string, call: Call) => listLive(documents, reference, call) }),
  };
}

function answerPort(access: Access, callMsMax: number): AnswerPort {
  return {
    callMsMax,
    ask: async (question, call) => {
      const body = toQuestion(question, call.now());
      const answer = await ask(access, { method: 'POST', path: '/questions', body, commits: false, read: readQuestioned }, call);
      return answer.kind === 'got' ? { kind: 'answered', answer: fromQuestioned(answer.value, question) } : asFailure(answer);
    },
  };
}

function factsPort({ system, access, callMsMax }: Documents): FactsPort {
  return {
    pollEveryMs: usual.pollEveryMs,
    callMsMax,
    poll: async (cursor = '0', call) => {
      const path = `/changes?since=${encodeURIComponent(cursor)}&limit=${pageChangesMax}`;
      const answer = await ask(access, { method: 'GET', path, commits: false, read: readChanges }, call);
      if (answer.kind !== 'got') return asFailure(answer);
      const { changes, next, more } = answer.value;
      const messages = changes.map((change, index) => {
        const read = readChange(change);
        // Without its own name it gets one from its place in the page, which a repetition of the page has too.
        if (read.kind === 'unreadable') return { id: `${cursor}#${index}`, raw: JSON.stringify(change), ...unreadableMessage(read) };
        return fromChange(system, read.value);
      });
      return { kind: 'polled', messages, cursor: String(next), more };
    },
  };
}

/** The page after the last change: cheap for them, and refused where our token is wrong. */
async function health(access: Access, call: Call): ReturnType<Connector['health']> {
  const path = `/changes?since=${Number.MAX_SAFE_INTEGER}&limit=1`;
  const answer = await ask(access, { method: 'GET', path, commits: false, read: readChanges }, call);
  return answer.kind === 'got' ? { kind: 'healthy', says: 'answers, and takes our token' } : asFailure(answer);
}
