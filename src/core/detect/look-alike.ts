/**
 * Pages that stand in for the real one without an attack: bot block, login wall, maintenance, error, parked name. The
 * class excuses what is missing; it never touches evidence from what was added.
 */
import type { PageFacts } from '../facts/page-facts.ts';
import type { Look } from '../look.ts';
import type { UnknownKind } from '../model.ts';
import type { LookAlikeKind, Policy } from '../policy.ts';
import { findPhrases, matchWords } from './phrase-index.ts';

/** Visible characters up to which a page may be a stand-in: they say one thing and link little. */
const standInCap = 3_000;
/** A real page of this size with an ordinary status is itself. */
const readCap = 4_000;

/** The class of a page that stands in for another; null for an ordinary one. */
export function lookAlikeOf(look: Pick<Look, 'status'>, facts: PageFacts, policy: Policy): LookAlikeKind | null {
  const { visibleCharacters } = facts.counts;
  if (isEmpty(facts)) return 'error-page';
  if (visibleCharacters > standInCap) return null;
  const byWords = classByWords(facts, policy);
  const byStatus = classByStatus(look.status);
  if (byStatus === 'error-page' && byWords !== null) return byWords;
  return byStatus ?? byWords;
}

/** How the verdict names the class. */
export function unknownKindOf(kind: LookAlikeKind): UnknownKind {
  return kind === 'login' ? 'blocked' : kind;
}

function isEmpty(facts: PageFacts): boolean {
  const { counts } = facts;
  return (
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

/** The class whose phrases weigh most; the title's count double. Long and richly linked pages only mention things. */
function classByWords(facts: PageFacts, policy: Policy): LookAlikeKind | null {
  const votes = new Map<LookAlikeKind, number>();
  const vote = (text: string, weight: number): void => {
    for (const { phrase } of findPhrases(policy.lookAlikes, matchWords(text))) {
      votes.set(phrase.kind, (votes.get(phrase.kind) ?? 0) + weight);
    }
  };
  vote(facts.title, 2);
  let read = 0;
  for (const block of facts.blocks) {
    if (block.hidden) continue;
    read += block.text.length;
    if (read > readCap) break;
    vote(block.text, 1);
  }
  if (facts.forms.some((form) => form.asksPassword)) votes.set('login', (votes.get('login') ?? 0) + 1);
  const needed = 1 + facts.counts.visibleCharacters / 800 + facts.counts.links / 12;
  const [best] = [...votes].sort((a, b) => b[1] - a[1]);
  return best !== undefined && best[1] >= needed ? best[0] : null;
}
