/** Facts derived from a page's markup, once per capture: plain data, bounded in size whatever the page holds. */

import type { HeadFacts } from './head/head-facts.ts';
import type { FormFact } from './links/form-facts.ts';
import type { StyleFacts } from './style/style-facts.ts';
import type { ContactFact } from './text/contact-facts.ts';

/** A run of text in one block of the page. */
export interface TextBlock {
  /** White space collapsed, at most `textCap` characters. */
  readonly text: string;
  /** Identifies the text with its numbers folded: equal for "12 khách" and "15 khách" (`blockKey`). */
  readonly key: string;
  /** Position in `PageFacts.places`. */
  readonly place: number;
  /**
   * Hidden by markup (attribute, inline style, `noscript`, a marquee without height) or, where a browser measured it,
   * by any means. A fact, not evidence: closed menus and waiting slides are hidden too.
   */
  readonly hidden: boolean;
  /** All of it is inside links. */
  readonly linked: boolean;
}

/** An address in the markup. `host` is null when it is the page's own. */
export interface LinkFact {
  readonly host: string | null;
  /** Host and path without query, for comparing; numbers kept. */
  readonly address: string;
  readonly text: string;
  readonly hidden: boolean;
  /** Hidden in a way that menus do not take (`isDisguisingStyle`); omitted where not. */
  readonly disguised?: true;
  /** Out of sight by a class or id, says a sheet in the page; omitted where not. */
  readonly tucked?: true;
  /** To a foreign host, with neither words nor anything to see; omitted where not. */
  readonly bare?: true;
  /** The same, unless a style sheet paints an icon there; omitted where not. */
  readonly icon?: true;
}

export interface ScriptFact {
  /** Null for inline scripts. */
  readonly address: string | null;
  readonly host: string | null;
  /** Characters of an inline script; 0 for one with an address. */
  readonly length: number;
  /** Features of an inline script (`script-features.ts`). */
  readonly features: readonly ScriptFeature[];
  /** Identifies an inline script by its code (`scriptKey`); empty for one with an address and for data. */
  readonly key: string;
  /** Hosts named in an inline script's strings. */
  readonly names: readonly string[];
  /**
   * Source of an inline script, or of an address that contains code; omitted for data and for scripts with an address.
   */
  readonly code?: string;
}

export type ScriptFeature =
  | 'packed'
  | 'eval'
  | 'from-char-code'
  | 'base64'
  | 'escapes'
  | 'long-literal'
  | 'broken-strings'
  | 'reversed'
  | 'odd-names'
  | 'document-write'
  | 'location-write'
  | 'dialog'
  | 'visitor-test'
  | 'fetches-markup'
  | 'writes-frame'
  | 'hides-element'
  | 'reads-payment'
  | 'sends-away'
  | 'blocks-keys'
  | 'signs-only';

export interface FrameFact {
  readonly host: string | null;
  readonly address: string;
  readonly hidden: boolean;
  /** Its own attributes spread it over the whole window. */
  readonly covers: boolean;
}

/** A layer or frame that covers more than half of the first screenful. */
export interface CoverFact {
  /** Identifies the layer by its place in the page and, for a frame, its host; numbers folded. */
  readonly key: string;
  readonly path: string;
  /** 0 to 1. */
  readonly share: number;
  /** It does not scroll away. */
  readonly isFixed: boolean;
  readonly isFrame: boolean;
  /** For a frame from another host; null for the page's own frames and for layers. */
  readonly host: string | null;
  /** Other hosts named by links, forms and frames inside it, each once, at most 20. */
  readonly hosts: readonly string[];
  /** Its text, truncated. */
  readonly text: string;
  /** Position in `PageFacts.covers` of the cover that contains it. */
  readonly within: number | null;
}

/** What an inline handler can do beyond the small things that editors' handlers do. */
export type HandlerFeature =
  | 'dialog'
  | 'cookie'
  | 'eval'
  | 'decodes'
  | 'loads-script'
  | 'sends'
  | 'leads-away'
  | 'writes';

/** An inline event handler that does more than change its own element; ordinary ones are omitted. */
export interface HandlerFact {
  /** Lower case with `on`. */
  readonly event: string;
  readonly element: string;
  /** Truncated to 200 characters. */
  readonly source: string;
  /** At most 4,000 characters. */
  readonly code: string;
  /** Identifies event and source, with numbers folded. */
  readonly key: string;
  readonly features: readonly HandlerFeature[];
}

/** Text not shown as a block, where attackers also leave signatures. */
export interface SideText {
  readonly from: 'alt' | 'comment' | 'data' | 'meta' | 'noscript' | 'script' | 'style';
  readonly text: string;
  /** As `TextBlock.key`. */
  readonly key: string;
}

export interface MetaFacts {
  readonly description: string;
  readonly keywords: string;
  readonly ogTitle: string;
  readonly ogSiteName: string;
  readonly ogImage: string;
  readonly generator: string;
  readonly author: string;
}

export interface PageFacts {
  readonly title: string;
  readonly language: string;
  readonly icon: string;
  readonly meta: MetaFacts;
  /**
   * Target of the first due `<meta http-equiv=refresh>`, null when there is none; an empty address reloads the page.
   */
  readonly refresh: { readonly seconds: number; readonly url: string } | null;
  /** Paths of tags, each once. */
  readonly places: readonly string[];
  readonly blocks: readonly TextBlock[];
  readonly side: readonly SideText[];
  /** Hashes of three nested tags with their classes, each once, ascending. */
  readonly outline: readonly number[];
  readonly links: readonly LinkFact[];
  readonly images: readonly LinkFact[];
  readonly styles: readonly string[];
  readonly forms: readonly FormFact[];
  readonly scripts: readonly ScriptFact[];
  readonly frames: readonly FrameFact[];
  readonly handlers: readonly HandlerFact[];
  /** Null where no browser measured covers. */
  readonly covers: readonly CoverFact[] | null;
  /** Other hosts named in what covers the whole window by inline style; read where no browser measured covers. */
  readonly layerHosts: readonly string[];
  readonly makeup: MakeupFacts;
  readonly head: HeadFacts;
  readonly style: StyleFacts;
  /** Accounts of tag managers and counters, `kind=id`, each once (`containersIn`). */
  readonly containers: readonly string[];
  readonly contacts: readonly ContactFact[];
  readonly counts: {
    readonly elements: number;
    readonly links: number;
    readonly visibleCharacters: number;
    readonly hiddenCharacters: number;
    readonly inlineScriptCharacters: number;
    /** Of everything read, padding included. */
    readonly markupCharacters: number;
  };
  /** The page exceeded a cap and was read token by token: no places, no outline, fewer items. */
  readonly overBudget: boolean;
}

/** The page's visual style; defacers use similar ones. */
export interface MakeupFacts {
  readonly marquees: number;
  readonly sounds: number;
  /** Of these, the ones that start by themselves. */
  readonly autoplays: number;
  readonly fontTags: number;
  readonly centers: number;
  readonly darkBackground: boolean;
  readonly blocksContextMenu: boolean;
  readonly typewriter: boolean;
  readonly canvases: number;
  /** Elements fixed or absolute that span the whole window by inline style. */
  readonly layers: number;
}

/** Characters of one text block kept. */
export const textCap = 2_000;
