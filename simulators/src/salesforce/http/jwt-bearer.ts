import { errors, importSPKI, jwtVerify } from 'jose';
import { OAuthRefusal } from './oauth-refusal.ts';

/** Who may sign, and what the assertion must say. */
export type Expected = { readonly publicKey: string; readonly clientId: string; readonly audiences: readonly string[]; readonly now: () => Date };

/** The furthest that `exp` may lie ahead. */
const expiryMsMax = 5 * 60_000;
/** Clocks may differ by this. */
const skewSeconds = 30;

/** Checks a JWT bearer assertion (RFC 7523) with its signature; answers its subject, the username. Throws OAuthRefusal. */
export async function readAssertion(assertion: string, { publicKey, clientId, audiences, now }: Expected): Promise<string> {
  try {
    const { payload } = await jwtVerify(assertion, await importSPKI(publicKey, 'RS256'), {
      algorithms: ['RS256'],
      issuer: clientId,
      audience: [...audiences],
      requiredClaims: ['exp', 'sub', 'aud', 'iss'],
      clockTolerance: skewSeconds,
      currentDate: now(),
    });
    const aheadMs = (payload.exp ?? 0) * 1000 - now().getTime();
    if (aheadMs > expiryMsMax + skewSeconds * 1000) throw new OAuthRefusal('invalid_grant', 'invalid assertion');
    return payload.sub ?? '';
  } catch (error) {
    throw error instanceof OAuthRefusal ? error : refusalOf(error);
  }
}

function refusalOf(error: unknown): OAuthRefusal {
  if (error instanceof errors.JWTExpired) return new OAuthRefusal('invalid_grant', 'expired authorization code');
  if (error instanceof errors.JWTClaimValidationFailed && error.claim === 'aud') return new OAuthRefusal('invalid_grant', 'audience is invalid');
  if (error instanceof errors.JWTClaimValidationFailed && error.claim === 'iss') return new OAuthRefusal('invalid_client_id', 'client identifier invalid');
  return new OAuthRefusal('invalid_grant', 'invalid assertion');
}
