/** Rows for dashboard tests, in the product's own format. */

import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { Capture, Hop } from '../../src/core/domain/capture.ts';
import type { AttackKind, Finding, Kind, Level } from '../../src/core/domain/finding.ts';
import type { Incident } from '../../src/core/domain/incident.ts';
import { emptyHour, hourOf, type LookHour, withLook } from '../../src/core/history/look-hour.ts';
import { newTargetState } from '../../src/core/judge/confirm.ts';
import { type LearnedContent, learnBaseline } from '../../src/core/learned/baseline.ts';
import { lookTallies } from '../../src/store/codecs/history-codec.ts';
import { baselineContent, targetState } from '../../src/store/codecs/target-codecs.ts';
import type { BlobStore } from '../../src/store/evidence/blobs.ts';
import type { Database } from '../../src/store/handle.ts';
import { insertIncidentEvent, saveIncident } from '../../src/store/incidents/incidents.ts';
import { insertSite, type NewSite } from '../../src/store/registry/registry.ts';
import type { TargetRow } from '../../src/store/schema/schema.ts';
import type { SuspectTable } from '../../src/store/schema/schema-incidents.ts';
import { insertCapture } from '../../src/store/targets/captures.ts';
import { insertCheck } from '../../src/store/targets/checks.ts';
import { countLook } from '../../src/store/targets/look-hours.ts';
import { write } from '../../src/store/write.ts';

export interface SeedStore {
  readonly db: Database;
  readonly blobs: BlobStore;
}

/** A site with its home page and further paths; the first target is `SITE.1`. */
export async function seedSite(
  { db }: SeedStore,
  at: number,
  site: Partial<Omit<NewSite, 'targets'>> & { readonly url: string; readonly paths?: readonly string[] },
): Promise<number> {
  const { paths = [], ...given } = site;
  const host = new URL(site.url).hostname;
  const urls = [site.url, ...paths.map((path) => new URL(path, site.url).href)];
  const whole: NewSite = {
    name: `Cổng thông tin ${host}`,
    agency: null,
    recipients: [`truc@${host}`],
    importance: 'normal',
    consent: null,
    everyMs: null,
    ...given,
    targets: urls.map((url) => ({ url, host })),
  };
  return write(db, (trx) => insertSite(trx, whole, at));
}

export async function setTarget(store: SeedStore, id: string, changes: Partial<TargetRow>): Promise<void> {
  const { id: _, ...set } = changes;
  await store.db.updateTable('targets').set(set).where('id', '=', id).execute();
}

/** Marks a target as learned: with an empty baseline when `content` is omitted. */
export async function seedBaseline(
  { db }: SeedStore,
  targetId: string,
  baseline: {
    readonly at: number;
    readonly status: 'provisional' | 'approved';
    readonly captureIds?: readonly number[];
    readonly content?: LearnedContent;
  },
): Promise<void> {
  await db
    .insertInto('baselines')
    .values({
      targetId,
      profile: 'browser',
      version: 1,
      status: baseline.status,
      revision: 0,
      learnedAt: baseline.at,
      approvedAt: baseline.status === 'approved' ? baseline.at : null,
      approvedBy: baseline.status === 'approved' ? 'minh.anh' : null,
      reason: null,
      content: gzipSync(baselineContent.encode(baseline.content ?? learnBaseline([], baseline.at))),
    })
    .execute();
  for (const captureId of baseline.captureIds ?? []) {
    await db.insertInto('baselineCaptures').values({ targetId, profile: 'browser', version: 1, captureId }).execute();
  }
  const state = targetState.encode({ ...newTargetState(baseline.at), status: 'ok' });
  await db
    .updateTable('targets')
    .set({ baselineVersion: 1, status: 'ok', stateJson: state })
    .where('id', '=', targetId)
    .execute();
}

export interface SeenPage {
  readonly url: string;
  readonly html: string;
  readonly screenshot?: Uint8Array;
  readonly thumbnail?: Uint8Array;
  readonly widthPx?: number;
  readonly heightPx?: number;
  readonly finalUrl?: string;
  readonly headers?: Capture['headers'];
  readonly dialogs?: readonly string[];
  readonly hops?: readonly Hop[];
}

