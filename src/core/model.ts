/**
 * The words of the product as types. Everything here is plain data that survives JSON, except `Content.bytes`.
 * Times are milliseconds since the epoch in UTC, scores are nats (natural-log likelihood ratios), hashes are
 * lower-case hexadecimal SHA-256 unless the name says otherwise.
 */

/** How the visitor looks to the portal. `declared` carries the product's name and contact address. */
export type Profile = 'browser' | 'search-bot' | 'search-click' | 'phone' | 'declared';

/** A visitor who is not the ordinary one: what only they are shown is cloaking. */
export type SpecialProfile = Exclude<Profile, 'browser'>;

/** How a capture was made: by one HTTP client, or by a real browser. */
export type Tier = 'http' | 'browser';

/** Vietnamese and English of the same sentence; shown as text, never as markup. */
export interface Words {
  readonly vi: string;
  readonly en: string;
}

// ---------------------------------------------------------------- capture

/** Bytes with their name in the blob store. `bytes` are exactly what was received after content decoding. */
export interface Content {
  readonly hash: string;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

/** Where a content is kept, without its bytes. */
export interface ContentRef {
  readonly hash: string;
  readonly mediaType: string;
  readonly sizeBytes: number;
}

/** What TLS showed at one hop. `error` is the verification error's code (`CERT_HAS_EXPIRED` …), null when trusted. */
export interface Certificate {
  readonly subject: string;
  readonly issuer: string;
  readonly names: readonly string[];
  readonly validFrom: number;
  readonly validTo: number;
  /** SHA-256 of the leaf certificate. */
  readonly fingerprint: string;
  /** SHA-256 of the leaf's public key (SubjectPublicKeyInfo): the same after an ordinary renewal. Missing in older records. */
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
  /** The address that answered, checked at connect time. Null only if the answer came from no connection of ours. */
  readonly address: string | null;
  readonly via: 'request' | 'location' | 'refresh' | 'script';
  /** Where a redirecting answer leads, reached or not. */
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

/** An image of the page and where the screenshot shows it. */
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
  /** The largest images in it, largest first; left out where nobody looked for them. */
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
}

/** What was seen at one moment. */
export interface Capture {
  readonly tier: Tier;
  readonly profile: Profile;
  /** Name of the second way out that it was taken by; left out for the ordinary one. */
  readonly vantage?: string;
  readonly at: number;
  readonly url: string;
  readonly finalUrl: string;
  readonly hops: readonly Hop[];
  readonly status: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** The main document's received bytes. */
  readonly body: Content;
  /** `body` decoded to text; empty when the body is not text. */
  readonly html: string;
  readonly charset: string;
  readonly cutOff: CutOff | null;
  readonly rendering: Rendering | null;
  readonly durationMs: number;
}

export type CaptureFailureKind =
  | 'name-not-found'
  | 'name-lookup-failed'
  | 'connection-refused'
  | 'connection-lost'
  | 'timed-out'
  | 'tls-failed'
  | 'address-refused'
  | 'too-many-redirects'
  | 'bad-response'
  | 'browser-failed'
  /** The proxy of a second way out, which says nothing about the portal. */
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

/** What is to be captured and how. */
export interface CaptureRequest {
  readonly url: string;
  readonly tier: Tier;
  readonly profile: Profile;
  /** Run the page on the real clock and with real randomness. */
  readonly realTime: boolean;
  /** Name of the second way out (`vantage` of the configuration); the ordinary one when left out. */
  readonly vantage?: string;
}

// ---------------------------------------------------------------- pictures

/** What an image of the page looks like, whatever it is encoded as (`learned/image-print.ts`). */
export interface ImagePrint {
  /** Host and path without query. */
  readonly address: string;
  readonly box: PictureBox;
  readonly print: string;
}

/**
 * A screenshot made small enough to compare and to keep: mean RGB of each tile of `tilePx` × `tilePx` pixels, row by
 * row. `rgb` is base64 of `columns * rows * 3` bytes.
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
  /** Of the screenshot's images; left out where it has none. */
  readonly images?: readonly ImagePrint[];
}

// ---------------------------------------------------------------- judging

export type Level = 'clean' | 'suspect' | 'alarm' | 'unknown';
export type AttackKind =
  | 'defacement'
  | 'injection'
  | 'redirection'
  | 'takeover'
  | 'cloaking'
  | 'ransom-note'
  | 'certificate';
export type UnknownKind = 'unavailable' | 'blocked' | 'maintenance' | 'parked' | 'error-page' | 'cut-off' | 'blind';
export type Kind = AttackKind | UnknownKind;

/** Evidence of one family adds up with diminishing weight (`judge.ts`). */
export type Family =
  | 'words'
  | 'text'
  | 'outline'
  | 'title'
  | 'makeup'
  | 'picture'
  | 'route'
  | 'links'
  | 'scripts'
  | 'frames'
  | 'profile'
  | 'pages'
  | 'names'
  | 'certificate'
  | 'registration'
  | 'history'
  | 'self';

/** One piece of evidence from one detector. Score 0 is a remark. */
export interface Finding {
  readonly detector: string;
  readonly family: Family;
  readonly kind: AttackKind;
  readonly score: number;
  /** Names of the policy's weights that the score is the sum of; left out where it is made otherwise. */
  readonly cues?: readonly string[];
  readonly reason: Words;
  /** Names the change itself, equal whenever the same change is seen again; null for remarks and for what weighs others. */
  readonly fingerprint: string | null;
  readonly place?: Place;
}

