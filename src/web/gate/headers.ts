/** Headers of every response, and the Host check. */
import { isIP } from 'node:net';
import type { Context, MiddlewareHandler } from 'hono';
import { listenAddress } from '../../monitor/people/may-listen.ts';
import { inBothLanguages } from '../texts.ts';

/** `connect-src` is for our own script, which reloads the board. */
const contentPolicy = [
  "default-src 'none'",
  "style-src 'self'",
  "img-src 'self'",
  "script-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ');

/**
 * For anything that is not our own page, especially stored sources and pictures: opened directly, it runs no script and
 * has an opaque origin.
 */
const filePolicy = "default-src 'none'; frame-ancestors 'none'; sandbox";

const fixedHeaders: Readonly<Record<string, string>> = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'X-Frame-Options': 'DENY',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
};

/** The public page runs no script at all. */
export const publicPolicy = [
  "default-src 'none'",
  "style-src 'self'",
  "img-src 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ');

/** Where a listener is reached. */
interface Place {
  readonly publicUrl?: string | undefined;
}

/** Responses are not cached unless the route says otherwise. */
export function safeHeaders({ publicUrl }: Place, pagePolicy = contentPolicy): MiddlewareHandler {
  const isHttps = publicUrl?.startsWith('https:') ?? false;
  return async (context, next) => {
    await next();
    for (const [name, value] of Object.entries(fixedHeaders)) context.res.headers.set(name, value);
    const isPage = context.res.headers.get('content-type')?.startsWith('text/html') ?? true;
    context.res.headers.set('Content-Security-Policy', isPage ? pagePolicy : filePolicy);
    if (isHttps) context.res.headers.set('Strict-Transport-Security', 'max-age=31536000');
    if (!context.res.headers.has('Cache-Control')) context.res.headers.set('Cache-Control', 'no-store');
  };
}

const foreignNameText = inBothLanguages({
  vi: 'Tên này không phải của bảng theo dõi: hãy dùng địa chỉ ghi tại web.publicUrl.',
  en: 'This name does not belong to the dashboard: use the address in web.publicUrl.',
});

/**
 * Rejects requests for a host name that isn't ours: another site could point its own name at our address and read the
 * dashboard through the user's browser (DNS rebinding). A literal IP address can't be rebound.
 */
export function ownHostOnly(
  { listen, publicUrl }: Place & { readonly listen: string },
  refusal = foreignNameText,
): MiddlewareHandler {
  const names = new Set(['localhost', listenAddress(listen).host.toLowerCase()]);
  if (publicUrl) names.add(new URL(publicUrl).hostname);
  return async (context, next) => {
    const host = hostOf(context);
    if (host === null || !(names.has(host) || isIP(host.replace(/^\[|\]$/g, '')) > 0)) {
      return context.text(refusal, 421);
    }
    await next();
  };
}

function hostOf(context: Context): string | null {
  const header = context.req.header('host');
  const parsed = URL.parse(header === undefined ? context.req.url : `http://${header}`);
  return parsed?.hostname ?? null;
}
