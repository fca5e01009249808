/** What a page did while a browser looked at it, beside what it shows. Everything in it is the page's own word. */

/** How a page uses a host; `post` is any request that is neither GET nor HEAD nor OPTIONS. */
export const contactKinds = [
  'script',
  'frame',
  'style',
  'font',
  'image',
  'media',
  'fetch',
  'beacon',
  'stream',
  'socket',
  'post',
  'other',
] as const;
export type ContactKind = (typeof contactKinds)[number];

/** A host that was asked for something, whether it answered or not. */
export interface ContactedHost {
  /** With its port where that is not the usual one. */
  readonly host: string;
  readonly kinds: readonly ContactKind[];
}

/** Code that came into being while the page ran: evaluated, or written into a script element. */
export interface MadeCode {
  /** Empty where the budget was spent. */
  readonly source: string;
  /** Characters of the whole. */
  readonly length: number;
  /** How often the page made the same. */
  readonly times: number;
  /** Host of the script that made it; null where that is the page's own, or unknown. */
  readonly by: string | null;
  /** Host of the frame it runs in; null for the page itself and for frames without an address. */
  readonly frame: string | null;
}

/** What browsers ask their user about before a page gets it. */
export const askedRights = [
  'notifications',
  'push',
  'service-worker',
  'location',
  'camera',
  'screen',
  'clipboard-read',
] as const;
export type AskedRight = (typeof askedRights)[number];

export interface FilledHistory {
  /** Changes of the address without a navigation. */
  readonly changes: number;
  /** Entries that one press of the back button each would go through, the page's own aside. */
  readonly entries: number;
  /** The page listens for the back button. */
  readonly holdsBack: boolean;
}

/** What followed one click on neutral ground. */
export interface ClickRecord {
  /** `ground`: where nothing is to be clicked; `layer`: on a layer over the page. */
  readonly on: 'ground' | 'layer';
  /** Addresses that the page would have gone to, or opened a window for; all were prevented. */
  readonly leads: readonly string[];
  readonly clipboard: readonly string[];
  readonly asked: readonly AskedRight[];
  /** Hosts contacted only now. */
  readonly hosts: readonly ContactedHost[];
}

/** Limits of recording that a page exceeded; what it did beyond is not known. */
export type BehaviourLimit = 'hosts' | 'code' | 'calls' | 'addresses';

/** Lists keep what came first. */
export interface Behaviour {
  readonly hosts: readonly ContactedHost[];
  readonly code: readonly MadeCode[];
  /** Texts that the page put on the clipboard or tried to, unasked. */
  readonly clipboard: readonly string[];
  readonly asked: readonly AskedRight[];
  /** Addresses for which a window was opened; empty for a blank one. */
  readonly windows: readonly string[];
  readonly downloads: readonly string[];
  readonly history: FilledHistory;
  /** Null where no click was tried. */
  readonly click: ClickRecord | null;
  readonly over: readonly BehaviourLimit[];
}

export const behaviourCaps = {
  /** Ordinary portals contact up to 60. */
  hosts: 400,
  /** Different pieces of code, and characters of all of them. */
  code: 200,
  codeCharacters: 1_000_000,
  clipboard: 20,
  clipboardCharacters: 1_000,
  /** Windows, downloads and leads, each. */
  addresses: 50,
  addressCharacters: 2_000,
} as const;
