/** One capture made ready for judging: its page facts, computed once. */
import type { PageFacts } from './facts/page-facts.ts';
import { readPage } from './facts/read-page.ts';
import type { Capture, CutOff, Hop, Profile, ReducedPicture, Tier } from './model.ts';

export interface Look {
  readonly tier: Tier;
  readonly profile: Profile;
  readonly at: number;
  readonly url: string;
  readonly finalUrl: string;
  readonly hops: readonly Hop[];
  readonly status: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly cutOff: CutOff | null;
  readonly bodyHash: string;
  /** Null for a body that is not text. */
  readonly received: PageFacts | null;
  /** Null outside the browser tier. */
  readonly rendered: PageFacts | null;
  readonly rendererVersion: string | null;
  readonly realTime: boolean;
  readonly dialogs: readonly string[];
  readonly navigations: readonly string[];
  /** Hosts of everything the rendered page asked for, the page's own included; empty outside the browser tier. */
  readonly resourceHosts: readonly string[];
  readonly hasScreenshot: boolean;
  readonly picture: ReducedPicture | null;
  /** Lines and paragraphs read from the screenshot where the judge asked; null when it did not. */
  readonly pictureWords: readonly string[] | null;
}

/** Reads the capture's views. Slow for big pages (a parse each), bounded for hostile ones. */
export function lookAt(capture: Capture, picture: ReducedPicture | null): Look {
  const { rendering } = capture;
  const isText = capture.html !== '' || capture.body.bytes.length === 0;
  return {
    tier: capture.tier,
    profile: capture.profile,
    at: capture.at,
    url: capture.url,
    finalUrl: capture.finalUrl,
    hops: capture.hops,
    status: capture.status,
    headers: capture.headers,
    cutOff: capture.cutOff,
    bodyHash: capture.body.hash,
    received: isText ? readPage(capture.html, capture.finalUrl) : null,
    rendered: rendering === null ? null : readPage(rendering.html, capture.finalUrl, true),
    rendererVersion: rendering?.rendererVersion ?? null,
    realTime: rendering?.realTime ?? true,
    dialogs: rendering?.dialogs ?? [],
    navigations: rendering?.navigations ?? [],
    resourceHosts: [...new Set((rendering?.resources ?? []).map((resource) => URL.parse(resource.url)?.host ?? ''))],
    hasScreenshot: rendering?.screenshot != null,
    picture,
    pictureWords: null,
  };
}

/** The same look once its screenshot was reduced. */
export function withPicture(look: Look, picture: ReducedPicture): Look {
  return { ...look, picture };
}

/** The same look once words were read from its screenshot. */
export function withPictureWords(look: Look, pictureWords: readonly string[]): Look {
  return { ...look, pictureWords };
}
