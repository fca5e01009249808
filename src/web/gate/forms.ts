/** Changes are accepted only from forms that this dashboard served to this browser. */
import type { Context } from 'hono';
import { isSameToken } from '../../monitor/people/token.ts';

export const formTokenField = 'form-token';
export const formBytes = 64_000;

export interface UploadedFile {
  /** The file name on the client. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

export interface Form {
  readonly form: ReadonlyMap<string, string>;
  readonly files: ReadonlyMap<string, UploadedFile>;
}

export type FormResult =
  | ({ readonly ok: true } & Form)
  | { readonly ok: false; readonly reason: 'foreign' | 'stale' | 'not-a-form' };

/**
 * Reads a POST. `foreign`: sent by another site; `stale`: the token belongs to another session, such as one that ended
 * while the page was open.
 */
export async function readForm(context: Context, token: string | null, takesFiles: boolean): Promise<FormResult> {
  if (isForeign(context)) return { ok: false, reason: 'foreign' };
  const sent = await readFields(context, takesFiles);
  if (sent === null) return { ok: false, reason: 'not-a-form' };
  const given = sent.form.get(formTokenField);
  if (token === null || given === undefined || !isSameToken(given, token)) return { ok: false, reason: 'stale' };
  sent.form.delete(formTokenField);
  return { ok: true, ...sent };
}

interface Fields {
  readonly form: Map<string, string>;
  readonly files: Map<string, UploadedFile>;
}

/** Null when the body is not a form. */
export async function readFields(context: Context, takesFiles: boolean): Promise<Fields | null> {
  const type = context.req.header('content-type')?.split(';')[0]?.trim().toLowerCase();
  const files = new Map<string, UploadedFile>();
  if (type === 'application/x-www-form-urlencoded') {
    return { form: new Map(new URLSearchParams(await context.req.text())), files };
  }
  if (type !== 'multipart/form-data' || !takesFiles) return null;
  const parts = await context.req.formData().catch(() => null);
  if (parts === null) return null;
  const form = new Map<string, string>();
  for (const [name, value] of parts) {
    if (typeof value === 'string') form.set(name, value);
    else files.set(name, { name: value.name, bytes: new Uint8Array(await value.arrayBuffer()) });
  }
  return { form, files };
}

/**
 * Under our referrer policy browsers send `Origin: null` with forms, so for an absent or null origin the token decides.
 */
export function isForeign(context: Context): boolean {
  const site = context.req.header('sec-fetch-site');
  if (site !== undefined && site !== 'same-origin') return true;
  const origin = context.req.header('origin');
  if (origin === undefined || origin === 'null') return false;
  return URL.parse(origin)?.host !== (context.req.header('host') ?? new URL(context.req.url).host);
}
