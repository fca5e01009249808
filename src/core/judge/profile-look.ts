/** A special profile's look: what it is compared with, what counts, and what it teaches. */

import type { Evidence } from '../detect/shared/detector.ts';
import type { SpecialProfile } from '../domain/capture.ts';
import type { Look } from '../facts/look.ts';
import { type Baseline, beginProfile, type LearnedContent, refineBaseline } from '../learned/baseline.ts';
import { compare } from '../learned/comparison.ts';
import { joinViews } from '../learned/joined-view.ts';
import { emptyView, type LearnedView, learnFacts } from '../learned/learned-view.ts';
import { asProfileWords } from '../terms.ts';
import { addressDomain, destinations } from './destinations.ts';

/** Baselines of special profiles that are shown content of their own. */
export type ProfileBaselines = ReadonlyMap<SpecialProfile, Baseline>;

export type ProfileLook = Look & { readonly profile: SpecialProfile };

/** Weight of a difference that only the declared monitor sees: firewalls redirect self-identified bots elsewhere. */
const declaredShare = 0.5;

export function isOrdinary(one: Pick<Look, 'profile'>): boolean {
  return one.profile === 'browser';
}

/**
 * Everything known of a page when a special profile looks: what that profile saw before, and what the ordinary profile
 * saw before and sees now. A change shown to everyone is therefore never attributed to one profile.
 */
export function knownBeside(learned: readonly (Baseline | null)[], beside: readonly Look[]): Baseline {
  const baselines = learned.filter((one) => one !== null);
  const shown = beside.flatMap((look) => [look.received, look.rendered]).filter((facts) => facts !== null);
  const view = joinViews([
    ...baselines.flatMap(({ content }) => [content.received, content.rendered]).filter((one) => one !== null),
    ...shown.map((facts): LearnedView => learnFacts(emptyView, facts, true)),
  ]);
  const ways = beside.flatMap((look) => destinations(look).map(({ url }) => addressDomain(url)));
  const content: LearnedContent = {
    format: 1,
    received: view,
    rendered: view,
    picture: null,
    statuses: [...new Set(beside.map((look) => look.status))],
    finalDomains: [...new Set([...baselines.flatMap((one) => one.content.finalDomains), ...ways])],
    anchor: { words: [], outline: [] },
    distance: 0,
  };
  return { targetId: '', profile: 'browser', version: 0, status: 'approved', learnedAt: 0, revision: 0, content };
}

/**
 * Evidence from a special profile's look. Missing content does not count: robots are turned away, and phones get
 * shorter pages. Nor does what a separate layout brings, except for its wording.
 * @param shared `detector fingerprint` of everything the ordinary profile was shown
 */
export function ownEvidence(
  profile: SpecialProfile,
  evidence: readonly Evidence[],
  shared: ReadonlySet<string>,
): Evidence[] {
  const { vi, en } = asProfileWords[profile];
  return evidence
    .filter(({ nature, finding }) => nature === 'added' || (nature === 'changed' && finding.family === 'words'))
    .map((one): Evidence => {
      const { cues, ...finding } = one.finding;
      if (finding.score === 0 || shared.has(evidenceKey(one))) return one;
      const reason = {
        vi: `Chỉ ${vi} mới thấy: ${finding.reason.vi}`,
        en: `Shown only to ${en}: ${finding.reason.en}`,
      };
      const own: Evidence = { ...one, onlyFor: profile, finding: { ...one.finding, kind: 'cloaking', reason } };
      if (profile !== 'declared') return own;
      // A discounted score no longer equals the sum of its cues.
      return { ...own, finding: { ...finding, kind: 'cloaking', reason, score: finding.score * declaredShare } };
    });
}

export function evidenceKey({ finding }: Evidence): string {
  return `${finding.detector} ${finding.fingerprint ?? finding.reason.en}`;
}

/**
 * What a special profile's clean look adds to its baseline; null when nothing. Nothing is learned while the profile
 * sees what everyone sees. Hosts and domains are never learned here: people approve them.
 */
export function learnProfile(
  own: Baseline | null,
  baseline: Baseline,
  look: ProfileLook,
  beside: readonly Look[],
): Baseline | null {
  if (own !== null) return refineBaseline(own, look, look.at);
  const known = knownBeside([baseline], beside).content.received ?? emptyView;
  const isNew = [look.received, look.rendered].some((facts) => {
    const found = facts === null ? null : compare(known, facts);
    return found !== null && found.added.length + found.addedSide.length > 0;
  });
  return isNew ? beginProfile(baseline.targetId, look) : null;
}
