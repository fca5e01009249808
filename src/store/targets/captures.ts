/** Kept captures: what was received and rendered, by hash. */
import type { Capture, Rendering } from '../../core/domain/capture.ts';
import type { ContentRef } from '../../core/domain/content.ts';
import { type CaptureMeta, captureMeta } from '../codecs/capture-codecs.ts';
import { insertArchive, type KeptArchive } from '../evidence/archives.ts';
import { insertBlobs } from '../evidence/blob-rows.ts';
import { chainEvidence } from '../evidence/evidence.ts';
import type { Database, Trx } from '../handle.ts';
import type { CaptureTable } from '../schema/schema-looks.ts';

type CaptureRow = Omit<CaptureTable, 'id'> & { readonly id: number };

/** A capture whose contents are in the blob store. */
export interface KeptCapture {
  readonly capture: Capture;
  readonly renderedHash: string | null;
  readonly screenshotHash: string | null;
  readonly thumbnailHash: string | null;
  readonly contents: readonly ContentRef[];
  /** Null where no traffic was recorded. */
  readonly archive: KeptArchive | null;
}

export async function insertCapture(
  trx: Trx,
  targetId: string,
  keptFor: CaptureTable['keptFor'],
  kept: KeptCapture,
): Promise<number> {
  const { capture } = kept;
  await insertBlobs(trx, kept.contents, capture.at);
  const { id } = await trx
    .insertInto('captures')
    .values({
      targetId,
      at: capture.at,
      tier: capture.tier,
      profile: capture.profile,
      keptFor,
      metaJson: captureMeta.encode(withoutContents(capture)),
      bodyHash: capture.body.hash,
      renderedHash: kept.renderedHash,
      screenshotHash: kept.screenshotHash,
      thumbnailHash: kept.thumbnailHash,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await chainEvidence(trx, 'capture', [id], capture.at);
  if (kept.archive) await insertArchive(trx, { captureId: id, targetId, at: capture.at, keptFor }, kept.archive);
  return id;
}

export async function getCapture(db: Database | Trx, id: number): Promise<CaptureRow | null> {
  return (await db.selectFrom('captures').selectAll().where('id', '=', id).executeTakeFirst()) ?? null;
}

/** Captures a baseline was or is being learned from, oldest first. */
export async function capturesOfBaseline(
  db: Database | Trx,
  targetId: string,
  profile: string,
  version: number,
): Promise<CaptureRow[]> {
  return db
    .selectFrom('captures')
    .innerJoin('baselineCaptures', 'baselineCaptures.captureId', 'captures.id')
    .selectAll('captures')
    .where('baselineCaptures.targetId', '=', targetId)
    .where('baselineCaptures.profile', '=', profile)
    .where('baselineCaptures.version', '=', version)
    .orderBy('captures.at')
    .orderBy('captures.id')
    .execute();
}

export async function pinToBaseline(
  trx: Trx,
  baseline: { readonly targetId: string; readonly profile: string; readonly version: number },
  captureId: number,
): Promise<void> {
  await trx
    .insertInto('baselineCaptures')
    .values({ ...baseline, captureId })
    .onConflict((c) => c.doNothing())
    .execute();
}

/** Unpins all captures from a baseline that is not learned yet; unneeded ones are pruned later. */
export async function unpinFromBaseline(
  trx: Trx,
  { targetId, profile, version }: { readonly targetId: string; readonly profile: string; readonly version: number },
): Promise<void> {
  await trx
    .deleteFrom('baselineCaptures')
    .where('targetId', '=', targetId)
    .where('profile', '=', profile)
    .where('version', '=', version)
    .execute();
}

/** Everything about a capture except bytes; contents are referenced by hash. */
function withoutContents(capture: Capture): CaptureMeta {
  const { body, html, rendering, traffic: _, ...rest } = capture;
  return {
    ...rest,
    isText: html !== '',
    body: { hash: body.hash, mediaType: body.mediaType, sizeBytes: body.bytes.byteLength },
    rendering: rendering && withoutPicture(rendering),
  };
}

function withoutPicture({ html: _, screenshot, ...rest }: Rendering): CaptureMeta['rendering'] {
  if (screenshot === null) return { ...rest, screenshot };
  const { content: __, ...kept } = screenshot;
  return { ...rest, screenshot: kept };
}

export async function isCaptureKept(db: Database, id: number): Promise<boolean> {
  return (await db.selectFrom('captures').select('id').where('id', '=', id).executeTakeFirst()) !== undefined;
}

const batch = 500;

/**
 * Hashes of the contents of kept captures, null where there is none. The traffic's document names further ones.
 *
 * @param sample roughly how many captures, spread over all of them; null: every one
 * @param draw a different number selects different captures
 */
export async function* capturedHashes(db: Database, sample: number | null, draw: number) {
  const { count } = await db
    .selectFrom('captures')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  const step = sample === null ? 1 : Math.max(1, Math.floor(count / sample));
  let after = 0;
  while (true) {
    const rows = await db
      .selectFrom('captures')
      .leftJoin('archives', 'archives.captureId', 'captures.id')
      .select(['captures.id as id', 'bodyHash', 'renderedHash', 'screenshotHash', 'thumbnailHash'])
      .select('archives.hash as trafficHash')
      .where('captures.id', '>', after)
      .where((eb) => eb(eb('captures.id', '%', step), '=', draw % step))
      .orderBy('captures.id')
      .limit(batch)
      .execute();
    for (const { id, trafficHash, ...hashes } of rows) yield { id, trafficHash, hashes: Object.values(hashes) };
    if (rows.length < batch) return;
    after = rows.at(-1)?.id ?? after;
  }
}