/** Stores a browser capture; returns its number. */
export async function seedCapture(store: SeedStore, targetId: string, at: number, page: SeenPage): Promise<number> {
  const bytes = Buffer.from(page.html);
  const hash = await keep(store, bytes);
  const screenshotHash = page.screenshot ? await keep(store, page.screenshot) : null;
  const finalUrl = page.finalUrl ?? page.url;
  const ownHops: Hop[] = [{ url: page.url, status: 200, address: '203.0.113.7', via: 'request', certificate: null }];
  const capture: Capture = {
    tier: 'browser',
    profile: 'browser',
    at,
    url: page.url,
    finalUrl,
    hops: page.hops ?? ownHops,
    status: 200,
    headers: page.headers ?? [['content-type', 'text/html; charset=utf-8']],
    body: { hash, mediaType: 'text/html', bytes },
    html: page.html,
    charset: 'utf-8',
    cutOff: null,
    rendering: {
      html: page.html,
      screenshot: page.screenshot
        ? {
            content: { hash: screenshotHash ?? '', mediaType: 'image/png', bytes: page.screenshot },
            widthPx: page.widthPx ?? 1366,
            heightPx: page.heightPx ?? 1800,
            capped: false,
          }
        : null,
      rendererVersion: 'test',
      realTime: true,
      dialogs: page.dialogs ?? [],
      navigations: [],
      console: [],
      resources: [],
      popups: [],
    },
    durationMs: 2_300,
  };
  const thumbnailHash = page.thumbnail ? await keep(store, page.thumbnail) : null;
  return write(store.db, (trx) =>
    insertCapture(trx, targetId, 'evidence', {
      capture,
      renderedHash: hash,
      screenshotHash,
      thumbnailHash,
      contents: [{ hash, mediaType: 'text/html', sizeBytes: bytes.byteLength }],
      archive: null,
    }),
  );
}

async function keep({ blobs }: SeedStore, bytes: Uint8Array): Promise<string> {
  const hash = createHash('sha256').update(bytes).digest('hex');
  await blobs.put(hash, bytes);
  return hash;
}

export interface SeedCheck {
  readonly targetId: string;
  readonly at: number;
  readonly level?: Level;
  readonly kind?: string | null;
  readonly score?: number;
  readonly captureId?: number | null;
  readonly findings?: readonly Finding[];
  readonly tier?: 'http' | 'browser';
  /** 0: judged at first sight. */
  readonly baselineVersion?: number;
}

/** One look; becomes the target's latest. */
export async function seedCheck(store: SeedStore, check: SeedCheck): Promise<number> {
  const { targetId, at, level = 'clean', kind = null, score = 0, captureId = null, findings = [] } = check;
  const id = await write(store.db, async (trx) => {
    await countLook(trx, targetId, { at, level, kind: kind as Kind | null, latenessMs: 40, responseMs: 420 }, []);
    return insertCheck(
      trx,
      {
        targetId,
        at,
        tier: check.tier ?? 'browser',
        profile: 'browser',
        level,
        kind,
        score,
        confirmed: level === 'alarm' ? 1 : 0,
        baselineVersion: check.baselineVersion ?? 1,
        status: 200,
        finalUrl: null,
        bodyHash: null,
        failureJson: null,
        captureId,
        durationMs: 1_900,
        latenessMs: 40,
      },
      findings,
    );
  });
  await setTarget(store, targetId, {
    lastCheckId: id,
    lastCheckAt: at,
    lastLevel: level,
    lastKind: kind,
    nextCheckAt: at + 300_000,
  });
  return id;
}

/** Clean looks at a steady interval, both ends included, written in one batch. */
export async function seedQuietLooks(
  { db }: SeedStore,
  targetId: string,
  span: { readonly from: number; readonly to: number; readonly everyMs: number },
): Promise<void> {
  const rows = [];
  for (let at = span.from; at <= span.to; at += span.everyMs) {
    rows.push({
      targetId,
      at,
      tier: 'http' as const,
      profile: 'browser',
      level: 'clean' as const,
      kind: null,
      score: 0,
      confirmed: 0,
      baselineVersion: 1,
      status: 200,
      finalUrl: null,
      bodyHash: null,
      failureJson: null,
      captureId: null,
      durationMs: 640,
      latenessMs: 20,
    });
  }
  for (let index = 0; index < rows.length; index += 500) {
    await db
      .insertInto('checks')
      .values(rows.slice(index, index + 500))
      .execute();
  }
  const hours = Map.groupBy(rows, ({ at }) => hourOf(at));
  const summed = [...hours].map(([at, looks]) => {
    const start: LookHour = emptyHour;
    const hour = looks.reduce((sum, look) => withLook(sum, { ...look, responseMs: 300 + (look.at % 7) * 40 }), start);
    const { results, response, ...columns } = hour;
    return { targetId, at, ...columns, talliesJson: lookTallies.encode({ results, response }) };
  });
  for (let index = 0; index < summed.length; index += 500) {
    await db
      .insertInto('lookHours')
      .values(summed.slice(index, index + 500))
      .execute();
  }
  await db
    .updateTable('targets')
    .set({ lastCheckAt: span.to, lastLevel: 'clean', lastKind: null, nextCheckAt: span.to + span.everyMs })
    .where('id', '=', targetId)
    .execute();
}

