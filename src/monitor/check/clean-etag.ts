/** Etag of the latest clean HTTP look: an identical response needs neither parsing nor judging. */
import type { Capture, Profile } from '../../core/domain/capture.ts';
import { isOrdinary } from '../../core/judge/profile-look.ts';
import { readable } from '../../store/codecs/codec.ts';
import { profileEtags as profileEtagsCodec } from '../../store/codecs/target-codecs.ts';
import type { TargetRow } from '../../store/schema/schema.ts';
import type { Observed } from './look/observed.ts';

type ProfileEtags = Partial<Record<Profile, string>>;

interface CleanEtag {
  readonly bodyHash: string;
  readonly status: number;
  readonly finalUrl: string;
  readonly certificateError: string | null;
  readonly baselineVersion: number;
  readonly policyVersion: string;
}

export function matchesEtag(target: TargetRow, policyVersion: string, capture: Capture): boolean {
  const known = isOrdinary(capture) ? target.cleanEtagJson : profileEtags(target)[capture.profile];
  if (!known || capture.cutOff !== null) return false;
  return known === etagOf(target, policyVersion, capture);
}

/** The etag to store after a look; the old one where the look says nothing about it. */
export function cleanEtagOf(target: TargetRow, policyVersion: string, observed: Observed): string | null {
  const { verdict, reference } = observed;
  const http = observed.captures.find((capture) => capture.tier === 'http' && isOrdinary(capture));
  if (verdict.level === 'unknown') return target.cleanEtagJson;
  if (verdict.level !== 'clean') return null;
  // The page is clean only while a change is ignored, and must be judged again when that ends.
  if ((reference?.ignored.length ?? 0) > 0) return null;
  if (!http || http.cutOff !== null || target.baselineVersion === 0) return target.cleanEtagJson;
  return etagOf(target, policyVersion, http);
}

/** Etags of the special profiles after a look: kept except where the look found something that is not clean. */
export function profileEtagsOf(target: TargetRow, policyVersion: string, observed: Observed): string | null {
  const etags = profileEtags(target);
  const { verdict, reference, captures } = observed;
  const isWorthIt = verdict.level === 'clean' && target.baselineVersion > 0 && reference?.ignored.length === 0;
  for (const capture of captures) {
    if (isOrdinary(capture) || capture.tier !== 'http' || verdict.level === 'unknown') continue;
    if (isWorthIt && capture.cutOff === null) etags[capture.profile] = etagOf(target, policyVersion, capture);
    else delete etags[capture.profile];
  }
  return Object.keys(etags).length === 0 ? null : profileEtagsCodec.encode(etags);
}

function profileEtags({ id, profileEtagsJson }: Pick<TargetRow, 'id' | 'profileEtagsJson'>): ProfileEtags {
  return profileEtagsJson === null ? {} : { ...readable(() => profileEtagsCodec.decode(profileEtagsJson, id)) };
}

function etagOf(target: TargetRow, policyVersion: string, capture: Capture): string {
  const etag: CleanEtag = {
    bodyHash: capture.body.hash,
    status: capture.status,
    finalUrl: capture.finalUrl,
    certificateError: capture.hops.at(-1)?.certificate?.error ?? null,
    baselineVersion: target.baselineVersion,
    policyVersion,
  };
  return JSON.stringify(etag);
}
