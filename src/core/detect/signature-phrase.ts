/** Phrases that attackers sign with and editors do not write, in whatever was added: text, title, alt, comment, meta, script. */
import type { PageFacts, TextBlock } from '../facts/page-facts.ts';
import type { Look } from '../look.ts';
import type { AttackKind } from '../model.ts';
import type { SignaturePhrase } from '../policy.ts';
import type { Detector, Evidence, LookContext, ViewContext } from './detector.ts';
import { fingerprint } from './fingerprint.ts';
import { findPhrases, matchWords, type PhraseHit } from './phrase-index.ts';
import { quoted } from './quoted.ts';

const id = 'signature-phrase';

/** A text to search, and how much a phrase in it counts: a signature stands alone, a report mentions it in a sentence. */
interface Passage {
  readonly text: string;
  readonly factor: number;
  readonly path: string | null;
  readonly where: { readonly vi: string; readonly en: string };
}

/** Visible characters of a page that has much to say. */
const fullPageFrom = 2_500;

interface Signature {
  readonly phrase: SignaturePhrase;
  readonly score: number;
  readonly rank: number;
  readonly print: string;
  readonly passage: Passage;
}

/** More than any score. */
const ignoredRank = 1_000;

export const signaturePhrase: Detector = {
  id,
  /** Of each phrase the strongest passage of all views; one that nobody ignores before any that somebody does. */
  detect(context) {
    const { ignored, policy } = context;
    const best = new Map<string, Signature>();
    const shown = context.look.pictureWords === null ? null : phrasesShown(context);
    for (const passage of context.views.flatMap((view) => passagesOf(context, view))) {
      const words = matchWords(passage.text);
      for (const hit of findPhrases(policy.signatures, words)) {
        const { phrase } = hit;
        if (passage.where === places.picture && shown?.has(phrase.text)) continue;
        const score = phrase.weight * passage.factor * prominence(hit, words.length);
        if (score < 0.2) continue;
        const print = fingerprint(id, phrase.text, neighbourOf(hit, words));
        const rank = ignored.includes(print) ? score - ignoredRank : score;
        const known = best.get(phrase.text);
        if (known === undefined || known.rank < rank) best.set(phrase.text, { phrase, score, rank, print, passage });
      }
    }
    return [...best.values()]
      .sort((a, b) => b.rank - a.rank)
      .slice(0, 8)
      .map(toEvidence);
  },
};

/**
 * The word that the phrase leads to, mostly the name of who signs: another name is another change, while the same line in
 * title, heading and text, or moving about, is one.
 */
function neighbourOf({ at, length }: PhraseHit<SignaturePhrase>, words: readonly string[]): string {
  return words[at + length] ?? words[at - 1] ?? '';
}

/** Share of a phrase's weight by how much of the passage it is: alone, in a line, in a paragraph. */
function prominence(hit: PhraseHit<SignaturePhrase>, words: number): number {
  const others = words - hit.length;
  if (others <= 8) return 1;
  if (others <= 20) return 0.6;
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
  dialog: { vi: 'hộp thoại bật lên', en: 'a dialog' },
  picture: { vi: 'phần chữ trên hình ảnh', en: 'words in a picture' },
} as const;

function passagesOf({ look, views }: LookContext, view: ViewContext): Passage[] {
  const { facts, learned, comparison } = view;
  const isFirst = view === views[0];
  const passages: Passage[] = [];
  const isTitleKnown = learned?.titles.keys.includes(facts.title.slice(0, 300)) ?? false;
  if (facts.title !== '' && !isTitleKnown) {
    passages.push({ text: facts.title, factor: 1.2, path: null, where: places.title });
  }
  const blocks = comparison?.added ?? facts.blocks;
  for (const block of blocks) {
    const where = block.hidden ? places.hidden : places.text;
    const factor = learned === null ? atFirstSight(block, facts) : 1;
    passages.push({ text: block.text, factor, path: facts.places[block.place] ?? null, where });
  }
  passages.push(...joined(blocks, (block) => (learned === null ? atFirstSight(block, facts) : 1)));
  for (const side of comparison?.addedSide ?? facts.side) {
    const factor = side.from === 'script' ? 0.8 : 0.9;
    passages.push({
      text: side.text,
      factor: learned === null && isFull(facts) ? factor / 2 : factor,
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

/** Reading letters from pixels errs more often than reading markup does. */
const readFactor = 0.95;

/** What was read from the screenshot, and short neighbours together as in the markup. */
function inPicture({ pictureWords }: Look): Passage[] {
  const at = { path: null, where: places.picture };
  return (pictureWords ?? []).flatMap((text, i, all) => {
    const before = all[i - 1] ?? '';
    const isPair = before !== '' && before.length <= 30 && text.length <= 60;
    const pair = { ...at, text: `${before} ${text}`, factor: 0.9 * readFactor };
    return [{ ...at, text, factor: readFactor }, ...(isPair ? [pair] : [])];
  });
}

/** Phrases of the page's own visible text: a picture of that text says nothing new. */
function phrasesShown({ views, policy }: LookContext): ReadonlySet<string> {
  const texts = views.flatMap(({ facts }) => [
    facts.title,
    ...facts.blocks.filter((block) => !block.hidden).map((block) => block.text),
  ]);
  const hits = texts.flatMap((text) => findPhrases(policy.signatures, matchWords(text)));
  return new Set(hits.map(({ phrase }) => phrase.text));
}

/**
 * Without a baseline nothing says what was added, and a full page may rightly link to news about hackers. With one, a
 * signature in the news list counts in full.
 */
function atFirstSight(block: TextBlock, facts: PageFacts): number {
  if (!isFull(facts)) return 1;
  return block.linked ? 0.3 : 0.7;
}

function isFull({ counts }: PageFacts): boolean {
  return counts.visibleCharacters >= fullPageFrom && counts.links >= 30;
}

/** Short neighbours read together: attackers put `HACKED` and `BY X` into blocks of their own. */
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

function toEvidence({ phrase, score, print, passage }: Signature): Evidence {
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
      fingerprint: print,
      place: { ...(passage.path === null ? {} : { path: passage.path }), after: passage.text.slice(0, 500) },
    },
  };
}
