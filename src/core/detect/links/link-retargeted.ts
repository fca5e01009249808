/** A permanent link has its usual text but leads to somebody else. */
import { isOfficial, registrableDomain } from '../../address.ts';
import type { LinkFact } from '../../facts/page-facts.ts';
import { foldText } from '../../facts/text/text-folding.ts';
import { movedLinks } from '../../learned/amounts.ts';
import type { NewValue } from '../../learned/values/known-values.ts';
import { linkSlot } from '../../learned/values/link-targets.ts';
import type { WeightName } from '../../policy.ts';
import type { Detector, Evidence, LookContext, ViewContext } from '../shared/detector.ts';
import { fingerprint } from '../shared/fingerprint.ts';
import { usualIn, weighUsual } from '../shared/habit-relief.ts';
import { hostIndicators, indicatorList } from '../shared/indicators.ts';
import { quoted } from '../shared/quoted.ts';
import { whose } from '../shared/whose.ts';

const id = 'link-retargeted';
const mostFindings = 3;

export const linkRetargeted: Detector = {
  id,
  detect(context) {
    return context.views.flatMap((view) => evidenceIn(context, view));
  },
};

function evidenceIn(context: LookContext, view: ViewContext): Evidence[] {
  const { facts, learned, isBorrowed, lookAlike } = view;
  if (learned === null || isBorrowed || lookAlike !== null) return [];
  const moved = movedLinks(learned, facts);
  if (moved.length === 0) return [];
  const cue = 'link-retargeted.host';
  const usual = [usualIn(context.policy, view, { name: 'moved', amount: moved.length, cue })];
  const linkOf = new Map<string, LinkFact>();
  for (const link of facts.links) {
    const slot = linkSlot(link.text);
    if (slot !== null && link.host !== null) linkOf.set(`${slot} ${link.host}`, link);
  }
  return moved
    .flatMap((one) => {
      const link = linkOf.get(`${one.slot} ${one.value.split('/', 1)[0]}`);
      if (link === undefined || whose(link.host, context.targetUrl) !== 'foreign') return [];
      const isElsewhere = domain(link.host) !== domain(one.before?.split('/', 1)[0] ?? null);
      if (!isElsewhere || learned.hosts.links.includes(link.host ?? '')) return [];
      const cues: WeightName[] = ['link-retargeted.host'];
      if (isService(one.slot)) cues.push('link-retargeted.service');
      if (resembles(link.host ?? '', one.before ?? '', context.targetUrl)) cues.push('link-retargeted.look-alike');
      // Weighed alone: such copies also imitate names and services.
      if (cues.length === 1 && isOfficial(hostOf(one.before ?? '')) && !isOfficial(hostOf(link.host ?? '')))
        cues.push('link-retargeted.left-official');
      return [{ one, link, cues, weight: weighUsual(context.policy, cues, usual) }];
    })
    .sort((a, b) => b.weight.score - a.weight.score)
    .slice(0, mostFindings)
    .map(({ one, link, cues, weight }) => toEvidence(one, link, cues, weight));
}

/** Where citizens hand over papers, data and money. */
const services = [
  'dich vu cong',
  'nop ho so',
  'nop truc tuyen',
  'dang nhap',
  'tra cuu',
  'thanh toan',
  'le phi',
  'vneid',
  'mot cua',
  'bao hiem',
  'thue dien tu',
  'ho chieu',
  'can cuoc',
  'login',
  'sign in',
  'payment',
  'public service',
];

function isService(text: string): boolean {
  const folded = foldText(text);
  return services.some((service) => folded.includes(service));
}

/**
 * Letters of a host name from which a foreign name counts as an imitation: `dichvucong-anphu.com` for
 * `dichvucong.anphu.gov.vn`.
 */
const nameFrom = 5;
const shortFrom = 3;
const commonNames = new Set(['portal', 'online', 'service', 'services', 'trang', 'congthongtin']);

/** Whether a foreign host imitates the name of the host that the link led to. */
function resembles(host: string, before: string, targetUrl: string): boolean {
  const own = before === 'own' ? (URL.parse(targetUrl)?.hostname ?? '') : (before.split('/', 1)[0] ?? '');
  const names = own.split(/[.-]/).filter((name) => name.length >= nameFrom && !commonNames.has(name));
  if (names.some((name) => host.includes(name))) return true;
  // A short name only as a whole part: `cdc-info.example` for `cdc.gov`.
  const [main = ''] = registrableDomain(hostOf(own)).split('.', 1);
  return main.length >= shortFrom && host.split(/[.-]/).includes(main);
}

function hostOf(target: string): string {
  return (target.split('/', 1)[0] ?? '').replace(/:\d+$/, '');
}

function domain(host: string | null): string {
  return registrableDomain((host ?? '').replace(/:\d+$/, ''));
}

function toEvidence(
  { slot, value, before }: NewValue,
  { text, host, address }: LinkFact,
  cues: readonly WeightName[],
  { score, relief }: ReturnType<typeof weighUsual>,
): Evidence {
  const old = before === 'own' || before === null ? { vi: 'chính cổng', en: 'the portal itself' } : null;
  return {
    nature: cues.includes('link-retargeted.service') ? 'added' : 'changed',
    finding: {
      detector: id,
      cues,
      family: 'links',
      kind: 'injection',
      score,
      ...(relief === undefined ? {} : { relief }),
      reason: {
        vi: `Liên kết ${quoted(text)} trước nay dẫn đến ${old?.vi ?? quoted(before ?? '')}, nay dẫn đến nơi khác: ${quoted(address, 120)}.`,
        en: `The link ${quoted(text)} always led to ${old?.en ?? quoted(before ?? '')} and now leads elsewhere: ${quoted(address, 120)}.`,
      },
      fingerprint: fingerprint(id, slot, value),
      place: { ...(before === null ? {} : { before }), after: address.slice(0, 500) },
      indicators: indicatorList(hostIndicators([host])),
    },
  };
}
