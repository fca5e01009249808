/**
 * What was seen at one moment, or why nothing could be. Times are milliseconds since the epoch in UTC; hashes are
 * lower-case hexadecimal SHA-256 unless the name says otherwise. Plain data that survives JSON, except `Content.bytes`.
 */

import type { Behaviour } from './behaviour.ts';
import type { Content } from './content.ts';
import type { Traffic } from './traffic.ts';

/** How the client appears to the portal. `declared` carries the product's name and contact address. */
export type Profile = 'browser' | 'search-bot' | 'search-click' | 'phone' | 'declared';

/** A profile other than the ordinary one: content shown only to it is cloaking. */
export type SpecialProfile = Exclude<Profile, 'browser'>;

/** How a capture was made: by one HTTP client, or by a real browser. */
export type Tier = 'http' | 'browser';

/** How a page broke the browser: exhausted its memory, kept it busy, crashed it, or flooded its events. */
export type Breakage = 'memory' | 'busy' | 'crash' | 'flood';

/** The certificate at one hop. `error` is the verification error's code (`CERT_HAS_EXPIRED` …), null when trusted. */
export interface Certificate {
  readonly subject: string;
  readonly issuer: string;
  readonly names: readonly string[];
  readonly validFrom: number;
  readonly validTo: number;
  /** SHA-256 of the leaf certificate. */
  readonly fingerprint: string;
  /**
   * SHA-256 of the leaf's public key (SubjectPublicKeyInfo): unchanged by ordinary renewal. Omitted for key types that
   * cannot be read.
   */
  readonly key?: string;
  /** SHA-256 of each certificate sent, leaf first. */
  readonly chain: readonly string[];
  readonly protocol: string;
  readonly error: string | null;
}

/** One answered request on the way to the page. `via` says what led here. */
export interface Hop {
  readonly url: string;
  readonly status: number;
  /** The address that answered, checked at connect time. Null only if no connection of ours received the answer. */
  readonly address: string | null;
  readonly via: 'request' | 'location' | 'refresh' | 'script';
  /** Where a redirect leads, reached or not. */
  readonly leadsTo?: string;
  readonly certificate: Certificate | null;
}

/** Why a capture holds less than the portal sent. */
export type CutOff = 'body-cap' | 'decompression-cap' | 'timed-out' | 'connection-lost';

/** A rectangle in pixels of the screenshot. */
export interface PictureBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** An image of the page and its position in the screenshot. */
export interface ShownImage {
  readonly url: string;
  readonly box: PictureBox;
}

/** A lossless PNG of the page, from the top, `heightPx` at most the configured cap (then `capped`). */
export interface Screenshot {
  readonly content: Content;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly capped: boolean;
  /** The largest images in it, largest first; omitted where not determined. */
  readonly images?: readonly ShownImage[];
}

/** A request of the page that our proxy answered or refused, in the order seen; at most the configured number. */
export interface ResourceRecord {
  readonly url: string;
  readonly type: string;
  readonly status: number | null;
  readonly address: string | null;
  /** Why our own gate refused it; null when it was let through. */
  readonly refused: string | null;
}

/** What only a browser sees. */
export interface Rendering {
  /** Serialised DOM after settling. */
  readonly html: string;
  readonly screenshot: Screenshot | null;
  /** Browser and picture settings; pictures are comparable only when equal. */
  readonly rendererVersion: string;
  /** False when the page ran on virtual time with seeded randomness. */
  readonly realTime: boolean;
  /** Texts of alert, confirm, prompt and beforeunload dialogs, all dismissed. */
  readonly dialogs: readonly string[];
  /** Addresses the main frame navigated to after the first answer, in order. */
  readonly navigations: readonly string[];
  readonly console: readonly string[];
  readonly resources: readonly ResourceRecord[];
  /** Pop-ups and downloads the page tried, by address; never opened. */
  readonly popups: readonly string[];
  /** How the page broke the browser after this was captured; omitted where it did not. */
  readonly broke?: Breakage;
}

