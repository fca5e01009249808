/** One type per table. Times are UTC milliseconds; `json` columns hold JSON text. */
import type { Generated, Insertable, Selectable } from 'kysely';
import type { TargetRole } from '../../core/domain/target.ts';
import type { DutyNoteTable, EscalationStepTable, MaintenanceTable } from './schema-duty.ts';
import type {
  BeyondMeansTable,
  IncidentReportSendingTable,
  IncidentReportTable,
  IncidentReportVersionTable,
} from './schema-forms.ts';
import type { ImportLineTable, ImportTable } from './schema-imports.ts';
import type {
  CampaignTable,
  IgnoredChangeTable,
  IncidentEventTable,
  IncidentIndicatorTable,
  IncidentTable,
  IncidentTargetTable,
  IncidentTraitsTable,
  SuspectTable,
} from './schema-incidents.ts';
import type {
  ArchiveBodyTable,
  ArchiveTable,
  BaselineCaptureTable,
  BaselineTable,
  BlobTable,
  CaptureTable,
  CheckTable,
  FindingTable,
  LookHourTable,
  LookPictureTable,
} from './schema-looks.ts';
import type {
  ApiAnswerTable,
  ApiTokenTable,
  ContactTable,
  RecoveryCodeTable,
  SavedFilterTable,
  SessionTable,
  SettingTable,
  SetupLinkTable,
  UserTable,
  UserTokenTable,
} from './schema-people.ts';
import type { AuditTable, EvidenceTable, MadeWebhookTable, MetaTable, PlaybookVersionTable } from './schema-record.ts';
import type { ReportTable } from './schema-reports.ts';
import type {
  ReportedLookTable,
  RequestDayTable,
  RequestDetailsTable,
  RequestMailTable,
  RequestProofTable,
  RequestTable,
  RequestTokenTable,
} from './schema-requests.ts';

export interface AgencyTable {
  id: Generated<number>;
  name: string;
  /** Language that comes first in mail to its people; null: the configured order. */
  language: 'vi' | 'en' | null;
}

export interface SiteTable {
  id: Generated<number>;
  name: string;
  /** The home page's normalised address. */
  url: string;
  agencyId: number | null;
  status: 'active' | 'paused' | 'removed';
  importance: 'low' | 'normal' | 'high';
  /** Who agreed to the monitoring, as free text. */
  consent: string | null;
  /** 1: the agency agreed to probes for well-known names of dropped files. */
  mayProbe: number;
  createdAt: number;
  /** Why it is paused, and when it resumes automatically; null: not given. */
  pauseReason: string | null;
  pausedUntil: number | null;
}

export interface RecipientTable {
  siteId: number;
  email: string;
}

/** A site's tag; `key` is the name without accents and case. */
export interface SiteTagTable {
  siteId: number;
  key: string;
  name: string;
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
  /** Current baseline of the ordinary `browser` profile; 0 while there is none. */
  baselineVersion: number;
  nextCheckAt: number;
  /** The queue it waits in; `names` for the names of a host. */
  nextTier: 'http' | 'browser' | 'names';
  nextBrowserAt: number;
  leaseOwner: string | null;
  leaseUntil: number | null;
  lastCheckId: number | null;
  lastCheckAt: number | null;
  lastLevel: 'clean' | 'suspect' | 'alarm' | 'unknown' | null;
  lastKind: string | null;
  /** `CleanEtag` of the latest clean HTTP look: an equal answer is not parsed again. */
  cleanEtagJson: string | null;
  /** When the next special profile is due; null before the first profile turn is scheduled. */
  nextProfileAt: number | null;
  /** Position in the rotation of special profiles. */
  profileTurn: number;
  /** `CleanEtag` by special profile. */
  profileEtagsJson: string | null;
  /**
   * `registered` by people; `names`: the names of a registered host rather than a page; otherwise why a page found by
   * discovery is suspected (`ProbeRole`).
   */
  role: TargetRole;
  /** Consecutive main-loop stalls during a look at this target; 0 again once a look completes. */
  standstills: number;
}

/** What is known about the names of a registered host. */
export interface HostNamesTable {
  targetId: string;
  siteId: number;
  /** The first registered address on the host. */
  homeUrl: string;
  /** `AcceptedNames`; null before the first look. */
  acceptedJson: string | null;
  /** The latest `NameLook`. */
  lookJson: string | null;
  /** When the slower parts were last queried. */
  registrationAt: number | null;
  listingsAt: number | null;
  routesAt: number | null;
  /** Domain expiry entered by hand. */
  expiresAt: number | null;
}

/** A look at names with findings, kept as evidence. */
export interface NameLookTable {
  checkId: number;
  /** `NameLook` */
  lookJson: string;
}

