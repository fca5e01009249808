/** Kept captures, read back as the judge saw them. */
import iconv from 'iconv-lite';
import { type Look, lookAt, withPicture } from '../core/look.ts';
import type { Capture, Content, Rendering, Screenshot } from '../core/model.ts';
import type { getCapture } from '../store/captures.ts';
import type { Parts } from './parts.ts';

type CaptureRow = NonNullable<Awaited<ReturnType<typeof getCapture>>>;
type Meta = Omit<Capture, 'body' | 'html' | 'rendering'> & {
  readonly body: { readonly hash: string; readonly mediaType: string };
  /** Whether the body was text at all. */
  readonly isText: boolean;
  readonly rendering:
    | (Omit<Rendering, 'html' | 'screenshot'> & { readonly screenshot: Omit<Screenshot, 'content'> | null })
    | null;
};

/** Long pages are read aside where somebody is there to do it. */
type Loading = Pick<Parts, 'blobs' | 'pictures'> & Partial<Pick<Parts, 'judging'>>;

/** Null when a part of it is no longer kept, or it can't be read any more. */
export async function loadLook(parts: Loading, row: CaptureRow): Promise<Look | null> {
  const meta = JSON.parse(row.metaJson) as Meta;
  const bytes = await parts.blobs.get(row.bodyHash);
  if (!bytes) return null;
  const body: Content = { ...meta.body, bytes };
  const rendering = meta.rendering && (await loadRendering(parts, row, meta.rendering));
  const html = meta.isText ? iconv.decode(Buffer.from(bytes), meta.charset) : '';
  const capture: Capture = { ...meta, body, html, rendering };
  const look = parts.judging ? await parts.judging.read(capture) : lookAt(capture, null);
  if (look === null) return null;
  const screenshot = rendering?.screenshot;
  return screenshot ? withPicture(look, await parts.pictures.reduce(screenshot)) : look;
}

async function loadRendering(
  parts: Pick<Parts, 'blobs'>,
  row: CaptureRow,
  meta: NonNullable<Meta['rendering']>,
): Promise<Rendering | null> {
  const html = row.renderedHash && (await parts.blobs.get(row.renderedHash));
  if (!html) return null;
  const picture = row.screenshotHash && (await parts.blobs.get(row.screenshotHash));
  const screenshot =
    meta.screenshot && picture && row.screenshotHash
      ? { ...meta.screenshot, content: { hash: row.screenshotHash, mediaType: 'image/png', bytes: picture } }
      : null;
  return { ...meta, html: Buffer.from(html).toString('utf8'), screenshot };
}
