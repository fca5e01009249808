/** Compares a look's text and source with those of its baseline, in a thread that can be abandoned. */
import type { EncodedText, SourceDifference, TextDifference } from '../core/readers.ts';
import type { OperatorParts } from '../monitor/parts.ts';
import type { CaptureRow, Evidence } from '../store/reads/evidence.ts';
import { captureMeta } from './capture-meta.ts';

type Reading = Pick<OperatorParts, 'blobs' | 'read'>;

/** `not-kept`: one or both versions are not kept. `given-up`: the comparison takes too long or too much memory. */
export type Compared<Difference> = Difference | 'not-kept' | 'given-up';

/** Everything people view shares one lane: a page that stalls its reader delays the dashboard, but no look. */
const lane = 'dashboard';

/** Compares like with like: rendered with rendered, received with received. */
export async function evidenceText(parts: Reading, evidence: Evidence): Promise<Compared<TextDifference>> {
  const isRendered =
    (evidence.before?.renderedHash ?? null) !== null && (evidence.after?.renderedHash ?? null) !== null;
  const versions = await versionsOf(parts, evidence, isRendered ? 'rendered' : 'received');
  return versions === null ? 'not-kept' : ((await parts.read('textDifference', versions, lane)) ?? 'given-up');
}

export async function evidenceSource(
  parts: Reading,
  evidence: Evidence,
  of: 'received' | 'rendered',
): Promise<Compared<SourceDifference>> {
  const versions = await versionsOf(parts, evidence, of);
  return versions === null ? 'not-kept' : ((await parts.read('sourceDifference', versions, lane)) ?? 'given-up');
}

async function versionsOf({ blobs }: Reading, { before, after }: Evidence, of: 'received' | 'rendered') {
  const versionOf = async (capture: CaptureRow): Promise<EncodedText | null> => {
    const hash = of === 'rendered' ? capture.renderedHash : capture.bodyHash;
    const bytes = hash === null ? null : await blobs.get(hash);
    return bytes && { bytes, charset: of === 'rendered' ? 'utf-8' : captureMeta(capture).charset };
  };
  if (!before || !after) return null;
  const old = await versionOf(before);
  const now = await versionOf(after);
  return old === null || now === null ? null : { before: old, after: now };
}
