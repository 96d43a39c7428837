import { type Metadata, status } from '@grpc/grpc-js';
import type { Who } from '../org/types.ts';
import { Refusal } from './refusal.ts';

/** Who a session belongs to; undefined when the token is unknown or expired, or the other two are not those of its org. */
export type CheckSession = (token: string, instanceUrl: string, tenantId: string) => Who | undefined;

/** Finds out who calls. Throws Refusal (UNAUTHENTICATED). */
export function authenticate(metadata: Metadata, checkSession: CheckSession): Who {
  const [token, instanceUrl, tenantId] = ['accesstoken', 'instanceurl', 'tenantid'].map((name) => header(metadata, name));
  if (!token || !instanceUrl || !tenantId)
    throw new Refusal(
      status.UNAUTHENTICATED,
      'service.auth.headers.invalid',
      'One or more authentication headers are invalid or blank. Provide accesstoken, instanceurl and tenantid.',
    );
  const who = checkSession(token, instanceUrl, tenantId);
  if (who !== undefined) return who;
  throw new Refusal(status.UNAUTHENTICATED, 'service.auth.error', 'An authentication exception occurred. Provide valid authentication via metadata headers.');
}

function header(metadata: Metadata, name: string): string {
  const [value] = metadata.get(name);
  return typeof value === 'string' ? value.trim() : '';
}
