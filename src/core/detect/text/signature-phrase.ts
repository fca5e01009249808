/**
 * Phrases that attackers sign with and editors do not write, in any added text: body, title, alt, comment, meta,
 * script.
 */

import type { AttackKind, Indicator } from '../../domain/finding.ts';
import type { Look } from '../../facts/look.ts';
import type { PageFacts, TextBlock } from '../../facts/page-facts.ts';
import { foldText, unleet, wordsOf } from '../../facts/text/text-folding.ts';
import type { SignaturePhrase } from '../../policy.ts';
import type { Detector, Evidence, LookContext, ViewContext } from '../shared/detector.ts';
import { fingerprint } from '../shared/fingerprint.ts';
import { indicatorList, indicatorsIn, textIndicators } from '../shared/indicators.ts';
import { findPhrases, matchWords, type PhraseHit } from '../shared/phrase-index.ts';
import { quoted } from '../shared/quoted.ts';

const id = 'signature-phrase';

/** A text to search, and the weight of a phrase in it: a signature stands alone, a report mentions it in a sentence. */
interface Passage {
  readonly text: string;
  readonly factor: number;
  readonly path: string | null;
  readonly where: { readonly vi: string; readonly en: string };
}

/** Nats of a phrase that signs a page by itself. */
const signsAlone = 6;

/** Words that make a supposition of what follows within so many words, and the share of its weight that is left. */
const suppositions: ReadonlySet<string> = new Set(['if', 'when', 'whether', 'neu', 'khi', 'jika', 'kalau', 'wenn']);
const supposedWithin = 2;
const supposed = 0.4;

/** Least nats of a single word spelt with digits for letters, and of several of which one names a deed or a doer. */
const disguisedWord = 4;
const disguisedPhrase = 6.2;
/** Nats from which a phrase of the lists names a deed or a doer, not just its surroundings. */
const namesDeedFrom = 2;

/** Visible characters from which a page counts as full. */
const fullPageFrom = 2_500;

interface Signature {
  readonly phrase: SignaturePhrase;
  readonly score: number;
  readonly rank: number;
  readonly key: string;
  readonly passage: Passage;
}

/** Higher than any score. */
const ignoredRank = 1_000;

export const signaturePhrase: Detector = {
  id,
  /** For each phrase the strongest passage of all views; passages nobody ignores come before ignored ones. */
  detect(context) {
    const { ignored, policy } = context;
    const best = new Map<string, Signature>();
    const shown = context.look.pictureWords === null ? null : phrasesShown(context);
    const views = [...context.views, ...(context.written ?? [])];
    for (const passage of views.flatMap((view) => passagesOf(context, view))) {
      const written = wordsOf(foldText(passage.text));
      const words = written.map(unleet);
      for (const hit of findPhrases(policy.signatures, words)) {
        const { phrase } = hit;
        if (passage.where === places.picture && shown?.has(phrase.text)) continue;
        const score = weightOf(hit, words, written) * passage.factor * prominence(hit, words.length);
        if (score < 0.2) continue;
        const key = fingerprint(id, phrase.text, neighbourOf(hit, words));
        const rank = ignored.includes(key) ? score - ignoredRank : score;
        const known = best.get(phrase.text);
        if (known === undefined || known.rank < rank) best.set(phrase.text, { phrase, score, rank, key, passage });
      }
    }
    return [...best.values()]
      .sort((a, b) => b.rank - a.rank)
      .slice(0, 8)
      .map((signature) => toEvidence(signature, context.targetUrl));
  },
};

/**
 * Nats of a phrase as it is written here. Spelt with digits for letters it means what it says; after "if" it only supposes.
 * @param written the words before digits were read as letters
 */
function weightOf(
  { phrase, at, length }: PhraseHit<SignaturePhrase>,
  words: readonly string[],
  written: readonly string[],
): number {
  const before = words.slice(Math.max(0, at - supposedWithin), at);
  if (before.some((word) => suppositions.has(word))) return phrase.weight * supposed;
  const isDisguised = written.slice(at, at + length).some((word, i) => word !== words[at + i] && /\d/.test(word));
  if (!isDisguised) return phrase.weight;
  return Math.max(phrase.weight, phrase.weight >= namesDeedFrom && length > 1 ? disguisedPhrase : disguisedWord);
}

/**
 * The word next to the phrase, usually the signer's name: another name is another change, while the same line in title,
 * heading and text, or moved elsewhere, is one.
 */
function neighbourOf({ at, length }: PhraseHit<SignaturePhrase>, words: readonly string[]): string {
  return words[at + length] ?? words[at - 1] ?? '';
}

/**
 * Share of a phrase's weight by its share of the passage: alone, in a line, in a paragraph. What a line opens with is said by
 * whoever signs it; a report names somebody first.
 */
function prominence(hit: PhraseHit<SignaturePhrase>, words: number): number {
  const others = words - hit.length;
  if (others <= 8) return 1;
  if (others <= 20) return hit.at === 0 && hit.phrase.weight >= signsAlone ? 0.9 : 0.6;
  return others <= 60 ? 0.35 : 0.25;
}

const places = {
  title: { vi: 'tiêu đề trang', en: 'the title' },
  text: { vi: 'nội dung hiển thị', en: 'the visible text' },
  hidden: { vi: 'nội dung bị ẩn', en: 'hidden text' },
  alt: { vi: 'chú thích ảnh', en: 'an image description' },
  comment: { vi: 'chú thích trong mã nguồn', en: 'a comment in the source' },
  meta: { vi: 'thẻ mô tả trang', en: 'a meta tag' },
  noscript: { vi: 'phần noscript', en: 'a noscript part' },
  script: { vi: 'đoạn mã lệnh', en: 'a script' },
  style: { vi: 'bảng định kiểu', en: 'a style sheet' },
  data: { vi: 'dữ liệu cho máy tìm kiếm (JSON-LD)', en: 'data for search engines (JSON-LD)' },
  written: { vi: 'nội dung do mã lệnh ghi vào trang', en: 'what a script writes into the page' },
  dialog: { vi: 'hộp thoại bật lên', en: 'a dialog' },
  picture: { vi: 'phần chữ trên hình ảnh', en: 'words in a picture' },
} as const;

