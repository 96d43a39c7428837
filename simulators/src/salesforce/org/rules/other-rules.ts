import { OrgError } from '../types.ts';
import type { Draft, Ground, ObjectRules } from './object-rules.ts';

/** People have a full name made of its parts. */
export const personRules: ObjectRules = {
  creating: (draft) => nameFully(draft),
  changing: (draft) => nameFully(draft),
};

/** An account that has orders stays. */
export const accountRules: ObjectRules = {
  removing: (row, ground) => {
    if (ground.by('Order', 'AccountId', String(row['Id'])).length > 0) {
      throw new OrgError('DELETE_FAILED', `Your attempt to delete ${row['Name']} could not be completed because it is associated with orders.`);
    }
  },
};

/** A case is closed by its status and shows how its contact is reached. */
export const caseRules: ObjectRules = {
  creating: (draft, ground) => completeCase(draft, ground),
  changing: (draft, ground) => completeCase(draft, ground),
};

/** Contracts start as drafts. */
export const contractRules: ObjectRules = {
  creating: (draft) => {
    if (draft['Status'] === 'Activated') {
      throw new OrgError('FAILED_ACTIVATION', 'Choose a valid contract status and save your changes. Ask your admin for details.', { fields: ['Status'] });
    }
    enterContract(draft);
  },
  changing: (draft, ground, before) => {
    enterContract(draft);
    if (before['StatusCode'] === draft['StatusCode'] || draft['StatusCode'] !== 'Activated') return;
    Object.assign(draft, { ActivatedDate: ground.at, ActivatedById: ground.who.userId });
  },
};

const contractCodes: Readonly<Record<string, string>> = { Draft: 'Draft', 'In Approval Process': 'InApproval', Activated: 'Activated' };

function enterContract(draft: Draft): void {
  draft['StatusCode'] = contractCodes[String(draft['Status'])] ?? 'Draft';
  const { StartDate: start, ContractTerm: months } = draft;
  draft['EndDate'] = typeof start === 'string' && typeof months === 'number' ? lastDay(start, months) : null;
}

function lastDay(start: string, months: number): string {
  const [year = 0, month = 1, day = 1] = start.split('-').map(Number);
  return new Date(Date.UTC(year, month - 1 + months, day - 1)).toISOString().slice(0, 10);
}

function nameFully(draft: Draft): void {
  draft['Name'] = [draft['FirstName'], draft['LastName']].filter((part) => part !== null && part !== undefined).join(' ');
}

function completeCase(draft: Draft, ground: Ground): void {
  const isClosed = draft['Status'] === 'Closed';
  Object.assign(draft, { IsClosed: isClosed, ClosedDate: isClosed ? (draft['ClosedDate'] ?? ground.at) : null });
  const contact = ground.find('Contact', draft['ContactId']);
  const { Phone = null, MobilePhone = null, Email = null, Fax = null, AccountId = null } = contact ?? {};
  Object.assign(draft, { ContactPhone: Phone, ContactMobile: MobilePhone, ContactEmail: Email, ContactFax: Fax });
  draft['AccountId'] = draft['AccountId'] ?? AccountId;
}
