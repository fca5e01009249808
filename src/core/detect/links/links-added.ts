/** Links to new hosts: hidden ones, ones named or labelled like gambling sites, or many at once. */
import { registrableDomain } from '../../address.ts';
import { fastHash } from '../../facts/hash.ts';
import type { LinkFact } from '../../facts/page-facts.ts';
import type { WeightName } from '../../policy.ts';
import type { Detector, Evidence, LookContext, ViewContext } from '../shared/detector.ts';
import { fingerprint } from '../shared/fingerprint.ts';
import { type Usual, usualIn, weighUsual } from '../shared/habit-relief.ts';
import { hostIndicators, indicatorList, indicatorsIn } from '../shared/indicators.ts';
import { isStranger } from '../shared/leads-away.ts';
import { quoted } from '../shared/quoted.ts';
import { countSpam, spamAddress, spamWeight, withoutReports } from '../shared/spam-lexicon.ts';
import { inAllViews } from '../shared/views.ts';
import { whose } from '../shared/whose.ts';
import { hiddenRows, namesIn, rowFrom, sells } from './link-rows.ts';

const id = 'links-added';
/** Number of foreign domains that make a flock, and of hidden ones. */
const flockFrom = 12;
const hiddenFlockFrom = 3;
const iconFlockFrom = 4;
/** Disguised ones at first sight, where some may be anything. */
const strangersFrom = 6;

export const linksAdded: Detector = {
  id,
  detect(context) {
    return inAllViews(context, (one, view) => [...evidenceIn(one, view), ...plantedPages(one, view)]);
  },
};

interface Judged {
  readonly link: LinkFact;
  readonly domain: string;
  /** Nats of spam words in its text and address. */
  readonly spam: number;
}

