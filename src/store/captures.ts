/** Kept captures: what was received and rendered, by hash. */
import type { Capture } from '../core/model.ts';
import type { Database, Trx } from './database.ts';
import type { CaptureTable } from './schema.ts';

type CaptureRow = Omit<CaptureTable, 'id'> & { readonly id: number };

/** A capture whose contents are in the blob store. */
export interface KeptCapture {
  readonly capture: Capture;
  readonly renderedHash: string | null;
  readonly screenshotHash: string | null;
  readonly thumbnailHash: string | null;
  readonly contents: readonly { readonly hash: string; readonly mediaType: string; readonly sizeBytes: number }[];
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
      metaJson: JSON.stringify(withoutContents(capture)),
      bodyHash: capture.body.hash,
      renderedHash: kept.renderedHash,
      screenshotHash: kept.screenshotHash,
      thumbnailHash: kept.thumbnailHash,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** Blobs that are there already stay as they are. */
export async function insertBlobs(trx: Trx, contents: KeptCapture['contents'], now: number): Promise<void> {
  for (const content of contents) {
    await trx
      .insertInto('blobs')
      .values({ ...content, createdAt: now })
      .onConflict((c) => c.doNothing())
      .execute();
  }
}

export async function getCapture(db: Database | Trx, id: number): Promise<CaptureRow | null> {
  return (await db.selectFrom('captures').selectAll().where('id', '=', id).executeTakeFirst()) ?? null;
}

/** The captures a baseline was, or is being, learned from, oldest first. */
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

/** Everything about a capture that is not bytes; contents are named by hash. */
function withoutContents(capture: Capture) {
  const { body, html, rendering, ...rest } = capture;
  return {
    ...rest,
    isText: html !== '',
    body: { hash: body.hash, mediaType: body.mediaType, sizeBytes: body.bytes.byteLength },
    rendering: rendering && {
      ...rendering,
      html: undefined,
      screenshot: rendering.screenshot && {
        widthPx: rendering.screenshot.widthPx,
        heightPx: rendering.screenshot.heightPx,
        capped: rendering.screenshot.capped,
        images: rendering.screenshot.images,
      },
    },
  };
}
