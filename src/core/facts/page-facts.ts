/** What is derived from a page's markup, once per capture: plain data, bounded in size whatever the page holds. */

/** A run of text in one block of the page. */
export interface TextBlock {
  /** White space collapsed, at most `textCap` characters. */
  readonly text: string;
  /** Names the text with its numbers folded: equal for "12 khách" and "15 khách" (`blockKey`). */
  readonly key: string;
  /** Position in `PageFacts.places`. */
  readonly place: number;
  /**
   * Out of sight: by markup (attribute, inline style, `noscript`, a marquee without height) or, where a browser measured
   * it, by whatever means. A fact and no evidence: closed menus and waiting slides are out of sight too.
   */
  readonly hidden: boolean;
  /** All of it stands inside links. */
  readonly linked: boolean;
}

/** An address in the markup. `host` is null when it is the page's own. */
export interface LinkFact {
  readonly host: string | null;
  /** Host and path without query, for comparing; numbers kept. */
  readonly address: string;
  readonly text: string;
  readonly hidden: boolean;
}

export interface FormFact {
  readonly host: string | null;
  readonly asksPassword: boolean;
}

export interface ScriptFact {
  /** Null for inline scripts. */
  readonly address: string | null;
  readonly host: string | null;
  /** Characters of an inline script; 0 for one with an address. */
  readonly length: number;
  /** Features of an inline script (`script-features.ts`). */
  readonly features: readonly ScriptFeature[];
  /** Names an inline script by its code (`scriptKey`); empty for one with an address and for data. */
  readonly key: string;
  /** Hosts named in an inline script's strings. */
  readonly names: readonly string[];
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
  | 'blocks-keys';

export interface FrameFact {
  readonly host: string | null;
  readonly address: string;
  readonly hidden: boolean;
  /** Its own attributes spread it over the whole window. */
  readonly covers: boolean;
}

/** A layer or frame that lies over more than half of the first screenful. */
export interface CoverFact {
  /** Names the layer by its place in the page and, of a frame, its host; numbers folded. */
  readonly key: string;
  readonly path: string;
  /** 0 to 1. */
  readonly share: number;
  /** It does not scroll away. */
  readonly isFixed: boolean;
  readonly isFrame: boolean;
  /** Of a frame from another host; null for the page's own frames and for layers. */
  readonly host: string | null;
  /** Other hosts that links, forms and frames inside it name, each once, at most 20. */
  readonly hosts: readonly string[];
  /** What is written on it, cut short. */
  readonly text: string;
  /** Position in `PageFacts.covers` of the cover that it stands in. */
  readonly within: number | null;
}

/** What a handler in the markup is able to do beyond the small things that editors' handlers do. */
export type HandlerFeature =
  | 'dialog'
  | 'cookie'
  | 'eval'
  | 'decodes'
  | 'loads-script'
  | 'sends'
  | 'leads-away'
  | 'writes';

/** An inline event handler that does more than change its own element; ordinary ones are left out. */
export interface HandlerFact {
  /** Lower case with `on`. */
  readonly event: string;
  readonly element: string;
  /** Cut to 200 characters. */
  readonly source: string;
  /** Names event and source, with numbers folded. */
  readonly key: string;
  readonly features: readonly HandlerFeature[];
}

/** Text that is not shown as a block: where attackers sign too. */
export interface SideText {
  readonly from: 'alt' | 'comment' | 'meta' | 'noscript' | 'script';
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
  /** Target of the first due `<meta http-equiv=refresh>`, null when there is none; an empty address reloads the page itself. */
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
  /** Null where no browser measured what covers the page. */
  readonly covers: readonly CoverFact[] | null;
  readonly makeup: MakeupFacts;
  readonly counts: {
    readonly elements: number;
    readonly links: number;
    readonly visibleCharacters: number;
    readonly hiddenCharacters: number;
    readonly inlineScriptCharacters: number;
  };
  /** The page broke a cap and was read token by token: no places, no outline, fewer items. */
  readonly overBudget: boolean;
}

/** How the page is dressed; defacers dress alike. */
export interface MakeupFacts {
  readonly marquees: number;
  readonly sounds: number;
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