function evidenceIn(context: LookContext, view: ViewContext): Evidence[] {
  const { facts, learned } = view;
  const known = new Set(learned?.hosts.links ?? context.site?.knowledge.hosts.links);
  const knownHidden = new Set(learned?.hosts.hiddenLinks ?? []);
  // A known host that becomes hidden is a slide or a menu, unless its label is spam.
  const isNew = ({ link, spam }: Judged): boolean =>
    !known.has(link.host ?? '') || (link.hidden && spam > 0 && !knownHidden.has(link.address));
  const links = facts.links
    .filter(({ host }) => host !== null)
    // Pictures stand for words under such classes on ordinary pages, but hardly ever appear on them later.
    .map((link) =>
      learned !== null && link.tucked === true ? { ...link, hidden: true, disguised: link.tucked } : link,
    )
    .map((link) => judged(context, link))
    .filter(isNew);
  const cues = cuesOf(context, links, view);
  const { score, relief } = weighUsual(context.policy, cues, usualOf(context, view, links, cues));
  if (score === 0) return [];
  const sorted = [...links].sort((a, b) => weightOf(b) - weightOf(a));
  const worst = sorted.slice(0, 5);
  const hosts = [...new Set(worst.map(({ link }) => link.host ?? ''))];
  // Besides those quoted in the reason, only links that are bad by themselves: the others may be unrelated.
  const named = sorted.filter((one, i) => i < worst.length || weightOf(one) > 0).map(({ link }) => link.host);
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
        ...(relief === undefined ? {} : { relief }),
        reason: {
          vi: `${learned === null ? 'Trang có' : 'Xuất hiện'} liên kết ra ngoài ${describe(links, 'vi')}: ${quoted(shown, 160)}.`,
          en: `${learned === null ? 'There are' : 'New'} outbound links ${describe(links, 'en')}: ${quoted(shown, 160)}.`,
        },
        fingerprint: fingerprint(id, ...hosts.sort()),
        place: { after: shown.slice(0, 500) },
        indicators: indicatorList(
          hostIndicators(named),
          worst.flatMap(({ link }) => indicatorsIn(link.text, context.targetUrl)),
        ),
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

function cuesOf(context: LookContext, links: readonly Judged[], { facts, learned }: ViewContext): WeightName[] {
  const { targetUrl, policy } = context;
  const own = registrableDomain(URL.parse(targetUrl)?.hostname ?? '');
  const domains = (of: (one: Judged) => boolean): number =>
    new Set(links.filter((one) => one.domain !== own && of(one)).map((one) => one.domain)).size;
  const spam = Math.max(
    domains(({ spam }) => spam >= 2),
    // One name that merely looks like a gambling site's is a chance hit; several are not.
    domains(({ spam }) => spam >= 1) >= 3 ? 3 : 0,
  );
  const rows = learned === null ? hiddenRows(facts.links, (host) => isStranger(context, host)) : [];
  const hiddenSpam = domains(({ link, spam }) => link.hidden && spam >= 1);
  const hidden = domains(({ link }) => link.hidden || (learned !== null && link.bare === true));
  const all = domains(() => true);
  const cues: WeightName[] = [];
  const way = learned === null ? 'first-sight' : 'learned';
  const leadsToStranger = ({ link }: Judged): boolean => isStranger(context, link.host);
  const disguised = domains((one) => one.link.disguised === true && leadsToStranger(one));
  const wordless = domains((one) => one.link.disguised === true && one.link.text.trim() === '' && leadsToStranger(one));
  // Editors leave a link without words behind now and then, but not several to strangers.
  const bare = domains((one) => one.link.bare === true && leadsToStranger(one));
  // Icons without words lead to services that people know, not to several strangers.
  const icons = domains((one) => (one.link.bare ?? one.link.icon) === true && leadsToStranger(one));
  // At first sight they may be icons that a style sheet paints.
  const isBare = learned !== null && (bare >= hiddenFlockFrom || icons >= iconFlockFrom);
  const isEmpty = ({ link }: Judged): boolean => (link.bare ?? link.icon) === true;
  const flock = domains((one) => (one.link.hidden || (isBare && isEmpty(one))) && leadsToStranger(one));
  if (hiddenSpam === 0 && rows.some((row) => sells(policy, row))) cues.push('links-added.first-sight.hidden-sale');
  if (hiddenSpam >= 1) cues.push(`links-added.${way}.hidden-spam`);
  if (spam >= 3) cues.push(`links-added.${way}.much-spam`);
  else if (spam >= 1) cues.push(`links-added.${way}.spam`);
  if (hidden >= 3) cues.push(`links-added.${way}.much-hidden`);
  else if (hidden >= 1) cues.push(`links-added.${way}.hidden`);
  const isPlanted = rows.some((row) => namesIn(row.filter(({ disguised }) => disguised === true)) >= rowFrom);
  if (isBare || (learned === null ? wordless >= 1 || disguised >= hiddenFlockFrom || isPlanted : disguised >= 1))
    cues.push(`links-added.${way}.disguised`);
  const disguisedLinks = new Set(
    links.filter((one) => one.link.disguised === true && leadsToStranger(one)).map(({ link }) => link.address),
  ).size;
  // At first sight, hidden links may be those of closed menus.
  if (learned === null && disguised >= strangersFrom) cues.push('links-added.first-sight.disguised-flock');
  if (learned !== null && Math.max(flock, disguisedLinks) >= hiddenFlockFrom)
    cues.push('links-added.learned.hidden-flock');
  if (all >= flockFrom) cues.push(`links-added.${way}.flock`);
  return cues;
}

/** Only the number of links can be usual for a page; their wording and being hidden never are. */
function usualOf({ policy }: LookContext, view: ViewContext, links: readonly Judged[], cues: WeightName[]): Usual[] {
  const cue = 'links-added.learned.flock';
  if (!cues.includes(cue)) return [];
  return [usualIn(policy, view, { name: 'domains', amount: new Set(links.map(({ domain }) => domain)).size, cue })];
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

/** Addresses of the portal itself, worded as spam in path and text, from which they are planted pages. */
const plantedFrom = 3;
const manyPlanted = 8;

/** Links to new pages of the portal that are named as betting houses name theirs: somebody planted them there. */
function plantedPages({ policy, targetUrl }: LookContext, { facts, learned }: ViewContext): Evidence[] {
  if (learned === null) return [];
  const known = new Set(learned.addresses.keys);
  const planted = new Map<string, LinkFact>();
  for (const link of facts.links) {
    const { host, address, text } = link;
    if (whose(host, targetUrl) !== 'own' || known.has(fastHash(address))) continue;
    const path = address.slice(address.indexOf('/') + 1);
    if (spamAddress(policy.lexicon, `x/${path}`) < 2) continue;
    const count = countSpam(policy.lexicon, [text]);
    if (spamWeight(withoutReports(count)) > 0) planted.set(address, link);
  }
  if (planted.size < plantedFrom) return [];
  const cue: WeightName =
    planted.size >= manyPlanted ? 'links-added.learned.planted-flock' : 'links-added.learned.planted';
  const some = [...planted.values()].slice(0, 5);
  const shown = some.map(({ text, address }) => `${text} → ${address}`).join(' · ');
  return [
    {
      nature: 'added',
      finding: {
        detector: id,
        cues: [cue],
        family: 'links',
        kind: 'injection',
        score: policy.weights[cue],
        reason: {
          vi: `Xuất hiện ${planted.size} liên kết đến các trang mới của chính cổng, mang từ ngữ cờ bạc hoặc quảng cáo rác: ${quoted(shown, 160)}.`,
          en: `New are ${planted.size} links to pages of the portal itself, worded as gambling or spam: ${quoted(shown, 160)}.`,
        },
        fingerprint: fingerprint(id, 'planted', ...some.map(({ address }) => address)),
        place: { after: shown.slice(0, 500) },
        indicators: [],
      },
    },
  ];
}
