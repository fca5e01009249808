/** The one transaction of a check: reads the target as it is now, and writes what the look means for it. */

import type { CaptureFailure } from '../../core/domain/capture.ts';
import type { Content } from '../../core/domain/content.ts';
import type { TargetState } from '../../core/domain/target.ts';
import { type HourLook, type MissedLooks, missedByHour } from '../../core/history/look-hour.ts';
import { isOrdinary } from '../../core/judge/profile-look.ts';
import type { Settled } from '../../core/judge/settle.ts';
import type { Baseline } from '../../core/learned/baseline.ts';
import { captureFailure } from '../../store/codecs/capture-codecs.ts';
import { chainEvidence, isEvidence } from '../../store/evidence/evidence.ts';
import type { Trx } from '../../store/handle.ts';
import { forgetMeta, getMeta, setMeta } from '../../store/records/meta.ts';
import type { TargetRow } from '../../store/schema/schema.ts';
import {
  insertBaseline,
  nextVersion,
  type PackedBaseline,
  packBaseline,
  refineStored,
} from '../../store/targets/baselines.ts';
import { insertCapture, type KeptCapture, pinToBaseline } from '../../store/targets/captures.ts';
import { insertCheck } from '../../store/targets/checks.ts';
import { saveHostNames } from '../../store/targets/host-names.ts';
import { countLook } from '../../store/targets/look-hours.ts';
import { insertLookPicture } from '../../store/targets/look-pictures.ts';
import { releaseLeases, saveLook } from '../../store/targets/targets.ts';
import { write } from '../../store/write.ts';
import { followEvent } from '../incidents/follow-event.ts';
import { notifyOutage } from '../notices/notify-page.ts';
import type { MonitorParts } from '../parts.ts';
import type { NextSlot } from './event-loop-slots.ts';
import { type Observed, shownCapture } from './look/observed.ts';
import type { SettleOn } from './settle-look.ts';
import { readStoredTarget } from './stored-target.ts';

export interface CheckRecord {
  readonly target: TargetRow;
  readonly owner: string;
  readonly observed: Observed;
  readonly settleOn: SettleOn;
  /** In the order of `observed.captures`, where they were kept. */
  readonly kept: readonly KeptCapture[];
  /** A small picture, when nothing else of the look is kept. */
  readonly picture: Content | null;
  readonly cleanEtag: string | null;
  readonly profileEtags: string | null;
  readonly startedAt: number;
  readonly endedAt: number;
  readonly latenessMs: number;
  readonly nextSlot: NextSlot;
}

export interface Recorded {
  readonly checkId: number;
  readonly state: TargetState;
}

/** @returns null, with nothing written, when the baseline moved or the claim was lost since the target was read */
export async function recordCheck(parts: MonitorParts, record: CheckRecord): Promise<Recorded | null> {
  const { target, owner, endedAt } = record;
  const refined = await refinement(parts, record);
  const recorded = await write(parts.db, async (trx) => {
    const stored = await readStoredTarget(trx, target.id, endedAt);
    if (stored?.row.leaseOwner !== owner || stored.row.baselineVersion !== target.baselineVersion) return null;
    return saveRecord(trx, parts, record, record.settleOn(stored), stored.row, refined);
  });
  if (recorded === null) await releaseLeases(parts.db, owner, [target.id]);
  return recorded;
}

async function saveRecord(
  trx: Trx,
  parts: MonitorParts,
  record: CheckRecord,
  settled: Settled,
  current: TargetRow,
  refined: readonly PackedBaseline[],
): Promise<Recorded> {
  const { target, observed, startedAt: at, endedAt: now } = record;
  const { verdict, looks, names } = observed;
  const { appointment, place, event, outage, isAskedAgain } = settled;
  const captureId = await saveCaptures(trx, record, settled.keep);
  const checkId = await insertCheck(trx, checkRow(record, settled, captureId), verdict.findings);
  await countLook(trx, target.id, hourLook(record), missedLooks(parts, record));
  await noteBrowser(trx, observed, now);
  if (record.picture) await insertLookPicture(trx, { checkId, targetId: target.id, at }, record.picture);
  const state = withCheckId(settled.state, checkId);
  const cleanEtagJson = isAskedAgain ? null : record.cleanEtag;
  const look = { state, appointment, place, checkId, at, cleanEtagJson, profileEtagsJson: record.profileEtags };
  await saveLook(trx, target.id, look);
  const isBad = verdict.level === 'suspect' || verdict.level === 'alarm';
  if (names) await saveHostNames(trx, target.id, names, isBad ? checkId : null);
  if (event) await followEvent(trx, parts, { target, checkId, event, verdict, looks, state }, now);
  const seen = { failure: failureOf(observed), findings: verdict.findings };
  if (outage) await notifyOutage(trx, parts, current, outage, state, seen, now);
  if (state.status === 'ok') for (const one of refined) await keepLearned(trx, one);
  // After its findings and names are written, because the chain covers them.
  if (isEvidence({ level: verdict.level, captureId })) await chainEvidence(trx, 'check', [checkId], now);
  return { checkId, state };
}