/** Where on the page: a path of tags, and what stood there before and stands there now (text, cut to 500 characters). */
export interface Place {
  readonly path?: string;
  readonly before?: string;
  readonly after?: string;
  readonly box?: PictureBox;
}

/** The judgement of one look. `kind` is null exactly when clean. Score is the total of all families. */
export interface Verdict {
  readonly level: Level;
  readonly kind: Kind | null;
  readonly score: number;
  /** A whole page was replaced and carries a signature: no second look is needed. */
  readonly conclusive: boolean;
  readonly findings: readonly Finding[];
  /** Left out when the ordinary visitor was shown all of it. */
  readonly onlyFor?: OnlyFor;
  /** The second way out by which alone the page could be seen; left out when it was seen from here. */
  readonly onlyFrom?: string;
}

/** Whose look showed what the ordinary visitor was not shown; `alone` when the rest would not have raised anything. */
export interface OnlyFor {
  readonly profile: SpecialProfile;
  readonly alone: boolean;
}

/** What the judge lacks; each is met at most once per check. */
export type Need =
  | { readonly type: 'browser' }
  | { readonly type: 'http' }
  | { readonly type: 'picture' }
  /** Whether it is us who see nothing. */
  | { readonly type: 'control' }
  /** The same look by a second way out; asked for last, when it is settled what stands here. */
  | { readonly type: 'vantage'; readonly name: string; readonly tier: Tier }
  /** `look` is the position in the observation; the areas that matter most come first. */
  | { readonly type: 'words-in-picture'; readonly look: number; readonly areas: readonly PictureBox[] }
  | { readonly type: 'profile'; readonly profile: SpecialProfile };

// ---------------------------------------------------------------- life of a target

export type TargetStatus = 'learning' | 'ok' | 'pending' | 'firing';

/** One look's vote while a target is pending. */
export interface Vote {
  readonly at: number;
  readonly level: Level;
  readonly kind: Kind | null;
}

/** What is remembered of a target between two looks. */
export interface TargetState {
  readonly status: TargetStatus;
  /** When the status was entered. */
  readonly since: number;
  /** Judged looks since the status became `pending`, unknown ones left out. */
  readonly votes: readonly Vote[];
  /** The worst look of the pending round, with the check that holds its evidence. */
  readonly worst: { readonly verdict: Verdict; readonly checkId: number | null } | null;
  /** The tier whose look raised what is pending, standing or firing: a shallower look can't clear it. */
  readonly raisedBy: Tier | null;
  /** The special visitor who alone saw it: a look without that visitor can't clear it. Missing in older rows. */
  readonly raisedFor?: SpecialProfile | null;
  /** Fingerprints of the suspects that wait in the operator's queue. */
  readonly standing: readonly string[];
  /** Fingerprints of the latest look while firing: a new one counts when seen twice in a row. */
  readonly lastFingerprints: readonly string[];
  /** Clean looks in a row. */
  readonly cleanStreak: number;
  readonly lastLevel: Level | null;
  readonly lastKind: Kind | null;
  readonly unknownSince: number | null;
  /** Since when looks fail because of us; that time is no outage of the portal. Missing in older rows. */
  readonly blindSince?: number | null;
  /** Who has been told of the current unknown: nobody, the operator, the agency too. */
  readonly unknownTold: 'nobody' | 'operator' | 'agency';
  /** When alarms ended unconfirmed, within the last 24 h. */
  readonly unconfirmedAt: readonly number[];
  /** Looks made, of both tiers. */
  readonly lookCount: number;
}

export type IncidentStatus = 'open' | 'acknowledged' | 'resolved' | 'dismissed';

/** A target's part in an incident. */
export interface IncidentTarget {
  readonly targetId: string;
  readonly url: string;
  readonly level: 'suspect' | 'alarm';
  readonly kind: AttackKind;
  readonly score: number;
  readonly findings: readonly Finding[];
  /** How many looks agreed when it was confirmed. */
  readonly confirmation: { readonly alarms: number; readonly looks: number } | null;
  /** The check that is shown as evidence: the first alarm's, or the newest escalation's. */
  readonly checkId: number | null;
  readonly firedAt: number;
  readonly recoveredAt: number | null;
}

/** What a person took on by acknowledging. */
export interface Acknowledgement {
  readonly by: string;
  readonly at: number;
  readonly kinds: readonly AttackKind[];
  readonly targetIds: readonly string[];
  readonly fingerprints: readonly string[];
}

/** One per site while open. */
export interface Incident {
  readonly number: number;
  readonly siteId: number;
  readonly status: IncidentStatus;
  readonly kinds: readonly AttackKind[];
  readonly targets: readonly IncidentTarget[];
  readonly fingerprints: readonly string[];
  readonly openedAt: number;
  readonly changedAt: number;
  readonly endedAt: number | null;
  readonly acknowledgement: Acknowledgement | null;
  /** The latest earlier incident of the site, when this is a return. */
  readonly previousNumber: number | null;
  /** The campaign that it belongs to. */
  readonly campaignNumber: number | null;
}
