/** Puts what a capture holds into the blob store, before the transaction that names it. */
import { createHash } from 'node:crypto';
import { statfs } from 'node:fs/promises';
import type { Capture, Content } from '../core/model.ts';
import type { KeptCapture } from '../store/captures.ts';
import type { Parts } from './parts.ts';

/** Wide enough to recognise a page on a phone. */
const thumbnailWidthPx = 320;

/**
 * Null when the disk is nearly full or refuses: looks go on without evidence, and the log says so.
 */
export async function keepCapture(
  parts: Pick<Parts, 'blobs' | 'pictures' | 'config' | 'log'>,
  capture: Capture,
): Promise<KeptCapture | null> {
  try {
    if (!(await hasRoom(parts.config.dataDir, parts.config.retention.keepFree))) {
      parts.log.warn({ keepFreeBytes: parts.config.retention.keepFree }, 'disk nearly full: evidence not kept');
      return null;
    }
    const rendered = capture.rendering && textContent(capture.rendering.html);
    const screenshot = capture.rendering?.screenshot?.content ?? null;
    const thumbnail = screenshot && (await thumbnailOf(parts, screenshot));
    const contents = [capture.body, rendered, screenshot, thumbnail].filter((content) => content !== null);
    for (const content of contents) await parts.blobs.put(content.hash, content.bytes);
    return {
      capture,
      renderedHash: rendered?.hash ?? null,
      screenshotHash: screenshot?.hash ?? null,
      thumbnailHash: thumbnail?.hash ?? null,
      contents: contents.map(({ hash, mediaType, bytes }) => ({ hash, mediaType, sizeBytes: bytes.byteLength })),
    };
  } catch (error) {
    parts.log.error({ err: error }, 'evidence could not be kept');
    return null;
  }
}

/** Of a look of which nothing else is kept. */
export async function keepThumbnail(
  parts: Pick<Parts, 'blobs' | 'pictures' | 'config' | 'log'>,
  screenshot: Content,
): Promise<Content | null> {
  try {
    if (!(await hasRoom(parts.config.dataDir, parts.config.retention.keepFree))) return null;
    const thumbnail = await thumbnailOf(parts, screenshot);
    if (thumbnail) await parts.blobs.put(thumbnail.hash, thumbnail.bytes);
    return thumbnail;
  } catch (error) {
    parts.log.error({ err: error }, 'a thumbnail could not be kept');
    return null;
  }
}

async function thumbnailOf(parts: Pick<Parts, 'pictures' | 'log'>, screenshot: Content): Promise<Content | null> {
  try {
    return await parts.pictures.thumbnail(screenshot, thumbnailWidthPx);
  } catch (error) {
    parts.log.warn({ err: error }, 'no thumbnail could be made');
    return null;
  }
}

function textContent(text: string): Content {
  const bytes = Buffer.from(text, 'utf8');
  return { hash: createHash('sha256').update(bytes).digest('hex'), mediaType: 'text/html; charset=utf-8', bytes };
}

async function hasRoom(dir: string, keepFreeBytes: number): Promise<boolean> {
  const disk = await statfs(dir);
  return disk.bavail * disk.bsize > keepFreeBytes;
}
