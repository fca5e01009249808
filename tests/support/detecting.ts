/** One detector asked about one look, for tests of detectors. */
import { assess } from '../../src/core/assess.ts';
import { type Baseline, learnBaseline } from '../../src/core/baseline.ts';
import { type Look, lookAt } from '../../src/core/look.ts';
import type { Finding } from '../../src/core/model.ts';
import { type CaptureWish, captureFrom } from './captures.ts';
import { testPolicy } from './policy.ts';
import { portalPage } from './portal-pages.ts';

const url = 'https://anphu.binhgiang.gov.vn/';

export function look(html: string, wish: CaptureWish = {}): Look {
  return lookAt(captureFrom(html, { url, ...wish }), null);
}

export function learned(looks: readonly Look[]): Baseline {
  const content = learnBaseline(looks, 1);
  return { targetId: '1.1', profile: 'browser', version: 1, status: 'approved', learnedAt: 1, revision: 0, content };
}

/** What one detector says of a look, against a baseline learned from others. */
export function said(detector: string, seen: Look, baseline: Baseline | null): readonly Finding[] {
  const context = { targetUrl: url, at: 9, baseline, ignored: [] };
  const { verdict } = assess(context, { looks: [seen], failures: [] }, testPolicy);
  return verdict.findings.filter((finding) => finding.detector === detector);
}

/** The portal's page as it is on ordinary days. */
export const plain = learned([look(portalPage()), look(portalPage())]);

/** The same page with something added before its end. */
export function portalWith(added: string): string {
  return portalPage().replace('</body>', `${added}</body>`);
}
