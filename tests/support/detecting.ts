/** Runs one detector on one look. */

import type { Finding } from '../../src/core/domain/finding.ts';
import { type Look, lookAt } from '../../src/core/facts/look.ts';
import { assess } from '../../src/core/judge/assess.ts';
import { type Baseline, learnBaseline } from '../../src/core/learned/baseline.ts';
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

/** One detector's findings on a look, against a baseline learned from others. */
export function said(detector: string, seen: Look, baseline: Baseline | null): readonly Finding[] {
  const context = { targetUrl: url, at: 9, baseline, ignored: [] };
  const { verdict } = assess(context, { looks: [seen], failures: [] }, testPolicy);
  return verdict.findings.filter((finding) => finding.detector === detector);
}

/** The portal's page on an ordinary day. */
export const plain = learned([look(portalPage()), look(portalPage())]);

/** The same page with content appended. */
export function portalWith(added: string): string {
  return portalPage().replace('</body>', `${added}</body>`);
}
