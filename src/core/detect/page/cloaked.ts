/**
 * One profile is shown a different page than the ordinary one at the same moment. Phones get shorter pages, robots
 * other languages and no banners: only a redirect, or a page that shares nothing with the other, counts.
 */
import { registrableDomain } from '../../address.ts';
import type { Indicator } from '../../domain/finding.ts';
import type { Words } from '../../domain/words.ts';
import type { Look } from '../../facts/look.ts';
import { foldText } from '../../facts/text/text-folding.ts';
import { titleWords } from '../../facts/text/title-words.ts';
import { addressDomain } from '../../judge/destinations.ts';
import { type LearnedView, pageAddresses } from '../../learned/learned-view.ts';
import type { WeightName } from '../../policy.ts';
import type { Detector, Evidence, LookContext, ViewContext } from '../shared/detector.ts';
import { fingerprint } from '../shared/fingerprint.ts';
import { hostIndicators, indicatorList, indicatorsIn, textIndicators } from '../shared/indicators.ts';
import { quoted } from '../shared/quoted.ts';

const id = 'cloaked';

/** Foreign domains from which links suggest a link network; app banners and advertisements bring fewer. */
const manyDomains = 5;
const someDomains = 3;
/** The same for links, however few the domains. */
const manyLinks = 20;
const linksNamed = 200;
/**
 * Share of new text from which, and shares of known words, frame and addresses below which, a page is a different one.
 */
const otherPage = { addedFrom: 0.8, wordsBelow: 0.35, outlineBelow: 0.2, addressesBelow: 0.2, charactersFrom: 200 };

export const cloaked: Detector = {
  id,
  detect(context) {
    const { beside, views } = context;
    // The rendered view also holds what scripts added.
    const view = views.find((one) => one.view === 'rendered') ?? views[0];
    if (beside === undefined || beside.length === 0 || view === undefined) return [];
    return [...strangeLinks(context, view), ...anotherPage(context, view, beside), ...anotherTitle(context, view)];
  },
};

function strangeLinks({ targetUrl, look, policy }: LookContext, { facts, learned }: ViewContext): Evidence[] {
  const known = new Set([addressDomain(targetUrl), addressDomain(look.finalUrl)]);
  const { links, scripts, frames, forms } = learned?.hosts ?? { links: [], scripts: [], frames: [], forms: [] };
  for (const host of [links, scripts, frames, forms].flat()) known.add(domainOf(host));
  const strange = facts.links.filter(({ host }) => host !== null && !known.has(domainOf(host)));
  const domains = [...new Set(strange.map(({ host }) => domainOf(host ?? '')))].sort();
  if (domains.length === 0) return [];
  const weight: WeightName =
    domains.length >= manyDomains || strange.length >= manyLinks
      ? 'cloaked.many-links'
      : domains.length >= someDomains
        ? 'cloaked.some-links'
        : 'cloaked.few-links';
  const example = strange.find(({ text }) => text !== '')?.text ?? domains[0] ?? '';
  return [
    evidence(policy.weights[weight], fingerprint(id, 'links', ...domains.slice(0, 50)), {
      vi: `${strange.length} liên kết tới ${domains.length} tên miền lạ, ví dụ ${quoted(example)}`,
      en: `${strange.length} links to ${domains.length} foreign domains, for example ${quoted(example)}`,
      after: strange
        .slice(0, 20)
        .map(({ text, address }) => `${text} (${address})`)
        .join(' · '),
      indicators: indicatorList(
        hostIndicators(strange.slice(0, linksNamed).map(({ host }) => host)),
        indicatorsIn(example, targetUrl),
      ),
    }),
  ];
}

