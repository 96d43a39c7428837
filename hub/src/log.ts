import pino from 'pino';

/** Where the hub writes what happens: JSON lines, never payloads or keys. */
export type Log = { readonly write: (level: 'info' | 'warn' | 'error', where: string, message: string) => void; readonly close: () => Promise<void> };

/** A log into a file; what went wrong also goes to standard error when nobody reads files (no file given). */
export function createLog(level: string, file: string | undefined): Log {
  const destination = file === undefined ? pino.destination({ dest: 2, sync: false }) : pino.destination({ dest: file, mkdir: true, sync: false });
  const logger = pino({ level, base: null, redact: ['*.authorization', '*.token', '*.password'] }, destination);
  return {
    write: (at, where, message) => logger[at]({ where }, message),
    close: () => new Promise((resolve) => destination.flush(() => resolve())),
  };
}
