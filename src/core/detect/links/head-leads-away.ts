/** The page's head declares somebody else's page as canonical, or resolves its relative addresses there. */
import type { HeadLink, HeadLinkKind } from '../../facts/head/head-facts.ts';
import { newOf } from '../../learned/values/page-values.ts';
import type { WeightName } from '../../policy.ts';
import type { Detector, Evidence, LookContext, ViewContext } from '../shared/detector.ts';
import { fingerprint } from '../shared/fingerprint.ts';
import { hostIndicators, indicatorList } from '../shared/indicators.ts';
import { quoted } from '../shared/quoted.ts';
import { whose } from '../shared/whose.ts';

const id = 'head-leads-away';

export const headLeadsAway: Detector = {
  id,
  detect(context) {
    return context.views.flatMap((view) => [...linksIn(context, view), ...unlistedIn(context, view)]);
  },
};

const cueOf: Readonly<Record<HeadLinkKind, WeightName>> = {
  canonical: 'head-leads-away.canonical',
  amphtml: 'head-leads-away.alternate',
  alternate: 'head-leads-away.alternate',
  manifest: 'head-leads-away.alternate',
  'og:url': 'head-leads-away.shared',
  base: 'head-leads-away.base',
};

const calls = {
  canonical: { vi: 'địa chỉ chính thức (canonical)', en: 'its canonical address' },
  amphtml: { vi: 'bản dành cho điện thoại (amphtml)', en: 'its version for phones (amphtml)' },
  alternate: { vi: 'bản ngôn ngữ khác (hreflang)', en: 'its version in another language (hreflang)' },
  manifest: { vi: 'tệp cài đặt thành ứng dụng (manifest)', en: 'its application manifest' },
  'og:url': { vi: 'địa chỉ khi chia sẻ lên mạng xã hội (og:url)', en: 'its address on social networks (og:url)' },
  base: { vi: 'địa chỉ gốc của mọi đường dẫn (base)', en: 'the base of its addresses' },
} as const;

function linksIn(context: LookContext, { facts, learned, lookAlike }: ViewContext): Evidence[] {
  const { targetUrl } = context;
  // At first sight, legitimate copies that name their source look the same.
  const fresh = learned === null || lookAlike !== null ? null : newOf('head', learned, facts);
  if (fresh === null) return [];
  const isNew = ({ kind, host }: HeadLink) => fresh.some((one) => one.slot === kind && one.value === host);
  const seen = new Set<string>();
  return facts.head.links.flatMap((link): Evidence[] => {
    const { kind, host, address } = link;
    if (host === null || whose(host, targetUrl) !== 'foreign' || !isNew(link) || seen.has(`${kind} ${host}`)) return [];
    seen.add(`${kind} ${host}`);
    const cue = cueOf[kind];
    const names = calls[kind];
    return [
      evidence(context, cue, `${kind} ${host}`, address, host, {
        vi: `Mã trang khai ${names.vi} là trang của nơi khác: ${quoted(address, 120)}.`,
        en: `The page gives somebody else's address as ${names.en}: ${quoted(address, 120)}.`,
      }),
    ];
  });
}

/** The portal asks search engines not to list it, which it never did before. */
function unlistedIn(context: LookContext, { facts, learned, lookAlike }: ViewContext): Evidence[] {
  const fresh = learned === null || lookAlike !== null ? null : newOf('head', learned, facts);
  if (!fresh?.some(({ slot }) => slot === 'robots')) return [];
  return [
    evidence(context, 'head-leads-away.unlisted', 'robots', 'noindex', null, {
      vi: 'Mã trang yêu cầu các máy tìm kiếm không đưa trang vào kết quả (noindex), điều trước đây chưa từng có.',
      en: 'The page asks search engines not to list it (noindex), which it never did.',
    }),
  ];
}

function evidence(
  { policy }: LookContext,
  cue: WeightName,
  what: string,
  after: string,
  host: string | null,
  reason: Evidence['finding']['reason'],
): Evidence {
  return {
    // A rebuilt portal also changes these links, but a foreign base leads every address of the page away.
    nature: cue === 'head-leads-away.base' ? 'added' : 'changed',
    finding: {
      detector: id,
      cues: [cue],
      family: 'route',
      kind: 'injection',
      score: policy.weights[cue],
      reason,
      fingerprint: fingerprint(id, what),
      place: { after: after.slice(0, 500) },
      indicators: indicatorList(hostIndicators([host])),
    },
  };
}
