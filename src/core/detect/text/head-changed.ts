/** The page's external presentation changed: description, social-network names, preview picture, icon. */
import type { Indicator } from '../../domain/finding.ts';
import { pageMetas } from '../../learned/learned-view.ts';
import { stability } from '../../learned/tally.ts';
import type { WeightName } from '../../policy.ts';
import type { Detector, Evidence, LookContext, ViewContext } from '../shared/detector.ts';
import { fingerprint } from '../shared/fingerprint.ts';
import { hostIndicators, indicatorList, indicatorsIn } from '../shared/indicators.ts';
import { isServiceHost } from '../shared/known-service.ts';
import { quoted } from '../shared/quoted.ts';
import { weigh } from '../shared/weigh.ts';
import { whose } from '../shared/whose.ts';

const id = 'head-changed';

export const headChanged: Detector = {
  id,
  detect(context) {
    return context.views.flatMap((view) => evidenceIn(context, view));
  },
};

/** Only values identical on every look can change; each piece counts separately. */
function evidenceIn(
  { policy, targetUrl }: LookContext,
  { facts, learned, isBorrowed, lookAlike }: ViewContext,
): Evidence[] {
  if (learned === null || isBorrowed || lookAlike !== null) return [];
  const before = new Map<string, string>();
  learned.metas.keys.forEach((meta, index) => {
    const [name, value] = split(meta);
    if (stability(learned.metas, index, learned.looks) === 1) before.set(name, value);
  });
  const known = new Set(learned.metas.keys);
  return [...pageMetas(facts)].flatMap((meta): Evidence[] => {
    const [name, value] = split(meta);
    const old = before.get(name);
    if (known.has(meta) || old === undefined) return [];
    const strangers = name === 'icon' ? iconHost(value, targetUrl) : [];
    const cues: WeightName[] = ['head-changed.piece'];
    if (strangers.some(({ value: host }) => !isServiceHost(policy, host))) cues.push('head-changed.icon-from-stranger');
    const finding = {
      detector: id,
      cues,
      family: 'title',
      kind: 'defacement',
      score: weigh(policy, cues),
      reason: {
        vi: `Thông tin mô tả trang (${name}) đổi từ ${quoted(old)} thành ${quoted(value)}.`,
        en: `What describes the page elsewhere (${name}) changed from ${quoted(old)} to ${quoted(value)}.`,
      },
      fingerprint: fingerprint(id, meta),
      place: { path: name, before: old, after: value },
      indicators: indicatorList(indicatorsIn(value, targetUrl), strangers),
    } as const;
    return [{ nature: 'changed', finding }];
  });
}

/** The host of an icon from elsewhere, whose address is kept without its scheme. */
function iconHost(address: string, targetUrl: string): Indicator[] {
  const [host = ''] = address.split('/', 1);
  return host.includes('.') && whose(host, targetUrl) === 'foreign' ? hostIndicators([host]) : [];
}

function split(meta: string): [name: string, value: string] {
  const at = meta.indexOf('=');
  return [meta.slice(0, at), meta.slice(at + 1)];
}