function passagesOf({ look, views }: LookContext, view: ViewContext): Passage[] {
  const { facts, learned, comparison } = view;
  const isFirst = view === views[0];
  // What scripts write belongs to the page they are on.
  const page = view.view === 'written' ? (views[0]?.facts ?? facts) : facts;
  const passages: Passage[] = [];
  const isTitleKnown = learned?.titles.keys.includes(facts.title.slice(0, 300)) ?? false;
  if (facts.title !== '' && !isTitleKnown) {
    const factor = learned === null && isFull(page) ? 0.7 : 1.2;
    passages.push({ text: facts.title, factor, path: null, where: places.title });
  }
  const blocks = comparison?.added ?? facts.blocks;
  for (const block of blocks) {
    const where = view.view === 'written' ? places.written : block.hidden ? places.hidden : places.text;
    const factor = learned === null ? atFirstSight(block, facts) : 1;
    passages.push({ text: block.text, factor, path: facts.places[block.place] ?? null, where });
  }
  passages.push(...joined(blocks, (block) => (learned === null ? atFirstSight(block, facts) : 1)));
  for (const side of comparison?.addedSide ?? facts.side) {
    // What a sheet writes into the page is seen like any text of it.
    const factor = side.from === 'script' ? 0.8 : side.from === 'style' ? 1 : 0.9;
    passages.push({
      text: side.text,
      factor: learned === null && isFull(page) ? factor * (headlined.has(side.from) ? 0.3 : 0.5) : factor,
      path: null,
      where: places[side.from],
    });
  }
  if (isFirst) {
    for (const text of look.dialogs) passages.push({ text, factor: 1.2, path: null, where: places.dialog });
    passages.push(...inPicture(look));
  }
  return passages;
}

/** OCR errs more often than reading markup. */
const readFactor = 0.95;

/** Text read from the screenshot, with short neighbours joined as in the markup. */
function inPicture({ pictureWords }: Look): Passage[] {
  const at = { path: null, where: places.picture };
  return (pictureWords ?? []).flatMap((text, i, all) => {
    const before = all[i - 1] ?? '';
    const isPair = before !== '' && before.length <= 30 && text.length <= 60;
    const pair = { ...at, text: `${before} ${text}`, factor: 0.9 * readFactor };
    return [{ ...at, text, factor: readFactor }, ...(isPair ? [pair] : [])];
  });
}

/** Phrases in the page's own visible text: a picture of that text adds nothing. */
function phrasesShown({ views, policy }: LookContext): ReadonlySet<string> {
  const texts = views.flatMap(({ facts }) => [
    facts.title,
    ...facts.blocks.filter((block) => !block.hidden).map((block) => block.text),
  ]);
  const hits = texts.flatMap((text) => findPhrases(policy.signatures, matchWords(text)));
  return new Set(hits.map(({ phrase }) => phrase.text));
}

/**
 * Without a baseline nothing tells what was added, and a full page may legitimately link to news about hackers. With
 * one, a signature in the news list counts in full.
 */
function atFirstSight(block: TextBlock, facts: PageFacts): number {
  if (!isFull(facts)) return 1;
  return block.linked ? 0.3 : 0.7;
}

function isFull({ counts }: PageFacts): boolean {
  return counts.visibleCharacters >= fullPageFrom && counts.links >= 30;
}

/** Where full pages repeat the headlines of the articles that they show or link to. */
const headlined: ReadonlySet<string> = new Set(['alt', 'meta', 'data']);

/** Short neighbours joined: attackers put `HACKED` and `BY X` into separate blocks. */
function joined(blocks: readonly TextBlock[], factorOf: (block: TextBlock) => number): Passage[] {
  const passages: Passage[] = [];
  let before: TextBlock | null = null;
  for (const block of blocks) {
    if (before !== null && before.text.length <= 30 && block.text.length <= 60) {
      const text = `${before.text} ${block.text}`;
      passages.push({ text, factor: 0.9 * factorOf(block), path: null, where: places.text });
    }
    before = block;
  }
  return passages;
}

/** A short line belongs to the signer; in a longer passage only the phrase does. */
function lineOf({ text }: Passage, phrase: SignaturePhrase): Indicator[] {
  const line = textIndicators('phrase', text);
  return line.length > 0 ? line : textIndicators('phrase', phrase.text);
}

function toEvidence({ phrase, score, key, passage }: Signature, targetUrl: string): Evidence {
  const kind: AttackKind = phrase.kind ?? 'defacement';
  return {
    nature: 'added',
    finding: {
      detector: id,
      family: 'words',
      kind,
      score,
      reason: {
        vi: `Xuất hiện cụm từ mà kẻ tấn công thường để lại trong ${passage.where.vi}: ${quoted(passage.text)}.`,
        en: `A phrase that attackers sign with appeared in ${passage.where.en}: ${quoted(passage.text)}.`,
      },
      fingerprint: key,
      place: { ...(passage.path === null ? {} : { path: passage.path }), after: passage.text.slice(0, 500) },
      indicators: indicatorList(lineOf(passage, phrase), indicatorsIn(passage.text, targetUrl)),
    },
  };
}
