/** Changes come only from forms that this dashboard gave to this browser. */
import type { Context } from 'hono';
import { isSameToken } from '../../monitor/people/token.ts';

export const formTokenField = 'form-token';
export const formBytes = 64_000;

export type FormResult =
  | { readonly ok: true; readonly form: ReadonlyMap<string, string> }
  | { readonly ok: false; readonly reason: 'foreign' | 'stale' | 'not-a-form' };

/**
 * Reads a POST. `foreign`: another site sent it; `stale`: the token belongs to another session, for example one that
 * ended while the page stood open.
 */
export async function readForm(context: Context, token: string | null): Promise<FormResult> {
  if (isForeign(context)) return { ok: false, reason: 'foreign' };
  const type = context.req.header('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/x-www-form-urlencoded') return { ok: false, reason: 'not-a-form' };
  const form = new Map(new URLSearchParams(await context.req.text()));
  const given = form.get(formTokenField);
  if (token === null || given === undefined || !isSameToken(given, token)) return { ok: false, reason: 'stale' };
  form.delete(formTokenField);
  return { ok: true, form };
}

/** Browsers send `Origin: null` with forms under our referrer policy, so an absent or null origin leaves it to the token. */
function isForeign(context: Context): boolean {
  const site = context.req.header('sec-fetch-site');
  if (site !== undefined && site !== 'same-origin') return true;
  const origin = context.req.header('origin');
  if (origin === undefined || origin === 'null') return false;
  return URL.parse(origin)?.host !== (context.req.header('host') ?? new URL(context.req.url).host);
}
