/**
 * A page of the site that shares neither frame nor addresses with its learned pages and uses attackers' wording.
 * Portals have such corners too (an old application, a form), so a foreign frame alone is not evidence. Scripts and
 * frames do not count here, since any foreign template brings its own.
 */
import type { PageFacts } from '../../facts/page-facts.ts';
import { shareOfFrame } from '../../pages/site-knowledge.ts';
import type { Policy } from '../../policy.ts';
import type { Detector, LookContext } from '../shared/detector.ts';
import { fingerprint } from '../shared/fingerprint.ts';
import { findPhrases, matchWords } from '../shared/phrase-index.ts';
import { percent } from '../shared/quoted.ts';
import { countSpam, spamWeight } from '../shared/spam-lexicon.ts';

const id = 'foreign-template';

/** Shares in common with the site's frame below which the page counts as foreign. */
const strangeBelow = { outline: 0.1, addresses: 0.05 };

export const foreignTemplate: Detector = {
  id,
  detect(context) {
    const { look, site, policy } = context;
    const facts = look.received ?? look.rendered;
    if (site === null || site.role === 'not-found' || facts === null || !isOwnPage(context)) return [];
    const { outline, addresses } = shareOfFrame(site.knowledge.frame, facts);
    if (outline === null || addresses === null) return [];
    if (outline >= strangeBelow.outline || addresses >= strangeBelow.addresses) return [];
    if (!speaksLikeAttackers(facts, policy)) return [];
    const finding = {
      detector: id,
      cues: ['foreign-template'],
      family: 'pages',
      kind: 'injection',
      score: policy.weights['foreign-template'],
      reason: {
        vi: `Trang con mang từ ngữ của kẻ tấn công và không dùng chung giao diện với cổng: ${percent(outline)} cấu trúc và ${percent(addresses)} liên kết là của cổng.`,
        en: `This sub-page uses attackers’ words and does not share the portal’s template: ${percent(outline)} of its structure and ${percent(addresses)} of its links are the portal’s.`,
      },
      fingerprint: fingerprint(id, facts.title, ...facts.outline.slice(0, 20).map(String)),
      indicators: [],
    } as const;
    return [{ nature: 'added', finding }];
  },
};

/** Nats of distinct spam terms, or of one signature, from which the wording counts as an attacker's. */
const speaksFrom = { spam: 3, signature: 3 };
const mostOthers = 8;
const blocksRead = 400;

function speaksLikeAttackers({ title, blocks, links }: PageFacts, policy: Policy): boolean {
  const texts = [title, ...blocks.slice(0, blocksRead).map(({ text }) => text)];
  if (texts.some((text) => isSigned(text, policy))) return true;
  const spam = countSpam(policy.lexicon, [...texts, ...links.slice(0, blocksRead).map(({ text }) => text)]);
  return spam.terms.size >= 2 && spamWeight(spam) >= speaksFrom.spam;
}

/** A signature is short; a sentence that contains the phrase is a report. */
function isSigned(text: string, { signatures }: Policy): boolean {
  const words = matchWords(text);
  return findPhrases(signatures, words).some(
    ({ phrase, length }) => phrase.weight >= speaksFrom.signature && words.length - length <= mostOthers,
  );
}

/** Answered successfully by the site itself: a page on another host has no reason to use the site's frame. */
function isOwnPage({ look, site }: LookContext): boolean {
  const host = URL.parse(look.finalUrl)?.host ?? '';
  return look.status < 300 && (site?.knowledge.ownHosts.includes(host) ?? false);
}