/** A page of a site that was discovered, not registered. */
export interface FoundPageTable {
  siteId: number;
  url: string;
  /** The pattern shared by addresses of one kind (`PageAddress.shape`). */
  shape: string;
  source: 'sitemap' | 'link';
  modifiedAt: number | null;
  firstSeenAt: number;
  lastSeenAt: number;
  lastLookedAt: number | null;
  /** Fingerprint of the latest look: status, body hash and policy. An equal answer is not judged again. */
  mark: string | null;
  level: 'clean' | 'suspect' | 'alarm' | 'unknown' | null;
}

/** Progress of page discovery on a site. */
export interface DiscoveryTable {
  siteId: number;
  nextRoundAt: number;
  leaseOwner: string | null;
  leaseUntil: number | null;
  /** Completed rounds. */
  round: number;
  sitemapReadAt: number | null;
  /** The home page's robots.txt as read with the sitemap; null when there is none. */
  robots: string | null;
  /** `NotFoundAnswers`. */
  notFoundJson: string | null;
  notFoundAt: number | null;
  droppedAt: number | null;
  /** Well-known names probed so far. */
  droppedAsked: number;
}

/** A notice to send; `payloadJson` is a `Notice`. */
export interface NoticeTable {
  id: Generated<number>;
  type: string;
  siteId: number | null;
  incidentNumber: number | null;
  campaignNumber: number | null;
  at: number;
  payloadJson: string;
}

/** One message to one endpoint of a channel. */
export interface OutboxTable {
  id: Generated<number>;
  noticeId: number;
  /** A key of the channel map. */
  channel: string;
  endpoint: string;
  messageId: string;
  /** `gathered`: covered by a digest instead. `tested`: a test by hand that failed, which nobody waits for. */
  status: 'queued' | 'claimed' | 'sent' | 'dead' | 'gathered' | 'tested';
  attempts: number;
  nextAttemptAt: number;
  leaseOwner: string | null;
  leaseUntil: number | null;
  createdAt: number;
  endedAt: number | null;
  lastError: string | null;
  /** When the recipient used the acknowledge link for this incident, from this mail or another. */
  linkUsedAt: number | null;
  /** End of the night, for a message held because its recipient reached the nightly limit. Null: not held for that. */
  heldUntil: number | null;
}

export interface Schema {
  agencies: AgencyTable;
  sites: SiteTable;
  contacts: ContactTable;
  recipients: RecipientTable;
  siteTags: SiteTagTable;
  targets: TargetTable;
  foundPages: FoundPageTable;
  discoveries: DiscoveryTable;
  hostNames: HostNamesTable;
  nameLooks: NameLookTable;
  baselines: BaselineTable;
  baselineCaptures: BaselineCaptureTable;
  checks: CheckTable;
  lookHours: LookHourTable;
  findings: FindingTable;
  captures: CaptureTable;
  archives: ArchiveTable;
  archiveBodies: ArchiveBodyTable;
  lookPictures: LookPictureTable;
  blobs: BlobTable;
  incidents: IncidentTable;
  incidentTargets: IncidentTargetTable;
  incidentEvents: IncidentEventTable;
  incidentReports: IncidentReportTable;
  incidentReportVersions: IncidentReportVersionTable;
  incidentReportSendings: IncidentReportSendingTable;
  beyondMeans: BeyondMeansTable;
  suspects: SuspectTable;
  campaigns: CampaignTable;
  incidentTraits: IncidentTraitsTable;
  incidentIndicators: IncidentIndicatorTable;
  ignoredChanges: IgnoredChangeTable;
  notices: NoticeTable;
  outbox: OutboxTable;
  audit: AuditTable;
  evidence: EvidenceTable;
  users: UserTable;
  sessions: SessionTable;
  setupLinks: SetupLinkTable;
  userTokens: UserTokenTable;
  recoveryCodes: RecoveryCodeTable;
  savedFilters: SavedFilterTable;
  apiTokens: ApiTokenTable;
  apiAnswers: ApiAnswerTable;
  dutyNotes: DutyNoteTable;
  escalationSteps: EscalationStepTable;
  maintenance: MaintenanceTable;
  requests: RequestTable;
  requestDetails: RequestDetailsTable;
  requestProofs: RequestProofTable;
  requestTokens: RequestTokenTable;
  requestMails: RequestMailTable;
  requestDays: RequestDayTable;
  reportedLooks: ReportedLookTable;
  settings: SettingTable;
  reports: ReportTable;
  imports: ImportTable;
  importLines: ImportLineTable;
  madeWebhooks: MadeWebhookTable;
  meta: MetaTable;
  playbookVersions: PlaybookVersionTable;
}

export type SiteRow = Selectable<SiteTable>;
export type TargetRow = Selectable<TargetTable>;
export type FoundPageRow = Selectable<FoundPageTable>;
export type DiscoveryRow = Selectable<DiscoveryTable>;
export type HostNamesRow = Selectable<HostNamesTable>;
export type CheckRow = Selectable<CheckTable>;
export type LookHourRow = Selectable<LookHourTable>;
export type NewCheckRow = Insertable<CheckTable>;
