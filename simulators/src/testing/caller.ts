/** An answer over HTTP, or the code of the failure when the socket died without one. */
export type Heard<B> = { readonly status: number; readonly body: B; readonly headers: Headers } | { readonly status: 'no answer'; readonly code: string };

/** Calls one simulator with its token. */
export type Caller = <B = Readonly<Record<string, unknown>>>(
  method: string,
  path: string,
  body?: unknown,
  more?: { readonly at?: string; readonly headers?: Readonly<Record<string, string>> },
) => Promise<Heard<B>>;

const callMsMax = 5000;

/** Makes a caller; `at` of a call is another address than the system's own. */
export function callerOf({ url, token }: { readonly url: string; readonly token: string }): Caller {
  return async <B>(method: string, path: string, body?: unknown, more: { readonly at?: string; readonly headers?: Readonly<Record<string, string>> } = {}) => {
    try {
      const response = await fetch(`${more.at ?? url}${path}`, {
        method,
        headers: { authorization: `Bearer ${token}`, ...more.headers },
        signal: AbortSignal.timeout(callMsMax),
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      });
      const text = await response.text();
      return { status: response.status, headers: response.headers, body: (text.startsWith('{') ? JSON.parse(text) : text) as B }; // the test says what it expects
    } catch (error) {
      return { status: 'no answer', code: failureOf(error) };
    }
  };
}

/** The body of an answer that must be there with this status. */
export function bodyOf<B>(heard: Heard<B>, status: number): B {
  if (heard.status !== status) throw new Error(`expected ${status}, heard ${JSON.stringify(heard)}`);
  return heard.body;
}

function failureOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  if (typeof cause === 'object' && cause !== null && 'code' in cause) return String(cause.code);
  return error instanceof Error ? error.name : String(error);
}

/** Waits until something is so, looking every few milliseconds, at most `msMax`. */
export async function until(isSo: () => boolean | Promise<boolean>, msMax = 5000): Promise<void> {
  const end = performance.now() + msMax;
  while (!(await isSo())) {
    if (performance.now() > end) throw new Error(`not so within ${msMax} ms`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
