/** The text of what a look saw beside that of its baseline. */
import type { BlobStore } from '../store/blobs.ts';
import type { CaptureRow, Evidence } from '../store/reads/evidence.ts';
import { captureMeta } from './capture-meta.ts';
import { type TextDifference, textDifference } from './text-difference.ts';
import { visibleText } from './visible-text.ts';

/** Null when not both are kept. Like is compared with like: rendered with rendered, received with received. */
export async function evidenceText(blobs: BlobStore, evidence: Evidence): Promise<TextDifference | null> {
  const isRendered =
    (evidence.before?.renderedHash ?? null) !== null && (evidence.after?.renderedHash ?? null) !== null;
  const sources = await evidenceSources(blobs, evidence, isRendered ? 'rendered' : 'received');
  return sources && textDifference(visibleText(sources.before), visibleText(sources.after));
}

/** The markup of the baseline and of the look; null when not both are kept. */
export async function evidenceSources(
  blobs: BlobStore,
  { before, after }: Evidence,
  of: 'received' | 'rendered',
): Promise<{ readonly before: string; readonly after: string } | null> {
  if (!before || !after) return null;
  const old = await markupOf(blobs, before, of === 'rendered');
  const now = await markupOf(blobs, after, of === 'rendered');
  return old === null || now === null ? null : { before: old, after: now };
}

async function markupOf(blobs: BlobStore, capture: CaptureRow, rendered: boolean): Promise<string | null> {
  const hash = rendered ? capture.renderedHash : capture.bodyHash;
  const bytes = hash === null ? null : await blobs.get(hash);
  return bytes && decoderOf(rendered ? 'utf-8' : captureMeta(capture).charset).decode(bytes);
}

/** Legacy charsets that the platform does not know are read as UTF-8: wrong letters, never a failure. */
function decoderOf(charset: string): { decode(bytes: Uint8Array): string } {
  try {
    return new TextDecoder(charset);
  } catch {
    return new TextDecoder('utf-8');
  }
}
