/** Changes are accepted only from forms that this dashboard served to this browser. */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Busboy } from '@fastify/busboy';
import type { Context } from 'hono';
import { isSameToken } from '../../monitor/people/token.ts';
import { createPace } from '../../monitor/sites/pace.ts';

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
  const isText = type === 'application/x-www-form-urlencoded';
  if (isText && !takesFiles) return { form: new Map(new URLSearchParams(await context.req.text())), files: new Map() };
  if (!isText && (type !== 'multipart/form-data' || !takesFiles)) return null;
  return readLongForm(context.req.raw).catch(() => null);
}

/** Its size is limited before; the library's own limits would cut a pasted list. */
const limits = { fieldSize: Number.POSITIVE_INFINITY };

/** In pieces: a list of megabytes read at once would keep everybody else waiting. */
async function readLongForm({ body, headers }: Request): Promise<Fields | null> {
  if (body === null) return null;
  const [form, files] = [new Map<string, string>(), new Map<string, UploadedFile>()];
  const reading = new Busboy({ headers: { 'content-type': headers.get('content-type') ?? '' }, limits });
  reading.on('field', (name, value) => form.set(name, value));
  reading.on('file', (name, stream, fileName) => {
    const pieces: Buffer[] = [];
    stream.on('data', (piece: Buffer) => pieces.push(piece));
    stream.on('end', () => files.set(name, { name: fileName ?? '', bytes: new Uint8Array(Buffer.concat(pieces)) }));
  });
  await pipeline(Readable.from(piecesOf(body)), reading);
  await createPace().rest();
  return { form, files };
}

const pieceBytes = 65_536;

async function* piecesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const pace = createPace();
  for await (const received of body) {
    for (let at = 0; at < received.byteLength; at += pieceBytes) {
      yield received.subarray(at, at + pieceBytes);
      if (pace.isOver()) await pace.rest();
    }
  }
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
