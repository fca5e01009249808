/**
 * A page of the site that shares nothing with its learned pages, not their frame and not an address of theirs, and speaks
 * as attackers do. Portals have such corners too (an old application, a form): what these say is another matter, so the
 * frame alone is no evidence, and not a second vote for scripts and frames that any foreign dress brings along.
 */
import type { PageFacts } from '../facts/page-facts.ts';
import { shareOfFrame } from '../pages/site-knowledge.ts';
import type { Policy } from '../policy.ts';
import type { Detector, LookContext } from './detector.ts';
import { fingerprint } from './fingerprint.ts';
import { findPhrases, matchWords } from './phrase-index.ts';
import { percent } from './quoted.ts';
import { countSpam, spamWeight } from './spam-lexicon.ts';

const id = 'foreign-template';

/** Shares of the page that the site's frame knows, below which it knows nothing of it. */
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
        en: `This sub-page speaks as attackers do and does not stand in the portal’s frame: ${percent(outline)} of its outline and ${percent(addresses)} of its links are the portal’s.`,
      },
      fingerprint: fingerprint(id, facts.title, ...facts.outline.slice(0, 20).map(String)),
    } as const;
    return [{ nature: 'added', finding }];
  },
};

/** Nats of different spam terms, or of one signature, from which a page is not about something else. */
const speaksFrom = { spam: 3, signature: 3 };
const mostOthers = 8;
const blocksRead = 400;

function speaksLikeAttackers({ title, blocks, links }: PageFacts, policy: Policy): boolean {
  const texts = [title, ...blocks.slice(0, blocksRead).map(({ text }) => text)];
  if (texts.some((text) => isSigned(text, policy))) return true;
  const spam = countSpam(policy.lexicon, [...texts, ...links.slice(0, blocksRead).map(({ text }) => text)]);
  return spam.terms.size >= 2 && spamWeight(spam) >= speaksFrom.spam;
}

/** Who signs is short; a sentence with the phrase in it is a report. */
function isSigned(text: string, { signatures }: Policy): boolean {
  const words = matchWords(text);
  return findPhrases(signatures, words).some(
    ({ phrase, length }) => phrase.weight >= speaksFrom.signature && words.length - length <= mostOthers,
  );
}

/** Answered well and by the site itself: what another host shows has no reason to stand in its frame. */
function isOwnPage({ look, site }: LookContext): boolean {
  const host = URL.parse(look.finalUrl)?.host ?? '';
  return look.status < 300 && (site?.knowledge.ownHosts.includes(host) ?? false);
}