export interface SeedIncident {
  readonly siteId: number;
  readonly openedAt: number;
  readonly targets: readonly {
    readonly targetId: string;
    readonly url: string;
    readonly kind: AttackKind;
    readonly score: number;
    readonly findings: readonly Finding[];
    readonly checkId: number | null;
  }[];
  readonly campaignNumber?: number;
}

/** An open incident whose targets are firing. */
export async function seedIncident(store: SeedStore, seed: SeedIncident): Promise<number> {
  const { siteId, openedAt } = seed;
  const incident: Incident = {
    number: 0,
    siteId,
    status: 'open',
    kinds: [...new Set(seed.targets.map((target) => target.kind))],
    targets: seed.targets.map((target) => ({
      ...target,
      level: 'alarm',
      confirmation: { alarms: 2, looks: 3 },
      firedAt: openedAt,
      recoveredAt: null,
    })),
    fingerprints: seed.targets.flatMap((target) => target.findings.flatMap((one) => one.fingerprint ?? [])),
    openedAt,
    changedAt: openedAt,
    endedAt: null,
    acknowledgement: null,
    previousNumber: null,
    campaignNumber: seed.campaignNumber ?? null,
  };
  const number = await write(store.db, async (trx) => {
    const saved = await saveIncident(trx, incident);
    await insertIncidentEvent(trx, {
      incidentNumber: saved,
      at: openedAt,
      actor: 'system',
      type: 'opened',
      note: null,
    });
    return saved;
  });
  for (const { targetId } of seed.targets) await setTarget(store, targetId, { status: 'firing' });
  return number;
}

/** An open row of the operator's review queue, seen at these times. */
export async function seedSuspect(
  { db }: SeedStore,
  suspect: Pick<SuspectTable, 'siteId' | 'targetId' | 'fingerprint' | 'kind' | 'score' | 'checkId'>,
  seenAt: readonly [number, ...number[]],
): Promise<number> {
  const { id } = await db
    .insertInto('suspects')
    .values({
      ...suspect,
      firstSeenAt: seenAt[0],
      lastSeenAt: Math.max(...seenAt),
      seenCount: seenAt.length,
      status: 'open',
      endedAt: null,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** A message about an incident, as stored in the outbox. */
export async function seedMail(
  { db }: SeedStore,
  mail: {
    readonly incidentNumber: number;
    readonly type: string;
    readonly recipient: string;
    readonly at: number;
    readonly status: 'queued' | 'sent' | 'dead';
    readonly attempts?: number;
    readonly lastError?: string;
  },
): Promise<void> {
  const { type, at, incidentNumber } = mail;
  const payloadJson = JSON.stringify({ v: 1, type: 'incident-opened', at, incidentNumber });
  const { id } = await db
    .insertInto('notices')
    .values({ type, siteId: null, incidentNumber, at, payloadJson })
    .returning('id')
    .executeTakeFirstOrThrow();
  await db
    .insertInto('outbox')
    .values({
      noticeId: id,
      channel: 'mail',
      endpoint: mail.recipient,
      messageId: `${id}@test`,
      status: mail.status,
      attempts: mail.attempts ?? 1,
      nextAttemptAt: mail.at + 300_000,
      leaseOwner: null,
      leaseUntil: null,
      createdAt: mail.at,
      endedAt: mail.status === 'queued' ? null : mail.at + 4_000,
      lastError: mail.lastError ?? null,
      linkUsedAt: null,
    })
    .execute();
}

export function finding(given: Partial<Finding> & { readonly reason: Finding['reason'] }): Finding {
  return {
    detector: 'signature-phrase',
    family: 'words',
    kind: 'defacement',
    score: 8,
    fingerprint: createHash('sha256').update(given.reason.en).digest('hex').slice(0, 32),
    indicators: [],
    ...given,
  };
}
