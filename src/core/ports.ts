/** What core needs from the outside, as plain functions; only where a test needs a stand-in. */

import type { Evidence } from './detect/shared/detector.ts';
import type {
  CaptureOutcome,
  CaptureRequest,
  PictureBox,
  ReadCapture,
  ReducedPicture,
  Screenshot,
} from './domain/capture.ts';
import type { Content } from './domain/content.ts';
import type { WatchWindow } from './duty/watch-windows.ts';
import type { Look } from './facts/look.ts';
import type { FormDocument } from './forms/form-document.ts';
import type { AssessContext, Assessment } from './judge/assessment.ts';
import type { Observation } from './judge/observation.ts';
import type { ProfileLook } from './judge/profile-look.ts';
import type { Baseline, LearnedContent } from './learned/baseline.ts';
import type { NameLook, NameRequest } from './names/name-look.ts';
import type { DeliveryResult, Endpoint, Notification } from './notices/message.ts';
import type { NoticeType } from './notices/notice.ts';
import type { Readers } from './readers.ts';
import type { UnderWay } from './standstill.ts';

/** Milliseconds since the epoch. */
export type Clock = () => number;

/** A random identifier of at least 128 bits in lower-case hexadecimal. */
export type NewId = () => string;

/** Every watch window of that moment's year and the adjacent years, in chronological order. */
export type WatchCalendar = (at: number) => readonly WatchWindow[];

/**
 * Records what the process is doing, readable while the main loop is blocked. The returned function ends the record;
 * calling it again does nothing.
 */
export type NoteUnderWay = (act: UnderWay) => () => void;

/** What is ended and replaced when it hangs, dies or uses too much memory. */
export type Replaced = 'browser' | 'reader' | 'picture-worker' | 'word-reader';

/** Counts what the monitor does. Labels are few and the product's own words: nothing that a page chose. */
export interface Meter {
  readonly look: (look: {
    readonly tier: string;
    readonly level: string;
    readonly outcome: string;
    readonly durationMs: number;
    readonly latenessMs: number;
  }) => void;
  readonly stage: (stage: string, durationMs: number) => void;
  readonly began: (act: string) => void;
  readonly ended: (act: string) => void;
  readonly replaced: (what: Replaced) => void;
  readonly delivered: (channel: string, result: string) => void;
}

/** Uniform in [0, 1). */
export type Random = () => number;

/** Memory for the bodies of recorded traffic, shared by all looks under way. */
export interface TrafficRoom {
  /** False when there is none left. */
  readonly take: (bytes: number) => boolean;
}

/**
 * Never throws for what a portal does; resolves within the configured total time.
 * @param room for its traffic, which is not recorded when omitted
 */
export type TakeCapture = (
  request: CaptureRequest,
  signal?: AbortSignal,
  room?: TrafficRoom,
) => Promise<CaptureOutcome>;

/** Never throws for what name servers and registries do; resolves within the configured total time. */
export type LookAtNames = (request: NameRequest, signal?: AbortSignal) => Promise<NameLook>;

/** The TXT records at a name, in lower case, as every configured resolver that answers sees them; never throws. */
export type AskTextRecords = (name: string, signal: AbortSignal) => Promise<readonly string[]>;

/**
 * Whether the latest failure may be our own. Checks the control sites when their latest answers are too old; false
 * where there are none.
 */
export type IsBlind = () => Promise<boolean>;

/** Whether captures may go to an address at this moment. */
export type AddressVerdict =
  | { readonly status: 'allowed' }
  /** Not a public address, and no exception covers it. */
  | { readonly status: 'refused'; readonly reason: string }
  | { readonly status: 'unresolved'; readonly reason: string };

/** Image processing, in worker threads. Rejects with a coded error when a picture cannot be decoded. */
export interface Pictures {
  reduce(screenshot: Screenshot | Content): Promise<ReducedPicture>;
  /**
   * Lines and paragraphs read from parts of a screenshot; fewer when the few seconds allowed did not suffice for all
   * areas.
   */
  readWords(screenshot: Screenshot | Content, areas: readonly PictureBox[]): Promise<readonly string[]>;
  /** A PNG at most `widthPx` wide and twice as high, for mail and lists. */
  thumbnail(picture: Content, widthPx: number): Promise<Content>;
  /** Full-resolution difference with changed pixels painted; for people only. */
  difference(before: Content, after: Content): Promise<{ readonly picture: Content; readonly changedRatio: number }>;
}

/**
 * Parses untrusted input in threads that are terminated when they take too much time or memory. Null in that case, and
 * where a reader finds nothing. Rejects only when the program is stopping.
 * @param lane owner of the bytes: a site, or the dashboard; lanes are served round-robin and each holds one thread at
 * most
 */
