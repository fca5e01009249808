/** Stored captures, read back as the judge saw them. */

import type { Rendering } from '../../core/domain/capture.ts';
import type { Content } from '../../core/domain/content.ts';
import { type Look, withPicture } from '../../core/facts/look.ts';
import { type CaptureMeta, captureMeta } from '../../store/codecs/capture-codecs.ts';
import type { getCapture } from '../../store/targets/captures.ts';
import { withText } from '../check/look/read-capture.ts';
import type { MonitorParts } from '../parts.ts';

type CaptureRow = NonNullable<Awaited<ReturnType<typeof getCapture>>>;
type Loading = Pick<MonitorParts, 'blobs' | 'pictures' | 'read' | 'judging'>;

/** Null when part of it is no longer stored, or can no longer be read. */
export async function loadLook(parts: Loading, row: CaptureRow): Promise<Look | null> {
  const meta = captureMeta.decode(row.metaJson, row.id);
  const bytes = await parts.blobs.get(row.bodyHash);
  if (!bytes) return null;
  const body: Content = { ...meta.body, bytes };
  const rendering = meta.rendering && (await loadRendering(parts, row, meta.rendering));
  const capture = await withText(parts, { ...meta, body, html: meta.isText ? null : '', rendering });
  if (capture === null) return null;
  const look = await parts.judging.read(capture);
  if (look === null) return null;
  const screenshot = rendering?.screenshot;
  return screenshot ? withPicture(look, await parts.pictures.reduce(screenshot)) : look;
}

async function loadRendering(
  parts: Pick<MonitorParts, 'blobs'>,
  row: CaptureRow,
  meta: NonNullable<CaptureMeta['rendering']>,
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