function anotherPage({ look, policy, targetUrl }: LookContext, view: ViewContext, beside: readonly Look[]): Evidence[] {
  const { facts, learned, comparison, lookAlike } = view;
  if (learned === null || comparison === null || !isAnother(view)) return [];
  // A block page or sign-in form is not a different page.
  if (lookAlike !== null || look.status >= 400) return [];
  const isDenied = beside.every(({ status }) => status === 404 || status === 410);
  const isTranslated = isOtherLanguage(facts.language, beside);
  const weight: WeightName = isDenied
    ? 'cloaked.behind-error'
    : isTranslated
      ? 'cloaked.translated-page'
      : 'cloaked.another-page';
  const example = facts.title || (comparison.added.find((block) => !block.hidden)?.text ?? '');
  const status = beside[0]?.status ?? 0;
  return [
    evidence(policy.weights[weight], fingerprint(id, 'page', facts.title), {
      vi: isDenied
        ? `trang có nội dung ${quoted(example)}, trong khi người xem thường nhận trang báo lỗi ${status}`
        : `một trang khác hẳn, ví dụ ${quoted(example)}`,
      en: isDenied
        ? `a page that says ${quoted(example)}, while the ordinary visitor gets error ${status}`
        : `another page altogether, for example ${quoted(example)}`,
      after: comparison.added
        .filter((block) => !block.hidden)
        .slice(0, 20)
        .map(({ text }) => text)
        .join(' · '),
      indicators: indicatorList(textIndicators('phrase', example), indicatorsIn(example, targetUrl)),
    }),
  ];
}

function isAnother({ facts, learned, comparison }: ViewContext): boolean {
  if (learned === null || comparison === null || facts.counts.visibleCharacters < otherPage.charactersFrom)
    return false;
  if (comparison.addedShare < otherPage.addedFrom || comparison.familiarWords >= otherPage.wordsBelow) return false;
  return (
    knownShare(learned.outline.keys, facts.outline) < otherPage.outlineBelow &&
    knownShare(learned.addresses.keys, [...pageAddresses(facts)]) < otherPage.addressesBelow
  );
}

function knownShare(known: readonly number[], shown: readonly number[]): number {
  const all = new Set(known);
  return shown.length === 0 ? 0 : shown.filter((key) => all.has(key)).length / shown.length;
}

/** Bilingual portals answer robots, which ask for no language, in their other language. */
function isOtherLanguage(language: string, beside: readonly Look[]): boolean {
  const own = languageOf(language);
  const others = beside.map((look) => languageOf((look.rendered ?? look.received)?.language ?? ''));
  return (own === 'vi' || own === 'en') && !others.includes(own);
}

function languageOf(tag: string): string {
  return tag.slice(0, 2).toLowerCase();
}

function anotherTitle(
  { policy, look, targetUrl }: LookContext,
  { facts, learned, lookAlike }: ViewContext,
): Evidence[] {
  if (learned === null || lookAlike !== null || look.status >= 400 || facts.title === '') return [];
  const titles = learned.titles.keys.filter((title) => title !== '');
  const words = titleWords(facts.title);
  if (titles.length === 0 || words.length < 2 || sharesWord(learned, words)) return [];
  return [
    evidence(policy.weights['cloaked.another-title'], fingerprint(id, 'title', foldText(facts.title)), {
      vi: `tiêu đề ${quoted(facts.title)}`,
      en: `the title ${quoted(facts.title)}`,
      after: facts.title,
      indicators: indicatorList(textIndicators('phrase', facts.title), indicatorsIn(facts.title, targetUrl)),
    }),
  ];
}

function sharesWord({ titles }: LearnedView, words: readonly string[]): boolean {
  const known = new Set(titles.keys.flatMap((title) => titleWords(title)));
  return words.some((word) => known.has(word));
}

function domainOf(host: string): string {
  return registrableDomain(host.replace(/:\d+$/, ''));
}

interface Wording extends Words {
  readonly after: string;
  readonly indicators: readonly Indicator[];
}

function evidence(score: number, fingerprint: string, { vi, en, after, indicators }: Wording): Evidence {
  return {
    nature: 'added',
    finding: {
      detector: id,
      family: 'profile',
      kind: 'cloaking',
      score,
      reason: { vi: `${vi}.`, en: `${en}.` },
      fingerprint,
      place: { after: after.slice(0, 500) },
      indicators,
    },
  };
}
