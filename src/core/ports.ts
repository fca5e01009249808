/** What the decision needs from the world, as plain functions; only where a test needs a stand-in. */
import type { AssessContext, Assessment, Observation } from './assess.ts';
import type { Baseline, LearnedContent } from './baseline.ts';
import type { WatchWindow } from './duty/watch-windows.ts';
import type { Look } from './look.ts';
import type {
  Capture,
  CaptureOutcome,
  CaptureRequest,
  Content,
  PictureBox,
  ReducedPicture,
  Screenshot,
} from './model.ts';
import type { NameLook, NameRequest } from './names/name-look.ts';
import type { DeliveryResult, Notification } from './notice.ts';
import type { ProfileLook } from './profile-look.ts';

/** Milliseconds since the epoch. */
export type Clock = () => number;

/** A random identifier of at least 128 bits in lower-case hexadecimal. */
export type NewId = () => string;

/** Every watch window of the year of that moment and of its neighbours, in order of time. */
export type WatchCalendar = (at: number) => readonly WatchWindow[];

/** Uniform in [0, 1). */
export type Random = () => number;

/** Never throws for what a portal does; resolves within the configured total time. */
export type TakeCapture = (request: CaptureRequest, signal?: AbortSignal) => Promise<CaptureOutcome>;

/** Never throws for what name servers and registries do; resolves within the configured total time. */
export type LookAtNames = (request: NameRequest, signal?: AbortSignal) => Promise<NameLook>;

/**
 * Whether what just failed may have failed because of us. Asks the canaries when their latest answers are too old to say;
 * false where there are none.
 */
export type IsBlind = () => Promise<boolean>;

/** Whether captures may go to an address at this moment. */
export type AddressVerdict =
  | { readonly status: 'allowed' }
  /** Not a public address, and no exception covers it. */
  | { readonly status: 'refused'; readonly reason: string }
  | { readonly status: 'unresolved'; readonly reason: string };

/** Sees pictures, in worker threads. Rejects with a coded error when a picture can't be decoded. */
export interface Pictures {
  reduce(screenshot: Screenshot | Content): Promise<ReducedPicture>;
  /** Lines and paragraphs read from parts of a screenshot; fewer when a few seconds did not do for all areas. */
  readWords(screenshot: Screenshot | Content, areas: readonly PictureBox[]): Promise<readonly string[]>;
  /** A PNG at most `widthPx` wide and twice as high, for mail and lists. */
  thumbnail(picture: Content, widthPx: number): Promise<Content>;
  /** Full-resolution difference, changed pixels painted; for people only. */
  difference(before: Content, after: Content): Promise<{ readonly picture: Content; readonly changedRatio: number }>;
}

/**
 * The pure part of a look (`lookAt`, `assess`, `learnBaseline`, `refineWithAll`, `learnProfile`), in this thread or in one
 * that holds nobody up. Null where a page was so made that the work had to be given up: it took too long or too much
 * memory.
 */
export interface Judging {
  /** The capture's bytes are not looked at, only its markup. */
  read(capture: Capture): Promise<Look | null>;
  assess(context: AssessContext, observation: Observation): Promise<Assessment | null>;
  learn(looks: readonly Look[], at: number): Promise<LearnedContent | null>;
  /** Null as well when the looks teach nothing. */
  refine(baseline: Baseline, looks: readonly Look[], at: number): Promise<Baseline | null>;
  learnProfile(
    own: Baseline | null,
    baseline: Baseline,
    look: ProfileLook,
    beside: readonly Look[],
  ): Promise<Baseline | null>;
}

/** Loads the bytes of a kept content; null when it is no longer kept. */
export type LoadContent = (hash: string) => Promise<Content | null>;

/** Hands one message over; never throws for what the receiving side does. */
export type Deliver = (notification: Notification, load: LoadContent) => Promise<DeliveryResult>;

/** Whether the server answers, upgrades to TLS and accepts the login. */
export type MailCheck =
  | {
      readonly ok: true;
      readonly server: string;
      readonly loggedIn: boolean;
      /** How long the key signs, null for ever; null altogether where none is configured. */
      readonly signature: { readonly endsAt: number | null } | null;
    }
  | { readonly ok: false; readonly reason: string };
