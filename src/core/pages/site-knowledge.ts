/** What a site's learned pages say about its other pages: the hosts it names, and the frame of its pages. */

import { fastHash } from '../facts/hash.ts';
import type { PageFacts } from '../facts/page-facts.ts';
import type { Baseline } from '../learned/baseline.ts';
import type { LearnedView } from '../learned/learned-view.ts';
import { stableKeys } from '../learned/tally.ts';
import type { NotFoundAnswers } from './not-found-answers.ts';

/** The site of a page, for judging a page without a baseline of its own. */
export interface SiteKnowledge {
  /** Hosts of the registered pages. */
  readonly ownHosts: readonly string[];
  /** Foreign hosts that the learned pages link to and frame: they are known on the site's other pages too. */
  readonly hosts: { readonly links: readonly string[]; readonly frames: readonly string[] };
  readonly frame: SiteFrame;
  /** Null until the site's answer to non-existent addresses was learned. */
  readonly notFound: NotFoundAnswers | null;
}

/** Hashes of the outline and the own addresses that are stable on the learned pages. */
export interface SiteFrame {
  readonly outline: readonly number[];
  readonly addresses: readonly number[];
}

const sizeCap = 6_000;

/** @param siteUrls addresses of the registered pages */
export function siteKnowledge(
  siteUrls: readonly string[],
  baselines: readonly Baseline[],
  notFound: NotFoundAnswers | null,
): SiteKnowledge {
  const views = baselines.flatMap(({ content }) => [content.received, content.rendered].filter((one) => one !== null));
  const named = (what: 'links' | 'frames') => [...new Set(views.flatMap(({ hosts }) => hosts[what]))];
  return {
    ownHosts: [...new Set(siteUrls.flatMap((url) => URL.parse(url)?.host ?? []))],
    hosts: { links: named('links'), frames: named('frames') },
    frame: { outline: joined(views, 'outline'), addresses: joined(views, 'addresses') },
    notFound,
  };
}

function joined(views: readonly LearnedView[], what: 'outline' | 'addresses'): number[] {
  const all = new Set(views.flatMap((view) => [...stableKeys(view[what], view.looks).keys()]));
  return [...all].slice(0, sizeCap);
}

/** Shares of a page, 0 to 1, that the site's frame knows; null where the page has too little content. */
export interface FrameShare {
  readonly outline: number | null;
  readonly addresses: number | null;
}

const fewestOutline = 8;
const fewestAddresses = 3;

/** How much of a page is the site's frame: nested tags, and the own pages, styles and scripts it names. */
export function shareOfFrame(frame: SiteFrame, facts: PageFacts): FrameShare {
  return {
    outline: frame.outline.length < fewestOutline ? null : knownShare(frame.outline, facts.outline, fewestOutline),
    addresses:
      frame.addresses.length < fewestAddresses
        ? null
        : knownShare(frame.addresses, frameAddresses(facts), fewestAddresses),
  };
}

function knownShare(known: readonly number[], shown: readonly number[], fewest: number): number {
  const all = new Set(known);
  const count = shown.filter((hash) => all.has(hash)).length;
  // A page that names hardly anything is measured against what it could have named.
  return count / Math.max(fewest, shown.length);
}

function frameAddresses(facts: PageFacts): number[] {
  const named = [
    ...facts.links.map(({ address }) => address),
    ...facts.scripts.flatMap(({ address }) => address ?? []),
    ...facts.styles,
  ];
  return [...new Set(named.map((address) => fastHash(address)))];
}
