/** Writes a capture's contents to the blob store before the transaction that references them. */
import { createHash } from 'node:crypto';
import { statfs } from 'node:fs/promises';
import type { Capture } from '../../core/domain/capture.ts';
import type { Content, ContentRef } from '../../core/domain/content.ts';
import type { Traffic } from '../../core/domain/traffic.ts';
import type { Keep } from '../../core/judge/settle.ts';
import { storedTraffic } from '../../store/codecs/traffic-codec.ts';
import type { KeptArchive } from '../../store/evidence/archives.ts';
import type { KeptCapture } from '../../store/targets/captures.ts';
import type { EvidenceParts, MonitorParts } from '../parts.ts';
import type { Observed } from './look/observed.ts';

/** Wide enough to recognise a page on a phone. */
const thumbnailWidthPx = 320;

/** An unreadable capture cannot be learned from, but it is evidence. */
export async function keepEvidence(
  parts: EvidenceParts,
  { captures, unread = [] }: Observed,
  keep: Keep,
): Promise<KeptCapture[]> {
  if (keep === 'nothing') return [];
  const kept: KeptCapture[] = [];
  for (const capture of captures) {
    if (keep === 'lesson' && unread.includes(capture)) continue;
    const one = await keepCapture(parts, capture);
    if (one) kept.push(one);
  }
  return kept;
}

/** Null when the disk is nearly full or the write fails: looks continue without evidence, and the log says so. */
async function keepCapture(parts: EvidenceParts, capture: Capture): Promise<KeptCapture | null> {
  try {
    if (!(await hasRoom(parts.config.dataDir, parts.config.retention.keepFree))) {
      parts.log.warn({ keepFreeBytes: parts.config.retention.keepFree }, 'disk nearly full: evidence not kept');
      return null;
    }
    const rendered = capture.rendering && contentOf(capture.rendering.html, 'text/html; charset=utf-8');
    const screenshot = capture.rendering?.screenshot?.content ?? null;
    const thumbnail = screenshot && (await thumbnailOf(parts, screenshot));
    const contents = [capture.body, rendered, screenshot, thumbnail].filter((content) => content !== null);
    for (const content of contents) await parts.blobs.put(content.hash, content.bytes);
    return {
      capture,
      renderedHash: rendered?.hash ?? null,
      screenshotHash: screenshot?.hash ?? null,
      thumbnailHash: thumbnail?.hash ?? null,
      contents: contents.map(refOf),
      archive: capture.traffic === undefined ? null : await keepTraffic(parts, capture.traffic),
    };
  } catch (error) {
    parts.log.error({ err: error }, 'could not store evidence');
    return null;
  }
}

async function keepTraffic({ blobs }: Pick<MonitorParts, 'blobs'>, traffic: Traffic): Promise<KeptArchive> {
  const bodies = new Map<string, Content>();
  const exchanges = traffic.exchanges.map(({ answer, ...rest }) => {
    if (answer?.body) bodies.set(answer.body.hash, answer.body);
    return { ...rest, answer: answer && { ...answer, body: answer.body && refOf(answer.body) } };
  });
  const document = contentOf(storedTraffic.encode({ ...traffic, exchanges }), 'application/json');
  for (const { hash, bytes } of [...bodies.values(), document]) await blobs.put(hash, bytes);
  return { document: refOf(document), bodies: [...bodies.values()].map(refOf) };
}

function refOf({ hash, mediaType, bytes }: Content): ContentRef {
  return { hash, mediaType, sizeBytes: bytes.byteLength };
}

/** For a look of which nothing else is stored. */
export async function keepThumbnail(parts: EvidenceParts, screenshot: Content): Promise<Content | null> {
  try {
    if (!(await hasRoom(parts.config.dataDir, parts.config.retention.keepFree))) return null;
    const thumbnail = await thumbnailOf(parts, screenshot);
    if (thumbnail) await parts.blobs.put(thumbnail.hash, thumbnail.bytes);
    return thumbnail;
  } catch (error) {
    parts.log.error({ err: error }, 'could not store a thumbnail');
    return null;
  }
}

async function thumbnailOf(
  parts: Pick<MonitorParts, 'pictures' | 'log'>,
  screenshot: Content,
): Promise<Content | null> {
  try {
    return await parts.pictures.thumbnail(screenshot, thumbnailWidthPx);
  } catch (error) {
    parts.log.warn({ err: error }, 'could not make a thumbnail');
    return null;
  }
}

function contentOf(text: string, mediaType: string): Content {
  const bytes = Buffer.from(text, 'utf8');
  return { hash: createHash('sha256').update(bytes).digest('hex'), mediaType, bytes };
}

async function hasRoom(dir: string, keepFreeBytes: number): Promise<boolean> {
  const disk = await statfs(dir);
  return disk.bavail * disk.bsize > keepFreeBytes;
}