/** @returns the row of the capture that the check shows, where it was kept */
async function saveCaptures(
  trx: Trx,
  { target, observed, kept }: CheckRecord,
  keep: Settled['keep'],
): Promise<number | null> {
  const isTeaching = keep === 'lesson';
  const ids = new Map<KeptCapture['capture'], number>();
  for (const one of kept) {
    if (isTeaching && !isOrdinary(one.capture)) continue;
    ids.set(one.capture, await insertCapture(trx, target.id, isTeaching ? 'learning' : 'evidence', one));
  }
  if (isTeaching) {
    const version = await nextVersion(trx, target.id, 'browser');
    for (const id of ids.values()) await pinToBaseline(trx, { targetId: target.id, profile: 'browser', version }, id);
  }
  const shown = shownCapture(observed);
  return (shown && ids.get(shown)) ?? [...ids.values()].at(-1) ?? null;
}

/** What a clean look teaches about the page and its special profiles, packed before the transaction. */
async function refinement(
  { judging }: Pick<MonitorParts, 'judging'>,
  { observed, endedAt, nextSlot }: CheckRecord,
): Promise<PackedBaseline[]> {
  const { verdict, reference, looks, profiles } = observed;
  if (verdict.level !== 'clean' || !reference?.baseline || reference.ignored.length > 0) return [];
  await nextSlot();
  const ordinary = looks.filter(isOrdinary);
  const learned: (Baseline | null)[] = [await judging.refine(reference.baseline, ordinary, endedAt)];
  for (const look of looks) {
    const { profile } = look;
    if (profile === 'browser') continue;
    const own = profiles.get(profile) ?? null;
    learned.push(await judging.learnProfile(own, reference.baseline, { ...look, profile }, ordinary));
  }
  return Promise.all(learned.filter((one) => one !== null).map(packBaseline));
}

/** Revision 0 is a special profile's first baseline. */
async function keepLearned(trx: Trx, packed: PackedBaseline): Promise<void> {
  const { targetId, profile, revision } = packed.baseline;
  if (revision > 0) return refineStored(trx, packed);
  const version = await nextVersion(trx, targetId, profile);
  await insertBaseline(trx, { ...packed, baseline: { ...packed.baseline, version } }, null, packed.baseline.learnedAt);
}

/** What kept the ordinary profile from seeing the page. */
function failureOf({ failures }: Observed): CaptureFailure | null {
  return failures.find(isOrdinary) ?? null;
}

function hourLook({ observed, startedAt: at, latenessMs }: CheckRecord): HourLook {
  const { level, kind } = observed.verdict;
  const received = observed.captures.find((one) => one.tier === 'http' && isOrdinary(one) && one.vantage === undefined);
  return { at, level, kind, latenessMs, responseMs: received?.durationMs ?? null };
}

/** Counted for registered pages only, since no other page has a promised interval. */
function missedLooks({ config }: MonitorParts, { target, startedAt, latenessMs }: CheckRecord): MissedLooks[] {
  if (target.role !== 'registered') return [];
  return missedByHour(startedAt - latenessMs, startedAt, target.everyMs ?? config.schedule.every);
}

/** Records whether our own browser works: it does as soon as any page was captured with it. */
async function noteBrowser(trx: Trx, { captures, failures }: Observed, now: number): Promise<void> {
  const isSeen = captures.some(({ tier }) => tier === 'browser');
  if (!isSeen && !failures.some(({ kind }) => kind === 'browser-failed')) return;
  const since = await getMeta(trx, 'browserFailingSince');
  if (isSeen && since !== null) await forgetMeta(trx, 'browserFailingSince');
  if (!isSeen && since === null) await setMeta(trx, 'browserFailingSince', now);
}

/** Links the worst look of a pending round to the check that holds its evidence. */
function withCheckId(state: TargetState, checkId: number): TargetState {
  if (state.worst === null || state.worst.checkId !== null) return state;
  return { ...state, worst: { ...state.worst, checkId } };
}

function checkRow(
  { target, observed, startedAt, endedAt, latenessMs }: CheckRecord,
  { state }: Settled,
  captureId: number | null,
) {
  const { verdict } = observed;
  const shown = shownCapture(observed);
  const failure = failureOf(observed);
  return {
    targetId: target.id,
    at: startedAt,
    tier: observed.seenBy,
    profile: shown?.profile ?? ('browser' as const),
    level: verdict.level,
    kind: verdict.kind,
    score: verdict.score,
    confirmed: verdict.level === 'alarm' && state.status === 'firing' ? 1 : 0,
    baselineVersion: target.baselineVersion,
    status: shown?.status ?? null,
    finalUrl: shown?.finalUrl ?? null,
    bodyHash: shown?.body.hash ?? null,
    failureJson: failure ? captureFailure.encode(failure) : null,
    captureId,
    durationMs: endedAt - startedAt,
    latenessMs,
  };
}
