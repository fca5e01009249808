/** The tables as they are, one type each. Times are UTC milliseconds; `json` columns are texts holding JSON. */
import type { ColumnType, Generated, Insertable, Selectable } from 'kysely';
import type { ProbeRole } from '../core/pages/site-knowledge.ts';
import type { BlackoutTable, DutyNoteTable, LadderStepTable } from './schema-duty.ts';
import type {
  CampaignTable,
  IgnoredChangeTable,
  IncidentEventTable,
  IncidentTable,
  IncidentTargetTable,
  IncidentTraitsTable,
  SuspectTable,
} from './schema-incidents.ts';
import type {
  RecoveryCodeTable,
  SessionTable,
  SettingTable,
  SetupLinkTable,
  UserTable,
  UserTokenTable,
} from './schema-people.ts';

/** Written once, never changed afterwards. */
type Fixed<T> = ColumnType<T, T, never>;

export interface AgencyTable {
  id: Generated<number>;
  name: string;
  /** In which its people are written to first; null: the configured order. */
  language: Generated<'vi' | 'en' | null>;
}

export interface SiteTable {
  id: Generated<number>;
  name: string;
  /** The home page's normalised address. */
  url: string;
  agencyId: number | null;
  status: 'active' | 'paused' | 'removed';
  importance: 'low' | 'normal' | 'high';
  /** Who agreed to the watching, in words. */
  consent: string | null;
  /** 1: the agency agreed that well-known names of dropped files are asked for. */
  mayProbe: Generated<number>;
  createdAt: number;
}

export interface RecipientTable {
  siteId: number;
  email: string;
}

export interface TargetTable {
  /** `SITE.POSITION`, like 3.1. */
  id: string;
  siteId: number;
  position: number;
  url: string;
  /** Hostname, for the per-host limit. */
  host: string;
  /** Null: the configured `schedule.every`. */
  everyMs: number | null;
  /** Copy of `state.status`, for lists. */
  status: 'learning' | 'ok' | 'pending' | 'firing';
  /** `TargetState`. */
  stateJson: string;
  /** Current baseline of the ordinary visitor (profile `browser`); 0 while there is none. */
  baselineVersion: number;
  nextCheckAt: number;
  /** Which queue it waits in; `names` for the names of a host. */
  nextTier: 'http' | 'browser' | 'names';
  nextBrowserAt: number;
  leaseOwner: string | null;
  leaseUntil: number | null;
  lastCheckId: number | null;
  lastCheckAt: number | null;
  lastLevel: 'clean' | 'suspect' | 'alarm' | 'unknown' | null;
  lastKind: string | null;
  /** `CleanMark` of the latest clean HTTP look: an equal answer needs no parsing. */
  cleanMarkJson: string | null;
  /** When the next special visitor looks; null before the first turn was placed. */
  nextProfileAt: number | null;
  /** Position in the rotation of special visitors. */
  profileTurn: Generated<number>;
  /** `CleanMark` by special visitor. */
  profileMarksJson: string | null;
  /**
   * `registered` by people; `names`: no page, but what stands around a registered host; or why a page that discovery met
   * is under suspicion (`ProbeRole`).
   */
  role: Generated<TargetRole>;
}

export type TargetRole = 'registered' | 'names' | ProbeRole;

/** What is known of the names of a registered host. */
export interface HostNamesTable {
  targetId: string;
  siteId: number;
  /** The first registered address on it. */
  homeUrl: string;
  /** `AcceptedNames`; null before the first look. */
  acceptedJson: string | null;
  /** `NameLook`, the latest. */
  lookJson: string | null;
  /** When the slower parts were asked for last. */
  registrationAt: number | null;
  listingsAt: number | null;
  routesAt: number | null;
  /** The domain's end that people entered by hand. */
  expiresAt: number | null;
}

/** A look at names that showed something, kept as evidence. */
export interface NameLookTable {
  checkId: number;
  /** `NameLook` */
  lookJson: string;
}

/** A page of a site that nobody registered. */
export interface FoundPageTable {
  siteId: number;
  url: string;
  /** What addresses of one kind have in common (`PageAddress.shape`). */
  shape: string;
  source: 'sitemap' | 'link';
  modifiedAt: number | null;
  firstSeenAt: number;
  lastSeenAt: number;
  lastLookedAt: number | null;
  /** Of the latest look: status, body hash and policy. An equal answer needs no judging. */
  mark: string | null;
  level: 'clean' | 'suspect' | 'alarm' | 'unknown' | null;
}

/** How far the discovery of a site's pages is. */
export interface DiscoveryTable {
  siteId: number;
  nextRoundAt: number;
  leaseOwner: string | null;
  leaseUntil: number | null;
  /** Rounds made. */
  round: number;
  sitemapReadAt: number | null;
  /** The home page's robots.txt as read with the sitemap; null when there is none. */
  robots: string | null;
  /** `NotFoundAnswers`. */
  notFoundJson: string | null;
  notFoundAt: number | null;
  droppedAt: number | null;
  /** Well-known names asked for so far. */
  droppedAsked: number;
}