export type Read = <Name extends keyof Readers>(
  name: Name,
  input: Parameters<Readers[Name]>[0],
  lane: string,
) => Promise<Awaited<ReturnType<Readers[Name]>> | null>;

/**
 * The pure part of a look (`lookAt`, `scanPage`, `assess`, `learnBaseline`, `replaceBaseline`, `refineWithAll`,
 * `learnProfile`), in this thread or in background threads. Null where the work was given up because it took too much
 * time or memory. Work given up twice within an hour (a page by its bytes and markup, the learning of a target) is null
 * at once for an hour.
 */
export interface Judging {
  /** Reads only the capture's markup, not its bytes. Also null for a page that broke the judge. */
  read(capture: ReadCapture): Promise<Look | null>;
  /**
   * What the plain markup of an unreadable page shows: signatures, title, hosts. Ordinary findings, which may alarm;
   * `context.ignored` is not yet applied.
   */
  scan(capture: ReadCapture, context: AssessContext): Promise<readonly Evidence[] | null>;
  assess(context: AssessContext, observation: Observation): Promise<Assessment | null>;
  learn(looks: readonly Look[], at: number): Promise<LearnedContent | null>;
  /** The content that a person approved from now on, given what was learned before. */
  replace(before: LearnedContent | null, look: Look, at: number): Promise<LearnedContent | null>;
  /** Also null when the looks teach nothing. */
  refine(baseline: Baseline, looks: readonly Look[], at: number): Promise<Baseline | null>;
  learnProfile(
    own: Baseline | null,
    baseline: Baseline,
    look: ProfileLook,
    beside: readonly Look[],
  ): Promise<Baseline | null>;
}

/** Sends a request to a time-stamping authority (RFC 3161, DER); never throws for what it answers. */
export type AskTimeStamp = (
  url: string,
  request: Uint8Array,
) => Promise<{ readonly ok: true; readonly bytes: Uint8Array } | { readonly ok: false; readonly reason: string }>;

/** What a receiver over HTTP answered; `ok` with any status. */
export type RequestOutcome =
  | {
      readonly ok: true;
      readonly status: number;
      readonly text: string;
      /** The header of that name, as it was sent. */
      readonly retryAfter: string | null;
    }
  | { readonly ok: false; readonly reason: string };

/** Posts to a receiver of our own choice; never throws for what it does, and ends in time. */
export type SendRequest = (request: {
  readonly url: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Uint8Array;
}) => Promise<RequestOutcome>;

/** Loads stored content; null when it is no longer stored. */
export type LoadContent = (hash: string) => Promise<Content | null>;

/** Delivers one message; never throws for what the receiving side does. */
export type Deliver = (notification: Notification, load: LoadContent) => Promise<DeliveryResult>;

/**
 * Everywhere a recipient is reached. Every recipient, person or site, is identified by a mail address; the
 * configuration of a further channel maps that address to its own endpoints.
 */
export type EndpointsOf = (recipient: string) => readonly Endpoint[];

export interface ChannelLimits {
  /** Messages allowed per hour. */
  readonly hourly: number;
  /** The last of these are withheld from the types in `Channel.digests`, which are collected from then on. */
  readonly reserved: number;
}

/** A delivery channel: a folder under `notify/` and a line in the map of channels. */
export interface Channel {
  readonly deliver: Deliver;
  /** Read before each message, so that a changed setting applies at once. */
  readonly limits: () => ChannelLimits;
  /** Notices of which several to one recipient may become one digest; empty where the channel has none. */
  readonly digests: readonly NoticeType[];
}

/** Keyed by the name stored in the outbox. */
export type Channels = Readonly<Record<string, Channel>> & { readonly mail: Channel };

/** Whether the server answers, upgrades to TLS and accepts the login. */
export type MailCheck =
  | {
      readonly ok: true;
      readonly server: string;
      readonly loggedIn: boolean;
      /** `endsAt`: when the key expires, null for never; null as a whole when no key is configured. */
      readonly signature: { readonly endsAt: number | null } | null;
    }
  | { readonly ok: false; readonly reason: string };

/**
 * Prints one of our own documents as a tagged PDF with an outline, in a process of its own that reaches no network. Size
 * and margins come from the document's `@page`; one that links `tinos.css` has that font embedded, and inline styles and
 * `data:` pictures work. Rejects with a coded error.
 */
export type PrintPdf = (html: string) => Promise<Uint8Array>;

/** The same as a Word document, made in that process too. */
export type WriteFormDocx = (document: FormDocument) => Promise<Uint8Array>;
