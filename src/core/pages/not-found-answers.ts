/** How a site answers non-existent addresses: learned from several, each at another random address. */

import { fastHash } from '../facts/hash.ts';
import type { Look } from '../facts/look.ts';
import type { PageFacts } from '../facts/page-facts.ts';
import { addressDomain, destinations } from '../judge/destinations.ts';

/** One kind of answer; sites have a few, one for each of their applications. */
interface AnswerShape {
  readonly status: number;
  readonly outline: readonly number[];
  /** Hashes of the text blocks: an error page says the same each time. */
  readonly blocks: readonly number[];
}

/** Plain data that survives JSON. */
export interface NotFoundAnswers {
  readonly format: 1;
  /** Answers learned from. */
  readonly looks: number;
  readonly shapes: readonly AnswerShape[];
  readonly statuses: readonly number[];
  /** Registrable domains where answers ended. */
  readonly domains: readonly string[];
  /** Foreign hosts that the answers named. */
  readonly hosts: readonly string[];
}

const shapeCap = 6;
const partCap = 600;
/** Answers needed before another one can be judged. */
export const fewestAnswers = 3;

/** Learns a clean answer. The caller decides that it was clean; hosts and domains come from the first ones only. */
export function learnAnswer(known: NotFoundAnswers | null, look: Look): NotFoundAnswers {
  const before = known ?? { format: 1, looks: 0, shapes: [], statuses: [], domains: [], hosts: [] };
  const shape = shapeOf(look);
  const isFirst = before.looks < fewestAnswers;
  const others = before.shapes.filter((one) => likeness(one, shape) < similarFrom);
  return {
    format: 1,
    looks: before.looks + 1,
    shapes: [shape, ...others].slice(0, shapeCap),
    statuses: [...new Set([...before.statuses, look.status])].slice(-6),
    domains: isFirst ? [...new Set([...before.domains, ...domainsOf(look)])].slice(0, 10) : before.domains,
    hosts: isFirst ? [...new Set([...before.hosts, ...hostsOf(look)])].slice(0, 60) : before.hosts,
  };
}

/** Similarity from which two answers are the same page. */
const similarFrom = 0.5;

/** Whether the site answered like this before. */
export function isKnownAnswer(known: NotFoundAnswers, look: Look): boolean {
  const shape = shapeOf(look);
  return known.shapes.some((one) => likeness(one, shape) >= similarFrom);
}

/** Domains that an answer leads to. */
export function domainsOf(look: Look): string[] {
  return [...new Set(destinations(look).map(({ url }) => addressDomain(url)))];
}

/** Foreign hosts that an answer names. */
export function hostsOf(look: Look): string[] {
  const facts = factsOf(look);
  const named = [...(facts?.links ?? []), ...(facts?.scripts ?? []), ...(facts?.frames ?? [])];
  return [...new Set(named.flatMap(({ host }) => host ?? []))].sort();
}

export function factsOf(look: Look): PageFacts | null {
  return look.received ?? look.rendered;
}

function shapeOf(look: Look): AnswerShape {
  const facts = factsOf(look);
  return {
    status: look.status,
    outline: (facts?.outline ?? []).slice(0, partCap),
    blocks: (facts?.blocks ?? []).slice(0, partCap).map(({ key }) => fastHash(key)),
  };
}

/** The better of the two: an error page may keep its frame while its news changes, or its words in another frame. */
function likeness(a: AnswerShape, b: AnswerShape): number {
  return Math.max(overlap(a.outline, b.outline), overlap(a.blocks, b.blocks));
}

/** Jaccard index; two empty sets are equal. */
function overlap(a: readonly number[], b: readonly number[]): number {
  const left = new Set(a);
  const right = new Set(b);
  if (left.size + right.size === 0) return 1;
  const both = [...right].filter((one) => left.has(one)).length;
  return both / (left.size + right.size - both);
}