export interface BaselineTable {
  targetId: string;
  profile: string;
  version: number;
  status: 'provisional' | 'approved' | 'replaced';
  /** Changes when clean looks refined it; the version does not. */
  revision: number;
  learnedAt: number;
  approvedAt: number | null;
  approvedBy: string | null;
  reason: string | null;
  /** Gzip of the JSON of `Baseline`. */
  content: Uint8Array;
}

/** Captures that a baseline was learned from; pinned for evidence. While learning, `version` is the next one. */
export interface BaselineCaptureTable {
  targetId: string;
  profile: string;
  version: number;
  captureId: number;
}

export interface CheckTable {
  id: Generated<number>;
  targetId: Fixed<string>;
  at: Fixed<number>;
  tier: Fixed<'http' | 'browser'>;
  profile: Fixed<string>;
  level: Fixed<'clean' | 'suspect' | 'alarm' | 'unknown'>;
  kind: Fixed<string | null>;
  score: Fixed<number>;
  confirmed: Fixed<number>;
  baselineVersion: Fixed<number>;
  status: Fixed<number | null>;
  finalUrl: Fixed<string | null>;
  bodyHash: Fixed<string | null>;
  /** `CaptureFailure`, when something could not be seen. */
  failureJson: Fixed<string | null>;
  captureId: number | null;
  durationMs: Fixed<number>;
  latenessMs: Fixed<number>;
}

export interface FindingTable {
  checkId: number;
  position: number;
  detector: string;
  family: string;
  kind: string;
  score: number;
  reasonVi: string;
  reasonEn: string;
  fingerprint: string | null;
  placeJson: string | null;
}

/** A kept capture. `metaJson` is the `Capture` without contents: hops, headers, certificates, browser events. */
export interface CaptureTable {
  id: Generated<number>;
  targetId: string;
  at: number;
  tier: 'http' | 'browser';
  profile: string;
  keptFor: 'learning' | 'evidence';
  metaJson: string;
  bodyHash: string;
  renderedHash: string | null;
  screenshotHash: string | null;
  thumbnailHash: string | null;
}

/** A small picture of a clean page, of whose look nothing else is kept. */
export interface LookPictureTable {
  checkId: number;
  targetId: string;
  at: number;
  /** Of the PNG in the blob store. */
  hash: string;
}

export interface BlobTable {
  hash: string;
  mediaType: string;
  sizeBytes: number;
  createdAt: number;
}

/** What was to be said; `payloadJson` is a `Notice`. */
export interface NoticeTable {
  id: Generated<number>;
  type: string;
  siteId: number | null;
  incidentNumber: number | null;
  campaignNumber: number | null;
  at: number;
  payloadJson: string;
}

/** One message to one recipient. */
export interface OutboxTable {
  id: Generated<number>;
  noticeId: number;
  recipient: string;
  messageId: string;
  inReplyTo: string | null;
  /** `gathered`: said by a digest in its place. */
  status: 'queued' | 'claimed' | 'sent' | 'dead' | 'gathered';
  attempts: number;
  nextAttemptAt: number;
  leaseOwner: string | null;
  leaseUntil: number | null;
  createdAt: number;
  endedAt: number | null;
  lastError: string | null;
  /** When the link of this or another mail to the recipient about the incident was used. */
  linkUsedAt: Generated<number | null>;
}

/** Append only; `hash` covers the row and `previousHash`. */
export interface AuditTable {
  seq: Generated<number>;
  at: Fixed<number>;
  actor: Fixed<string>;
  act: Fixed<string>;
  subject: Fixed<string>;
  detailJson: Fixed<string>;
  previousHash: Fixed<string>;
  hash: Fixed<string>;
}

export interface MetaTable {
  key: string;
  value: string;
}

export interface Schema {
  agencies: AgencyTable;
  sites: SiteTable;
  recipients: RecipientTable;
  targets: TargetTable;
  foundPages: FoundPageTable;
  discoveries: DiscoveryTable;
  hostNames: HostNamesTable;
  nameLooks: NameLookTable;
  baselines: BaselineTable;
  baselineCaptures: BaselineCaptureTable;
  checks: CheckTable;
  findings: FindingTable;
  captures: CaptureTable;
  lookPictures: LookPictureTable;
  blobs: BlobTable;
  incidents: IncidentTable;
  incidentTargets: IncidentTargetTable;
  incidentEvents: IncidentEventTable;
  suspects: SuspectTable;
  campaigns: CampaignTable;
  incidentTraits: IncidentTraitsTable;
  ignoredChanges: IgnoredChangeTable;
  notices: NoticeTable;
  outbox: OutboxTable;
  audit: AuditTable;
  users: UserTable;
  sessions: SessionTable;
  setupLinks: SetupLinkTable;
  userTokens: UserTokenTable;
  recoveryCodes: RecoveryCodeTable;
  dutyNotes: DutyNoteTable;
  ladderSteps: LadderStepTable;
  blackouts: BlackoutTable;
  settings: SettingTable;
  meta: MetaTable;
}

export type SiteRow = Selectable<SiteTable>;
export type TargetRow = Selectable<TargetTable>;
export type FoundPageRow = Selectable<FoundPageTable>;
export type DiscoveryRow = Selectable<DiscoveryTable>;
export type HostNamesRow = Selectable<HostNamesTable>;
export type CheckRow = Selectable<CheckTable>;
export type NewCheckRow = Insertable<CheckTable>;