/** What was seen at one moment. */
export interface Capture {
  readonly tier: Tier;
  readonly profile: Profile;
  /** Name of the vantage used; omitted for the ordinary one. */
  readonly vantage?: string;
  readonly at: number;
  readonly url: string;
  readonly finalUrl: string;
  readonly hops: readonly Hop[];
  readonly status: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** The main document's received bytes. */
  readonly body: Content;
  /**
   * `body` decoded to text; empty when it is not text, null where not needed because the same bytes were read before.
   */
  readonly html: string | null;
  /** `binary` when the body is not text. */
  readonly charset: string;
  readonly cutOff: CutOff | null;
  readonly rendering: Rendering | null;
  /** Omitted outside the browser tier, and where it was not recorded. */
  readonly behaviour?: Behaviour;
  /** Other tiers that the page broke in the same check; only on captures kept for learning. */
  readonly brokeBeside?: readonly Tier[];
  /** Omitted where it was not recorded. Large: dropped before a capture leaves the main thread. */
  readonly traffic?: Traffic;
  readonly durationMs: number;
}

/** A capture with its text. */
export type ReadCapture = Capture & { readonly html: string };

export type CaptureFailureKind =
  | 'name-not-found'
  | 'name-lookup-failed'
  /** Our own resolver does not answer at all, which says nothing about the portal. */
  | 'resolver-failed'
  | 'connection-refused'
  | 'connection-lost'
  | 'timed-out'
  | 'tls-failed'
  /** The host offers nothing but versions and ciphers that are no longer accepted. */
  | 'tls-outdated'
  | 'address-refused'
  | 'too-many-redirects'
  | 'bad-response'
  | 'browser-failed'
  /** The host answered, then its page crashed or stalled the browser, reader or judge. */
  | 'page-broke'
  /** The proxy of another vantage failed, which says nothing about the portal. */
  | 'proxy-failed';

/** Why nothing could be seen. `reason` is one English sentence without page content. */
export interface CaptureFailure {
  readonly tier: Tier;
  readonly profile: Profile;
  readonly vantage?: string;
  readonly at: number;
  readonly kind: CaptureFailureKind;
  readonly retryable: boolean;
  readonly reason: string;
  readonly hops: readonly Hop[];
  readonly durationMs: number;
}

export type CaptureOutcome =
  | { readonly ok: true; readonly capture: Capture }
  | { readonly ok: false; readonly failure: CaptureFailure };

/** What to capture and how. */
export interface CaptureRequest {
  readonly url: string;
  readonly tier: Tier;
  readonly profile: Profile;
  /** Run the page on the real clock and with real randomness. */
  readonly realTime: boolean;
  /**
   * Let ten seconds of page time pass on the real clock too, as on the virtual one; omitted: wait until the page is
   * idle.
   */
  readonly patient?: boolean;
  /**
   * In the browser, click once after everything else was captured and record what follows: on neutral ground, or on a
   * layer over the page first. Omitted: no click.
   */
  readonly click?: 'ground' | 'layer';
  /** Name of the vantage (`vantage` of the configuration); the ordinary one when omitted. */
  readonly vantage?: string;
}

/** Perceptual hash of an image, independent of its encoding (`learned/image-hash.ts`). */
export interface ImageHash {
  /** Host and path without query. */
  readonly address: string;
  readonly box: PictureBox;
  readonly hash: string;
  /** What a QR code in it says; omitted where there is none. */
  readonly qr?: string;
}

/**
 * A screenshot reduced for comparison and storage: mean RGB of each tile of `tilePx` × `tilePx` pixels, row by row.
 * `rgb` is base64 of `columns * rows * 3` bytes.
 */
export interface ReducedPicture {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly tilePx: number;
  readonly columns: number;
  readonly rows: number;
  readonly rgb: string;
  /** 64-bit difference hash of the first viewport, 16 hexadecimal digits. */
  readonly viewportHash: string;
  /** Of the screenshot's images; omitted where it has none. */
  readonly images?: readonly ImageHash[];
}
