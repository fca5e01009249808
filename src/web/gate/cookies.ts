/** The dashboard's cookies: none is readable by scripts, and none is sent with requests from other sites. */
import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import type { Config } from '../../config/schema/schema.ts';

/**
 * `visitor` ties the forms before sign-in to one browser; `step` lasts from password to code, `provider` for the round
 * trip to the identity provider.
 */
export type CookieName = 'session' | 'visitor' | 'step' | 'provider' | 'language';

const longest = 1_500;

const maxAgeSeconds: Readonly<Record<CookieName, number>> = {
  session: 7 * 86_400,
  visitor: 86_400,
  step: 600,
  provider: 600,
  language: 365 * 86_400,
};

/** Over https the prefix makes browsers reject the cookie from a sibling host or a plain connection. */
function prefixed(config: Config, name: CookieName): { name: string; secure: boolean } {
  const secure = config.web.publicUrl?.startsWith('https:') ?? false;
  return { name: secure ? `__Host-vonggac-${name}` : `vonggac-${name}`, secure };
}

export function readCookie(context: Context, config: Config, name: CookieName): string | null {
  const value = getCookie(context, prefixed(config, name).name);
  return value !== undefined && value.length <= longest ? value : null;
}

export function writeCookie(context: Context, config: Config, name: CookieName, value: string): void {
  const { name: fullName, secure } = prefixed(config, name);
  setCookie(context, fullName, value, {
    httpOnly: true,
    // The return from an identity provider is a cross-site navigation, which does not send a strict cookie.
    sameSite: name === 'provider' ? 'Lax' : 'Strict',
    path: '/',
    secure,
    maxAge: maxAgeSeconds[name],
  });
}

export function dropCookie(context: Context, config: Config, name: CookieName): void {
  const { name: fullName, secure } = prefixed(config, name);
  deleteCookie(context, fullName, { path: '/', secure });
}
