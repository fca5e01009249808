/** What a site's learned pages say about its other pages: the hosts it names, and the frame its pages stand in. */
import type { Baseline } from '../baseline.ts';
import { fastHash } from '../facts/hash.ts';
import type { PageFacts } from '../facts/page-facts.ts';
import type { LearnedView } from '../learned/learned-view.ts';
import { stableKeys } from '../learned/tally.ts';
import type { NotFoundAnswers } from './not-found-answers.ts';

/**
 * Why an address is looked at that nobody registered: it was `found` in a sitemap or a link; it can't exist
 * (`not-found`); it is a name that attackers leave (`telling`: hardly anybody else does, `plain`: others do too).
 */
export type ProbeRole = 'found' | 'not-found' | 'telling' | 'plain';

/** The site that a page belongs to, for judging a page without a baseline of its own. */
export interface SiteKnowledge {
  /** Hosts of the registered pages. */
  readonly ownHosts: readonly string[];
  /** Foreign hosts that the learned pages link to and frame: on its other pages they are no strangers. */
  readonly hosts: { readonly links: readonly string[]; readonly frames: readonly string[] };
  readonly frame: SiteFrame;
  /** Null until the site's answer to addresses that don't exist was learned. */
  readonly notFound: NotFoundAnswers | null;
}

/** Hashes of the outline and of the own addresses that surely belong to the learned pages. */
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

/** Shares of a page, 0 to 1, that the site's frame knows; null where the page has too little to say. */
export interface FrameShare {
  readonly outline: number | null;
  readonly addresses: number | null;
}

const fewestOutline = 8;
const fewestAddresses = 3;

/** How much of a page stands in the site's frame: its nested tags, and the own pages, styles and scripts it names. */
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
  // A page that hardly names anything shares what it could have named and did not: nothing.
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
