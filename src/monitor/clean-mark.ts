/** The mark of the latest clean HTTP look: an answer that equals it needs neither parsing nor judging. */
import type { Capture, Profile } from '../core/model.ts';
import { isOrdinary } from '../core/profile-look.ts';
import type { TargetRow } from '../store/schema.ts';
import type { Observed } from './observe.ts';

interface CleanMark {
  readonly bodyHash: string;
  readonly status: number;
  readonly finalUrl: string;
  readonly certificateError: string | null;
  readonly baselineVersion: number;
  readonly policyVersion: string;
}

export function isEqualToMark(target: TargetRow, policyVersion: string, capture: Capture): boolean {
  const known = isOrdinary(capture) ? target.cleanMarkJson : profileMarks(target)[capture.profile];
  if (!known || capture.cutOff !== null) return false;
  return known === markOf(target, policyVersion, capture);
}

/** The mark to remember after a look, the old one where the look says nothing about it. */
export function cleanMarkOf(target: TargetRow, policyVersion: string, observed: Observed): string | null {
  const { verdict, reference } = observed;
  const http = observed.captures.find((capture) => capture.tier === 'http' && isOrdinary(capture));
  if (verdict.level === 'unknown') return target.cleanMarkJson;
  if (verdict.level !== 'clean') return null;
  // Only while a change is ignored is it clean: its look must be judged again when that ends.
  if ((reference?.ignored.length ?? 0) > 0) return null;
  if (!http || http.cutOff !== null || target.baselineVersion === 0) return target.cleanMarkJson;
  return markOf(target, policyVersion, http);
}

/** The marks of special visitors after a look: kept but for those whom the look showed something that is not clean. */
export function profileMarksOf(target: TargetRow, policyVersion: string, observed: Observed): string | null {
  const marks = profileMarks(target);
  const { verdict, reference, captures } = observed;
  const isWorthIt = verdict.level === 'clean' && target.baselineVersion > 0 && reference?.ignored.length === 0;
  for (const capture of captures) {
    if (isOrdinary(capture) || capture.tier !== 'http' || verdict.level === 'unknown') continue;
    if (isWorthIt && capture.cutOff === null) marks[capture.profile] = markOf(target, policyVersion, capture);
    else delete marks[capture.profile];
  }
  return Object.keys(marks).length === 0 ? null : JSON.stringify(marks);
}

function profileMarks({ profileMarksJson }: Pick<TargetRow, 'profileMarksJson'>): Partial<Record<Profile, string>> {
  return profileMarksJson === null ? {} : (JSON.parse(profileMarksJson) as Partial<Record<Profile, string>>);
}

function markOf(target: TargetRow, policyVersion: string, capture: Capture): string {
  const mark: CleanMark = {
    bodyHash: capture.body.hash,
    status: capture.status,
    finalUrl: capture.finalUrl,
    certificateError: capture.hops.at(-1)?.certificate?.error ?? null,
    baselineVersion: target.baselineVersion,
    policyVersion,
  };
  return JSON.stringify(mark);
}
