import { createHmac } from 'node:crypto';

/** Refresh tokens: one for each user, the same over restarts, since it is made of the app's secret. */
export type RefreshTokens = {
  readonly of: (username: string) => string;
  /** Who a token is good for; undefined when it is unknown or was revoked. */
  readonly usernameOf: (token: string, usernames: Iterable<string>) => string | undefined;
  readonly revoke: (token: string) => void;
};

/** Makes the tokens of an app. A revoked one stays so until the process ends. */
export function createRefreshTokens(clientSecret: string): RefreshTokens {
  const revoked = new Set<string>();
  const of = (username: string) => `5Aep861${createHmac('sha512', clientSecret).update(username).digest('base64url')}`;
  return {
    of,
    usernameOf: (token, usernames) => {
      if (revoked.has(token)) return undefined;
      for (const username of usernames) if (of(username) === token) return username;
      return undefined;
    },
    revoke: (token) => revoked.add(token),
  };
}
