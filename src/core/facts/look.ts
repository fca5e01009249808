/** One capture prepared for judging: its page facts, computed once. */

import type { CutOff, Hop, Profile, ReadCapture, ReducedPicture, Tier } from '../domain/capture.ts';
import { type BehaviourFacts, behaviourFacts } from './behaviour/behaviour-facts.ts';
import { contentHash } from './hash.ts';
import type { PageFacts } from './page-facts.ts';
import { readPage } from './read-page.ts';

export interface Look {
  readonly tier: Tier;
  readonly profile: Profile;
  readonly at: number;
  readonly url: string;
  readonly finalUrl: string;
  readonly hops: readonly Hop[];
  readonly status: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** Null as well for a page whose markup is complete although its response was cut off. */
  readonly cutOff: CutOff | null;
  /** Identifies the place where a page that was cut off ends; omitted for others. */
  readonly cutTail?: string;
  readonly bodyHash: string;
  /** Tiers that the page broke, in this look or beside it; omitted where it broke none. */
  readonly broke?: readonly Tier[];
  /** Null for a body that is not text. */
  readonly received: PageFacts | null;
  /** Null outside the browser tier. */
  readonly rendered: PageFacts | null;
  /** `contentHash` of the rendered markup; null outside the browser tier. */
  readonly renderedHash: string | null;
  readonly rendererVersion: string | null;
  readonly realTime: boolean;
  readonly dialogs: readonly string[];
  readonly navigations: readonly string[];
  /** Hosts of all requests of the rendered page, its own included; empty outside the browser tier. */
  readonly resourceHosts: readonly string[];
  /** What the page did; null outside the browser tier, and where it was not recorded. */
  readonly behaviour: BehaviourFacts | null;
  readonly hasScreenshot: boolean;
  readonly picture: ReducedPicture | null;
  /** Lines and paragraphs read from the screenshot at the judge's request; null when not requested. */
  readonly pictureWords: readonly string[] | null;
}

/** Reads the capture's views. Slow for big pages (a parse each), bounded for hostile ones. */
export function lookAt(capture: ReadCapture, picture: ReducedPicture | null): Look {
  const { rendering, behaviour } = capture;
  const isText = capture.html !== '' || capture.body.bytes.length === 0;
  const received = isText ? readPage(capture.html, capture.finalUrl) : null;
  const rendered = rendering === null ? null : readPage(rendering.html, capture.finalUrl, true);
  return {
    tier: capture.tier,
    profile: capture.profile,
    at: capture.at,
    url: capture.url,
    finalUrl: capture.finalUrl,
    hops: capture.hops,
    status: capture.status,
    headers: capture.headers,
    cutOff: isWhole(capture) ? null : capture.cutOff,
    ...cutTailOf(capture),
    bodyHash: capture.body.hash,
    ...brokeIn(capture),
    received,
    rendered,
    renderedHash: rendering === null ? null : contentHash(rendering.html),
    rendererVersion: rendering?.rendererVersion ?? null,
    realTime: rendering?.realTime ?? true,
    dialogs: rendering?.dialogs ?? [],
    navigations: rendering?.navigations ?? [],
    resourceHosts: [...new Set((rendering?.resources ?? []).map((resource) => URL.parse(resource.url)?.host ?? ''))],
    behaviour: behaviour === undefined ? null : behaviourFacts(behaviour, capture.finalUrl, received, rendered),
    hasScreenshot: rendering?.screenshot != null,
    picture,
    pictureWords: null,
  };
}

function brokeIn({ tier, rendering, brokeBeside = [] }: ReadCapture): Pick<Look, 'broke'> {
  const broke = [...(rendering?.broke === undefined ? [] : [tier]), ...brokeBeside];
  return broke.length === 0 ? {} : { broke };
}

/** A page that ends with its closing tags is complete, whatever length its server announced. */
function isWhole({ html }: ReadCapture): boolean {
  return html.slice(-200).trimEnd().toLowerCase().endsWith('</html>');
}

const tailCharacters = 80;

/** Identified by its last characters with numbers folded; the content before them may vary in length. */
function cutTailOf(capture: ReadCapture): Pick<Look, 'cutTail'> {
  if (capture.cutOff === null || isWhole(capture)) return {};
  const tail = capture.html.slice(-4 * tailCharacters).replace(/[\d\s]+/g, ' ');
  return tail.length < tailCharacters ? {} : { cutTail: contentHash(tail.slice(-tailCharacters)) };
}

/** The same look with its reduced screenshot. */
export function withPicture(look: Look, picture: ReducedPicture): Look {
  return { ...look, picture };
}

/** The same look with the words read from its screenshot. */
export function withPictureWords(look: Look, pictureWords: readonly string[]): Look {
  return { ...look, pictureWords };
}
