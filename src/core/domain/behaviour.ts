/** What a page did while a browser looked at it, beside what it shows. All of it is untrusted page content. */

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
  /** With its port unless that is the default. */
  readonly host: string;
  readonly kinds: readonly ContactKind[];
}

/** Code generated while the page ran: evaluated, or written into a script element. */
export interface MadeCode {
  /** Empty where the budget was spent. */
  readonly source: string;
  /** Length of the whole code, characters. */
  readonly length: number;
  /** How often the page generated the same code. */
  readonly times: number;
  /** Host of the script that made it; null where that is the page's own, or unknown. */
  readonly by: string | null;
  /** Host of the frame it runs in; null for the page itself and for frames without an address. */
  readonly frame: string | null;
}

/** A script file of the page's own domain that the page ran. */
export interface ScriptFile {
  /** Host and path. */
  readonly address: string;
  readonly source: string;
}

/** Permissions that browsers ask their user about, and service workers. */
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
  /** Entries added, each of which takes one press of the back button; excludes the page's own. */
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

/** Recording limits that a page can exceed; behaviour beyond them is unknown. */
export type BehaviourLimit = 'hosts' | 'code' | 'calls' | 'addresses';

/** Each list keeps its first entries. */
export interface Behaviour {
  readonly hosts: readonly ContactedHost[];
  readonly code: readonly MadeCode[];
  /** The first ones within the budget. Missing in older records. */
  readonly files?: readonly ScriptFile[];
  /** Texts that the page put on the clipboard, or tried to, without a user action. */
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
  /** Distinct pieces of code, and characters of all of them. */
  code: 200,
  codeCharacters: 1_000_000,
  files: 20,
  fileCharacters: 400_000,
  clipboard: 20,
  clipboardCharacters: 1_000,
  /** Windows, downloads and leads, each. */
  addresses: 50,
  addressCharacters: 2_000,
} as const;
