import { createHash, randomBytes } from 'node:crypto';
import type { SfAnswer } from '../route.ts';
import { OAuthRefusal } from './oauth-refusal.ts';

/** Codes of the web server flow, each good for one exchange. */
export type AuthorizationCodes = {
  /** The page on which a person lets the app in, and where its answer leads. */
  readonly ask: (method: string, form: URLSearchParams) => SfAnswer;
  /** Who a code was given to; throws OAuthRefusal. */
  readonly redeem: (form: URLSearchParams) => string;
};

type Code = { readonly username: string; readonly redirectUri: string; readonly challenge: string | null; readonly untilMs: number };
type Make = { readonly clientId: string; readonly usernames: () => readonly string[]; readonly now: () => Date };

const codeMsMax = 15 * 60_000;
const codesMax = 1000;
const kept = ['response_type', 'client_id', 'redirect_uri', 'state', 'code_challenge', 'code_challenge_method', 'scope'] as const;

/** Makes the flow for an app; any address of http or https may be the redirect. */
export function createAuthorizationCodes({ clientId, usernames, now }: Make): AuthorizationCodes {
  const codes = new Map<string, Code>();
  return {
    ask: (method, form) => {
      const redirect = redirectOf(form);
      if (form.get('client_id') !== clientId) return told(redirect, form, { error: 'invalid_client_id', error_description: 'client identifier invalid' });
      if (form.get('response_type') !== 'code')
        return told(redirect, form, { error: 'unsupported_response_type', error_description: 'response type not supported' });
      if (method !== 'POST') return { status: 200, type: 'text/html; charset=UTF-8', text: page(form, usernames()) };
      const username = form.get('username') ?? '';
      if (!usernames().includes(username)) return told(redirect, form, { error: 'access_denied', error_description: 'end-user denied authorization' });
      const [oldest] = codes.keys();
      if (codes.size >= codesMax && oldest !== undefined) codes.delete(oldest);
      const code = `aPrx${randomBytes(48).toString('base64url')}`;
      codes.set(code, { username, redirectUri: redirect.href, challenge: form.get('code_challenge'), untilMs: now().getTime() + codeMsMax });
      return told(redirect, form, { code });
    },
    redeem: (form) => {
      const text = form.get('code') ?? '';
      const code = codes.get(text);
      codes.delete(text);
      if (code === undefined || now().getTime() > code.untilMs) throw new OAuthRefusal('invalid_grant', 'expired authorization code');
      if (redirectOf(form).href !== code.redirectUri) throw new OAuthRefusal('redirect_uri_mismatch', 'redirect_uri must match configuration');
      if (code.challenge !== null && challengeOf(form.get('code_verifier') ?? '') !== code.challenge)
        throw new OAuthRefusal('invalid_grant', 'invalid code verifier');
      return code.username;
    },
  };
}

const challengeOf = (verifier: string): string => createHash('sha256').update(verifier).digest('base64url');

function redirectOf(form: URLSearchParams): URL {
  const text = form.get('redirect_uri') ?? '';
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:')
    throw new OAuthRefusal('redirect_uri_missing', 'redirect_uri must be an address of http or https');
  return url;
}

function told(redirect: URL, form: URLSearchParams, answer: Readonly<Record<string, string>>): SfAnswer {
  const location = new URL(redirect);
  for (const [name, value] of Object.entries(answer)) location.searchParams.set(name, value);
  const state = form.get('state');
  if (state !== null) location.searchParams.set('state', state);
  return { status: 302, headers: { location: location.href } };
}

function page(form: URLSearchParams, usernames: readonly string[]): string {
  const fields = kept.flatMap((name) => (form.has(name) ? `<input type="hidden" name="${name}" value="${escaped(form.get(name) ?? '')}">` : []));
  const users = usernames.map((name) => `<option>${escaped(name)}</option>`).join('');
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Allow access?</title></head><body><h1>Allow access?</h1>
<form method="post" action="/services/oauth2/authorize">${fields.join('')}<label>User <select name="username">${users}</select></label> <button type="submit">Allow</button></form></body></html>`;
}

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
