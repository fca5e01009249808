/** Links to hosts that the page never linked to: hidden ones, ones that betting houses name and label, whole flocks of them. */
import { registrableDomain } from '../address.ts';
import type { LinkFact } from '../facts/page-facts.ts';
import type { WeightName } from '../policy.ts';
import type { Detector, Evidence, LookContext, ViewContext } from './detector.ts';
import { fingerprint } from './fingerprint.ts';
import { quoted } from './quoted.ts';
import { countSpam, spamAddress, spamWeight } from './spam-lexicon.ts';
import { weigh } from './weigh.ts';

const id = 'links-added';
/** Foreign domains that make a flock. */
const flockFrom = 12;

export const linksAdded: Detector = {
  id,
  detect(context) {
    return context.views.flatMap((view) => evidenceIn(context, view));
  },
};

interface Judged {
  readonly link: LinkFact;
  readonly domain: string;
  /** Nats of spam words in its text and address. */
  readonly spam: number;
}

function evidenceIn(context: LookContext, { facts, learned }: ViewContext): Evidence[] {
  const known = new Set(learned?.hosts.links ?? context.site?.knowledge.hosts.links);
  const knownHidden = new Set(learned?.hosts.hiddenLinks ?? []);
  // A known host that goes out of sight is a slide or a menu, unless what it is called is spam.
  const isNew = ({ link, spam }: Judged): boolean =>
    !known.has(link.host ?? '') || (link.hidden && spam > 0 && !knownHidden.has(link.address));
  const links = facts.links
    .filter(({ host }) => host !== null)
    .map((link) => judged(context, link))
    .filter(isNew);
  const cues = cuesOf(context, links, learned !== null);
  const score = weigh(context.policy, cues);
  if (score === 0) return [];
  const worst = [...links].sort((a, b) => weightOf(b) - weightOf(a)).slice(0, 5);
  const hosts = [...new Set(worst.map(({ link }) => link.host ?? ''))];
  const shown = worst.map(({ link }) => `${link.text} → ${link.address}`).join(' · ');
  return [
    {
      nature: 'added',
      finding: {
        detector: id,
        cues,
        family: 'links',
        kind: 'injection',
        score,
        reason: {
          vi: `${learned === null ? 'Trang có' : 'Xuất hiện'} liên kết ra ngoài ${describe(links, 'vi')}: ${quoted(shown, 160)}.`,
          en: `${learned === null ? 'There are' : 'New'} outbound links ${describe(links, 'en')}: ${quoted(shown, 160)}.`,
        },
        fingerprint: fingerprint(id, ...hosts.sort()),
        place: { after: shown.slice(0, 500) },
      },
    },
  ];
}

function judged({ policy }: LookContext, link: LinkFact): Judged {
  const words = spamWeight(countSpam(policy.lexicon, [link.text]));
  return {
    link,
    domain: registrableDomain((link.host ?? '').replace(/:\d+$/, '')),
    spam: words + spamAddress(policy.lexicon, link.address),
  };
}

function weightOf({ link, spam }: Judged): number {
  return spam * 2 + (link.hidden ? 1 : 0);
}

function cuesOf({ targetUrl }: LookContext, links: readonly Judged[], isLearned: boolean): WeightName[] {
  const own = registrableDomain(URL.parse(targetUrl)?.hostname ?? '');
  const domains = (of: (one: Judged) => boolean): number =>
    new Set(links.filter((one) => one.domain !== own && of(one)).map((one) => one.domain)).size;
  const spam = Math.max(
    domains(({ spam }) => spam >= 2),
    // A name that only looks like a betting house's is a chance hit, several are not.
    domains(({ spam }) => spam >= 1) >= 3 ? 3 : 0,
  );
  const hiddenSpam = domains(({ link, spam }) => link.hidden && spam >= 1);
  const hidden = domains(({ link }) => link.hidden);
  const all = domains(() => true);
  const cues: WeightName[] = [];
  const way = isLearned ? 'learned' : 'first-sight';
  if (hiddenSpam >= 1) cues.push(`links-added.${way}.hidden-spam`);
  if (spam >= 3) cues.push(`links-added.${way}.much-spam`);
  else if (spam >= 1) cues.push(`links-added.${way}.spam`);
  if (hidden >= 3) cues.push(`links-added.${way}.much-hidden`);
  else if (hidden >= 1) cues.push(`links-added.${way}.hidden`);
  if (all >= flockFrom) cues.push(`links-added.${way}.flock`);
  return cues;
}

function describe(links: readonly Judged[], language: 'vi' | 'en'): string {
  const isHidden = links.some(({ link }) => link.hidden);
  const isSpam = links.some(({ spam }) => spam >= 2);
  if (language === 'vi') {
    if (isHidden && isSpam) return 'bị ẩn, mang từ ngữ cờ bạc hoặc quảng cáo rác';
    return isSpam
      ? 'mang từ ngữ cờ bạc hoặc quảng cáo rác'
      : isHidden
        ? 'bị ẩn khỏi người xem'
        : 'đến nhiều tên miền lạ';
  }
  if (isHidden && isSpam) return 'hidden from view, worded as gambling or spam';
  return isSpam ? 'worded as gambling or spam' : isHidden ? 'hidden from view' : 'to many foreign domains';
}
