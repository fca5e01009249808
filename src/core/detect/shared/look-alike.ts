/**
 * Benign stand-ins for the real page: bot block, login wall, maintenance, error, parked name. The class explains
 * missing content; it never touches evidence of added content.
 */

import type { UnknownKind } from '../../domain/finding.ts';
import type { Look } from '../../facts/look.ts';
import type { PageFacts } from '../../facts/page-facts.ts';
import type { LearnedView } from '../../learned/learned-view.ts';
import type { LookAlikeKind, Policy, StandInPhrase } from '../../policy.ts';
import { isStrangeStandIn } from '../page/strange-stand-in.ts';
import { findPhrases, matchWords } from './phrase-index.ts';
import { unreadableAs } from './unreadable.ts';

/** Maximum visible characters of a stand-in: these make one statement and have few links. */
const standInCap = 3_000;
/** A page of this size with an ordinary status is the real one. */
const readCap = 4_000;

/**
 * The class of a stand-in page; null for an ordinary one.
 * @param learned of the page it stands in for, when its absence is to be explained: then a heading or status alone does
 * not turn foreign content into a stand-in
 */
export function lookAlikeOf(
  look: Pick<Look, 'status' | 'finalUrl'>,
  facts: PageFacts,
  policy: Policy,
  learned: LearnedView | null = null,
): LookAlikeKind | null {
  const unreadable = unreadableAs(facts, learned);
  if (unreadable === 'charset') return 'error-page';
  if (unreadable === 'picture') return null;
  const kind = unreadable === 'bytes' ? 'error-page' : classOf(look, facts, policy);
  return kind === null || learned === null || !isStrangeStandIn(facts, learned, look.finalUrl, policy) ? kind : null;
}

function classOf(look: Pick<Look, 'status'>, facts: PageFacts, policy: Policy): LookAlikeKind | null {
  const { visibleCharacters } = facts.counts;
  if (isEmpty(facts)) return 'error-page';
  if (visibleCharacters > standInCap) return null;
  const byWords = classByWords(facts, policy, look.status === 503);
  const byStatus = classByStatus(look.status);
  if (byStatus === 'error-page' && byWords !== null) return byWords;
  return byStatus ?? byWords;
}

/** The class's name in the verdict. */
export function unknownKindOf(kind: LookAlikeKind): UnknownKind {
  return kind === 'login' ? 'blocked' : kind;
}

/** Characters of comments and the like up to which an empty page counts as empty. */
const emptyCap = 200;

function isEmpty(facts: PageFacts): boolean {
  const { counts, makeup, side } = facts;
  return (
    side.reduce((sum, { text }) => sum + text.length, 0) <= emptyCap &&
    makeup.sounds + makeup.canvases === 0 &&
    counts.visibleCharacters + counts.hiddenCharacters === 0 &&
    facts.title === '' &&
    facts.images.length + facts.frames.length + facts.scripts.length === 0 &&
    facts.refresh === null
  );
}

function classByStatus(status: number): LookAlikeKind | null {
  if (status === 401 || status === 403 || status === 407 || status === 429) return 'blocked';
  return status >= 400 ? 'error-page' : null;
}

/**
 * The class whose phrases weigh most; those of the title count double, a single word that is repeated once. Long pages
 * with many links only mention such words.
 * @param isUnavailable the server itself says "not now" (503): one phrase then tells why
 */
function classByWords(facts: PageFacts, policy: Policy, isUnavailable: boolean): LookAlikeKind | null {
  const said = new Map<StandInPhrase, number>();
  const read = (text: string, weight: number): void => {
    for (const { phrase } of findPhrases(policy.lookAlikes, matchWords(text))) {
      const [before, now] = [said.get(phrase) ?? 0, phrase.votes * weight];
      said.set(phrase, phrase.votes < 1 ? Math.max(before, now) : before + now);
    }
  };
  read(facts.title, 2);
  let characters = 0;
  for (const block of facts.blocks) {
    if (block.hidden) continue;
    characters += block.text.length;
    if (characters > readCap) break;
    read(block.text, 1);
  }
  const votes = new Map<LookAlikeKind, number>();
  for (const [{ kind }, weight] of said) votes.set(kind, (votes.get(kind) ?? 0) + weight);
  if (facts.forms.some((form) => form.asksPassword)) votes.set('login', (votes.get('login') ?? 0) + 1);
  if (isUnavailable && (votes.get('maintenance') ?? 0) >= 1) return 'maintenance';
  const needed = 1 + facts.counts.visibleCharacters / 800 + facts.counts.links / 12;
  const [best] = [...votes].sort((a, b) => b[1] - a[1]);
  return best !== undefined && best[1] >= needed ? best[0] : null;
}
