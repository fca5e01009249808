/** A special visitor's look: what it is compared with, what of it counts, and what it teaches. */
import { type Baseline, beginProfile, type LearnedContent, refineBaseline } from './baseline.ts';
import { addressDomain, destinations } from './destinations.ts';
import type { Evidence } from './detect/detector.ts';
import { compare } from './learned/comparison.ts';
import { joinViews } from './learned/joined-view.ts';
import { emptyView, type LearnedView, learnFacts } from './learned/learned-view.ts';
import type { Look } from './look.ts';
import type { SpecialProfile } from './model.ts';
import { visitorWords } from './words.ts';

/** What was learned of the special visitors, where they are shown anything of their own. */
export type ProfileBaselines = ReadonlyMap<SpecialProfile, Baseline>;

export type ProfileLook = Look & { readonly profile: SpecialProfile };

/** Of a difference that only the declared monitor meets: firewalls turn strangers who name themselves away elsewhere. */
const declaredShare = 0.5;

export function isOrdinary(one: Pick<Look, 'profile'>): boolean {
  return one.profile === 'browser';
}

/**
 * All that is known of a page when a special visitor looks: what that visitor was shown before, what the ordinary one
 * was, and what the ordinary one is shown at this moment. A change that everybody sees is therefore nobody's own.
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
 * Evidence from a special visitor's look. What is missing says nothing: robots are turned away, phones get shorter pages;
 * nor does what a layout of their own brings along, but for its wording.
 *
 * @param shared `detector fingerprint` of everything that the ordinary visitor was shown
 */
export function ownEvidence(
  profile: SpecialProfile,
  evidence: readonly Evidence[],
  shared: ReadonlySet<string>,
): Evidence[] {
  const { vi, en } = visitorWords[profile];
  return evidence
    .filter(({ nature, finding }) => nature === 'added' || (nature === 'changed' && finding.family === 'words'))
    .map((one): Evidence => {
      const { cues, ...finding } = one.finding;
      if (finding.score === 0 || shared.has(printOf(one))) return one;
      const reason = {
        vi: `Chỉ ${vi} mới thấy: ${finding.reason.vi}`,
        en: `Shown only to ${en}: ${finding.reason.en}`,
      };
      const own: Evidence = { ...one, onlyFor: profile, finding: { ...one.finding, kind: 'cloaking', reason } };
      if (profile !== 'declared') return own;
      // A share of a score is not what its cues add up to.
      return { ...own, finding: { ...finding, kind: 'cloaking', reason, score: finding.score * declaredShare } };
    });
}

export function printOf({ finding }: Evidence): string {
  return `${finding.detector} ${finding.fingerprint ?? finding.reason.en}`;
}

/**
 * What a special visitor's clean look adds to what is known of that visitor; null when it adds nothing. Nothing is
 * learned while the visitor is shown what everybody is. Hosts and domains are never learned here: people admit them.
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
