import { randomBytes } from 'node:crypto';

/** A user that has logged in. */
export type Session = { readonly token: string; readonly userId: string; readonly username: string; readonly instanceUrl: string; readonly openedAt: Date };

/** The sessions of an org; they end when nobody has used them for a while. */
export type Sessions = {
  readonly open: (user: Pick<Session, 'userId' | 'username' | 'instanceUrl'>) => Session;
  /** Finds a session and keeps it alive. */
  readonly find: (token: string) => Session | undefined;
  readonly end: (token: string) => boolean;
  readonly endAll: () => void;
};

const sessionsMax = 10_000;
const tokenBytes = 72;

/** Keeps sessions in memory: a restart ends them all. */
export function createSessions({ orgId, idleMsMax, now }: { readonly orgId: string; readonly idleMsMax: number; readonly now: () => Date }): Sessions {
  const sessions = new Map<string, Session & { lastUsedMs: number }>();
  return {
    open: (user) => {
      const [oldest] = sessions.keys();
      if (sessions.size >= sessionsMax && oldest !== undefined) sessions.delete(oldest);
      const token = `${orgId.slice(0, 15)}!${randomBytes(tokenBytes).toString('base64url')}`;
      const session = { ...user, token, openedAt: now(), lastUsedMs: now().getTime() };
      sessions.set(token, session);
      return session;
    },
    find: (token) => {
      const session = sessions.get(token);
      if (session === undefined) return undefined;
      if (now().getTime() - session.lastUsedMs > idleMsMax) {
        sessions.delete(token);
        return undefined;
      }
      session.lastUsedMs = now().getTime();
      return session;
    },
    end: (token) => sessions.delete(token),
    endAll: () => sessions.clear(),
  };
}
