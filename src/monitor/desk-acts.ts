import type { DeliveryResult } from '../core/notice.ts';
import type { Agency, AgencyLanguage } from '../store/agencies.ts';
import type { Maintenance } from './duty/announce-maintenance.ts';
import type { Edited, SiteEdit } from './edit-site.ts';
import type { SiteChange } from './ignore-change.ts';
import type { ImportPlan, ImportReport } from './import-sites.ts';
import type { SiteListFile } from './read-site-list.ts';
import type { Registered, SiteRequest } from './register-site.ts';
import type { SettingChange } from './settings/change-setting.ts';

/** What a person at the dashboard may decide. Every act rejects with a `VonggacError` that a person can read. */
export interface DeskActs {
  acknowledge(incidentNumber: number, actor: string, note?: string): Promise<void>;
  resolve(incidentNumber: number, actor: string, note?: string): Promise<void>;
  /** @param seenChanges refused when there are more changes by now than the person was shown */
  dismissIncident(incidentNumber: number, actor: string, note?: string, seenChanges?: number): Promise<void>;
  /** Says something about the incident, in its log. */
  comment(incidentNumber: number, actor: string, text: string): Promise<void>;
  /** Makes it somebody's, or nobody's. */
  assign(incidentNumber: number, actor: string, assigneeId: number | null): Promise<void>;
  /** The next look at each of the targets is due at once. */
  lookAgain(targetIds: readonly string[], actor: string): Promise<void>;
  /** Closes the suspect and mutes its change for a while. */
  dismissSuspect(suspectId: number, actor: string, note?: string): Promise<void>;
  /** Ignores exactly this change, on this site, for a while. */
  ignoreChange(change: SiteChange, forMs: number, actor: string, note?: string): Promise<void>;
  /** The change counts again on this site. */
  forgetIgnored(fingerprint: string, siteId: number, actor: string): Promise<void>;
  /** Makes what the look saw the approved baseline; rejects with `baseline-moved` when another one came first. */
  approveBaseline(checkId: number, actor: string, reason?: string): Promise<void>;
  /** Leaves a note for the next on duty; who serves one agency leaves it for that agency. */
  handOver(text: string, actor: string, agencyId: number | null): Promise<void>;
  /** Looks go on; mail about alarms waits for the end. */
  announceMaintenance(siteId: number, maintenance: Maintenance, actor: string): Promise<void>;
  /** Ends one that is on, takes back one that has not begun. */
  endMaintenance(siteId: number, id: number, actor: string): Promise<void>;
  /** Vets and registers a portal; one that is watched already is refused. */
  addSite(request: SiteRequest, actor: string): Promise<Registered>;
  /** Changes what is registered about a portal, by the same vetting. */
  editSite(siteId: number, edit: SiteEdit, actor: string): Promise<Edited>;
  /** Nobody looks any more; what was seen is kept as long as ever. */
  removeSite(siteId: number, actor: string): Promise<void>;
  /** What importing a list would do. @param agency whose portals alone may be in it; null: anybody's */
  planImport(file: SiteListFile, agency: Agency | null): Promise<ImportPlan>;
  /** All of the list, or nothing. */
  importSites(file: SiteListFile, agency: Agency | null, actor: string): Promise<ImportReport>;
  /** Forgets what is normal of a page and learns it anew. */
  relearn(targetId: string, actor: string, reason: string): Promise<void>;
  /** @param everyMs null: the configured interval */
  changeInterval(targetId: string, everyMs: number | null, actor: string): Promise<void>;
  pauseSite(siteId: number, actor: string): Promise<void>;
  resumeSite(siteId: number, actor: string): Promise<void>;
  /** In force at once. */
  changeSetting(change: SettingChange): Promise<void>;
  /** @param language null: as configured */
  chooseAgencyLanguage(agencyId: number, language: AgencyLanguage | null, actor: string): Promise<void>;
  /** Sends one message now, and says what the mail server answered. */
  testMail(recipient: string, actor: string): Promise<DeliveryResult>;
}
