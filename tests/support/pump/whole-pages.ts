/** Reads, learns, compares, judges, refines and scans a page beside another of its kind. */

import { lookAt } from '../../../src/core/facts/look.ts';
import { assess } from '../../../src/core/judge/assess.ts';
import { refineBaseline } from '../../../src/core/learned/baseline.ts';
import { scanPage } from '../../../src/core/scan/scan-page.ts';
import { captureFrom } from '../captures.ts';
import { learned } from '../detecting.ts';
import { testPolicy } from '../policy.ts';
import type { Pump } from './texts.ts';

const url = 'https://anphu.binhgiang.gov.vn/';
const measured = (html: string) => html.replace('<html>', '<html data-vonggac-sight="measured">');
const captureOf = (html: string) => captureFrom(html, { url, rendered: { html: measured(html) } });

export function judgeWhole(pump: Pump, length: number): unknown {
  const html = pump.write(length);
  const capture = captureOf(html);
  const look = lookAt(capture, null);
  const other = lookAt(captureOf(html.replaceAll('1', '7').replaceAll('e', 'o')), null);
  const baseline = learned([other, other]);
  const contextOf = (known: typeof baseline | null) => ({ targetUrl: url, at: 9, baseline: known, ignored: [] });
  return [
    assess(contextOf(baseline), { looks: [look], failures: [] }, testPolicy),
    assess(contextOf(null), { looks: [look], failures: [] }, testPolicy),
    refineBaseline(baseline, look, 9),
    scanPage(capture, contextOf(baseline), testPolicy),
  ];
}
