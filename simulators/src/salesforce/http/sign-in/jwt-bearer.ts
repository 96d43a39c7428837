import { compactVerify, importSPKI } from 'jose';
import { OAuthRefusal } from './oauth-refusal.ts';

/** Who may sign, and what the assertion must say. */
export type Expected = { readonly publicKey: string; readonly clientId: string; readonly audiences: readonly string[]; readonly now: () => Date };

/** The furthest that `exp` may lie ahead. */
const expiryMsMax = 5 * 60_000;
/** Clocks may differ by this. */
const skewMs = 30_000;

/** Checks a JWT bearer assertion (RFC 7523) with its signature; answers its subject, the username. Throws OAuthRefusal. */
export async function readAssertion(assertion: string, { publicKey, clientId, audiences, now }: Expected): Promise<string> {
  const { iss, aud, exp, sub } = await claimsOf(assertion, publicKey);
  if (iss !== clientId) throw new OAuthRefusal('invalid_client_id', 'client identifier invalid');
  if (![aud].flat().some((each) => audiences.includes(String(each)))) throw new OAuthRefusal('invalid_grant', 'audience is invalid');
  const aheadMs = secondsOf(exp) * 1000 - now().getTime();
  if (aheadMs < -skewMs) throw new OAuthRefusal('invalid_grant', 'expired authorization code');
  if (typeof sub !== 'string' || Number.isNaN(aheadMs) || aheadMs > expiryMsMax + skewMs) throw invalid();
  return sub;
}

const invalid = (): OAuthRefusal => new OAuthRefusal('invalid_grant', 'invalid assertion');

/** The platform takes `exp` as text too, and simple-salesforce sends it so; RFC 7519 wants a number. */
const secondsOf = (exp: unknown): number => (typeof exp === 'number' || (typeof exp === 'string' && exp !== '') ? Number(exp) : Number.NaN);

async function claimsOf(assertion: string, publicKey: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    const { payload } = await compactVerify(assertion, await importSPKI(publicKey, 'RS256'), { algorithms: ['RS256'] });
    const claims: unknown = JSON.parse(Buffer.from(payload).toString('utf8'));
    if (typeof claims === 'object' && claims !== null) return { ...claims };
  } catch {
    // whatever is wrong with it, the platform says the same
  }
  throw invalid();
}
