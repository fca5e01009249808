/**
 * Findings for a page that cannot be parsed: signatures, title and hosts, found in its markup in one pass. Pure and
 * linear. The findings are those of the ordinary detectors, over fewer facts.
 */

import { framesAdded } from '../detect/links/frames-added.ts';
import { linksAdded } from '../detect/links/links-added.ts';
import { scriptsAdded } from '../detect/scripts/scripts-added.ts';
import type { Detector, Evidence, LookContext, ViewContext } from '../detect/shared/detector.ts';
import { failedDetector } from '../detect/shared/failed-detector.ts';
import { signaturePhrase } from '../detect/text/signature-phrase.ts';
import { titleChanged } from '../detect/text/title-changed.ts';
import type { ReadCapture } from '../domain/capture.ts';
import type { Look } from '../facts/look.ts';
import type { PageFacts } from '../facts/page-facts.ts';
import type { AssessContext } from '../judge/assessment.ts';
import type { LearnedView } from '../learned/learned-view.ts';
import type { Policy } from '../policy.ts';
import { shortFacts } from './short-facts.ts';

/** Evidence that holds whatever the rest of the page is; the strongest for each change. */
export function scanPage(capture: ReadCapture, context: AssessContext, policy: Policy): Evidence[] {
  const look = scannedLook(capture, policy);
  const views = viewsOf(look, context);
  const { targetUrl, baseline, site = null, ignored } = context;
  const lookContext: LookContext = { look, targetUrl, baseline, views, picture: null, site, policy, ignored };
  const found = [
    // As at first sight: short facts cannot reliably tell what is new on the page.
    ...run(signaturePhrase, { ...lookContext, views: views.map(withoutKnown) }),
    ...[titleChanged, scriptsAdded, framesAdded, linksAdded].flatMap((detector) => run(detector, lookContext)),
  ];
  return strongest(found).map(shortened);
}

function scannedLook(capture: ReadCapture, policy: Policy): Look {
  const { rendering, finalUrl } = capture;
  return {
    ...capture,
    bodyHash: capture.body.hash,
    received: capture.html === '' ? null : shortFacts(capture.html, finalUrl, policy),
    rendered: rendering === null ? null : shortFacts(rendering.html, finalUrl, policy),
    renderedHash: null,
    rendererVersion: null,
    realTime: rendering?.realTime ?? true,
    dialogs: rendering?.dialogs ?? [],
    navigations: [],
    resourceHosts: [],
    behaviour: null,
    hasScreenshot: false,
    picture: null,
    pictureWords: null,
  };
}

function viewsOf(look: Look, { baseline }: AssessContext): ViewContext[] {
  const { received = null, rendered = null } = baseline?.content ?? {};
  const viewOf = (view: 'received' | 'rendered', facts: PageFacts | null, own: LearnedView | null): ViewContext[] => {
    const learned = own ?? received ?? rendered;
    const isBorrowed = own === null && learned !== null;
    return facts === null
      ? []
      : [{ view, facts, learned, isBorrowed, comparison: null, beforeCut: null, lookAlike: null }];
  };
  return [...viewOf('received', look.received, received), ...viewOf('rendered', look.rendered, rendered)];
}

/** A learned title and learned texts are the page's own, whatever they say. */
function withoutKnown(view: ViewContext): ViewContext {
  const { facts, learned } = view;
  if (learned === null) return view;
  const known = new Set([...learned.blocks.keys, ...learned.side.keys]);
  const isNew = ({ key }: { readonly key: string }): boolean => !known.has(key);
  const title = learned.titles.keys.includes(facts.title.slice(0, 300)) ? '' : facts.title;
  const blocks = facts.blocks.filter(isNew);
  return { ...view, learned: null, facts: { ...facts, title, blocks, side: facts.side.filter(isNew) } };
}

function run(detector: Detector, context: LookContext): readonly Evidence[] {
  try {
    return detector.detect(context);
  } catch (error) {
    return [failedDetector(detector.id, error)];
  }
}

function strongest(evidence: readonly Evidence[]): Evidence[] {
  const byChange = new Map<string, Evidence>();
  for (const one of evidence) {
    const key = one.finding.fingerprint ?? one.finding.reason.en;
    const known = byChange.get(key);
    if (known === undefined || known.finding.score < one.finding.score) byChange.set(key, one);
  }
  return [...byChange.values()];
}

function shortened(evidence: Evidence): Evidence {
  const { vi, en } = evidence.finding.reason;
  const reason = {
    vi: `${vi.replace(/\.$/, '')} (trang chỉ đọc được theo cách rút gọn).`,
    en: `${en.replace(/\.$/, '')} (the page could be read in the short way only).`,
  };
  return { ...evidence, finding: { ...evidence.finding, reason } };
}
