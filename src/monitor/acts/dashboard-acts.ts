import type { DeliveryResult } from '../../core/notices/message.ts';
import type { Actor } from '../../core/people/actor.ts';
import type { ReportedLook } from '../../core/requests/request.ts';
import type { AgencyLanguage } from '../../store/registry/agencies.ts';
import type { ContactRequest } from '../agencies/contact-request.ts';
import type { SeveralApproved } from '../baseline/approve-several.ts';
import type { WebhookRequest } from '../channels/change-webhooks.ts';
import type { Maintenance } from '../duty/announce-maintenance.ts';
import type { Exported } from '../evidence/export-evidence.ts';
import type { DownloadRequest } from '../evidence/export-for-download.ts';
import type { ReportEdit, Saved } from '../forms/edit-report.ts';
import type { SentReport } from '../forms/record-sending.ts';
import type { SiteChange } from '../incidents/ignore-change.ts';
import type { PromotionPreview } from '../incidents/preview-promotion.ts';
import type { Place } from '../people/manage-people.ts';
import type { ReportWish } from '../reports/ask-for-report.ts';
import type { RequestDecision } from '../requests/decide.ts';
import type { SheetPlan } from '../requests/import-sheet.ts';
import type { CheckedHost, RecordedProof } from '../requests/prove.ts';
import type { SettingChange, SettingsOutcome } from '../settings/change-settings.ts';
import type { PlaybookEdit } from '../settings/edit-playbook.ts';
import type { Edited, SiteEdit } from '../sites/edit-site.ts';
import type { ImportPlan, ImportReport, ListSource } from '../sites/import-sites.ts';
import type { ListFile } from '../sites/read-list-file.ts';
import type { Cells, SiteList } from '../sites/read-site-list.ts';
import type { Registered } from '../sites/register-site.ts';
import type { SiteRequest } from '../sites/site-request.ts';
import type { PauseRequest } from '../sites/switch-site.ts';
import type { TagChanges } from '../sites/tag-site.ts';

/**
 * Decisions that people make at the dashboard. Each act checks the actor's permission within its transaction, and
 * rejects with a `VonggacError` that a person can read.
 */
export interface DashboardActs {
  acknowledge(actor: Actor, incidentNumber: number, note?: string): Promise<void>;
  resolve(actor: Actor, incidentNumber: number, note?: string): Promise<void>;
  /** @param seenChanges number of changes the person was shown; refused when there are more by now */
  dismissIncident(actor: Actor, incidentNumber: number, note?: string, seenChanges?: number): Promise<void>;
  /** Reopens an incident: its pages fire again, and changes muted by its dismissal count again. */
  reopen(actor: Actor, incidentNumber: number, note?: string): Promise<void>;
  /** Undoes the latest decision about an incident: the actor's own acknowledgement, or its closing by anybody. */
  undo(actor: Actor, incidentNumber: number): Promise<void>;
  /**
   * Makes the incident's evidence package in a file that the caller removes; refused while another one is being made.
   */
  exportEvidence(actor: Actor, incidentNumber: number, request: DownloadRequest): Promise<Exported>;
  /** Begins a report filled with what is known, or continues the one that was begun. @returns its number */
  beginReport(actor: Actor, incidentNumber: number, form: string): Promise<number>;
  /** Writes nothing when somebody else saved meanwhile. */
  saveReport(actor: Actor, reportId: number, edit: ReportEdit): Promise<Saved>;
  /** Records a report that people signed and sent. @returns the number of the record */
  recordSending(actor: Actor, reportId: number, sent: SentReport): Promise<number>;
  /** Beyond the agency's own means: to be reported at once. */
  markBeyondMeans(actor: Actor, incidentNumber: number, isBeyond: boolean): Promise<void>;
  /** Makes a static copy of the portal's approved pages in a ZIP file that the caller removes; refused while another is made. */
  copySite(actor: Actor, siteId: number): Promise<string>;
  /** Adds a comment to the incident's log. */
  comment(actor: Actor, incidentNumber: number, text: string): Promise<void>;
  /** Assigns it to somebody, or to nobody. */
  assign(actor: Actor, incidentNumber: number, assigneeId: number | null): Promise<void>;
  /** Legal hold: retention deletes nothing of the incident until the hold is released. */
  hold(actor: Actor, incidentNumber: number, reason: string): Promise<void>;
  release(actor: Actor, incidentNumber: number, reason: string): Promise<void>;
  /** Makes the next look at each of the targets due at once. */
  lookAgain(actor: Actor, targetIds: readonly string[]): Promise<void>;
  /**
   * Promotes the suspect to an incident and notifies the agency.
   * @param seenCheckId the look that the person was shown (`suspects.checkId`); refused when a later one shows more
   * @returns the incident's number
   */
  promoteSuspect(actor: Actor, suspectId: number, seenCheckId: number, note?: string): Promise<number>;
  /** What `promoteSuspect` would send, and to whom; changes nothing. */
  previewPromotion(actor: Actor, suspectId: number, seenCheckId: number): Promise<PromotionPreview>;
  /** Assigns its review to somebody, or to nobody. */
  assignSuspect(actor: Actor, suspectId: number, assigneeId: number | null): Promise<void>;
  /** Undoes a dismissal. */
  restoreSuspect(actor: Actor, suspectId: number): Promise<void>;
  /** Closes the suspect and mutes its change for a while. */
  dismissSuspect(actor: Actor, suspectId: number, note?: string): Promise<void>;
  /** Ignores exactly this change, on this site, for a while. */
  ignoreChange(actor: Actor, change: SiteChange, forMs: number, note?: string): Promise<void>;
  /** Stops ignoring the change on this site. */
  forgetIgnored(actor: Actor, change: SiteChange): Promise<void>;
  /** Makes what the look saw the approved baseline; rejects with `baseline-moved` when another one came first. */
  approveBaseline(actor: Actor, checkId: number, reason?: string): Promise<void>;
  /** Undoes the page's latest approval, which was given at that moment. */
  undoApproval(actor: Actor, targetId: string, approvedAt: number): Promise<void>;
  /** Approves learned pages together, except pages that any look ever doubted. */
  approveSeveral(actor: Actor, targetIds: readonly string[], reason: string): Promise<SeveralApproved>;
  /** Leaves a note for the next officer on duty; a note from an agency's account is for that agency. */
  handOver(actor: Actor, text: string): Promise<void>;
  /** Looks continue; mail about alarms is held until it ends. */
  announceMaintenance(actor: Actor, siteId: number, maintenance: Maintenance): Promise<void>;
  /** Ends a current maintenance, or cancels one that has not begun. */
  endMaintenance(actor: Actor, siteId: number, id: number): Promise<void>;
  /** Vets and registers a portal; refuses one that is already watched. */
  addSite(actor: Actor, request: SiteRequest): Promise<Registered>;
  /** Changes a portal's registration, with the same vetting. */
  editSite(actor: Actor, siteId: number, edit: SiteEdit): Promise<Edited>;
  /** Stops watching; evidence and history stay for the usual retention period. */
  removeSite(actor: Actor, siteId: number): Promise<void>;
  /** Previews importing a list; an agency's account may only list that agency's portals. */
  planImport(actor: Actor, source: ListSource): Promise<ImportPlan>;
  /** Imports the whole list or nothing; with `partial`, its valid lines. */
  importSites(actor: Actor, source: ListSource, partial: boolean): Promise<ImportReport>;
  /** Stores a long list, to be checked in the background. @returns its number */
  beginLongImport(actor: Actor, list: SiteList): Promise<number>;
  /** Corrects lines by their position and checks the list again. */
  mendLongImport(actor: Actor, id: number, cells: ReadonlyMap<number, Cells>): Promise<void>;
  /** Registers a checked list in the background, whole or, with `partial`, its valid lines. */
  registerLongImport(actor: Actor, id: number, partial: boolean): Promise<void>;
  /** Deletes a list; what was registered of it stays. */
  dropLongImport(actor: Actor, id: number): Promise<void>;
  /** Discards a page's baseline and learns a new one. */
  relearn(actor: Actor, targetId: string, reason: string): Promise<void>;
  /** @param everyMs null: the configured interval */
  changeInterval(actor: Actor, targetId: string, everyMs: number | null): Promise<void>;
  /** @returns the contact's number */
  addContact(actor: Actor, agencyId: number, contact: ContactRequest): Promise<number>;
  /** @returns whether anything changed */
  editContact(actor: Actor, contactId: number, contact: ContactRequest): Promise<boolean>;
  /** @returns the contact's name */
  removeContact(actor: Actor, contactId: number): Promise<string>;
  /** Asks a host that a request names whether its owner agrees; nothing typed is fetched before. */
  checkRequestHost(actor: Actor, id: number, host: string): Promise<CheckedHost>;
  /** Mails a link to an address that the host published, or that was known before. */
  mailRequestHost(actor: Actor, id: number, to: { readonly host: string; readonly address: string }): Promise<void>;
  /** Records that a contact known before, or the letter of a sheet, confirms it. */
  recordRequestProof(actor: Actor, id: number, proof: RecordedProof): Promise<void>;
  /** Registers the portals of a request whose hosts are proven. @returns the sites that were registered */
  approveRequest(actor: Actor, id: number): Promise<readonly number[]>;
  /** @param words read by the requester */
  decideRequest(actor: Actor, id: number, decision: RequestDecision, words: string): Promise<void>;
  /** @param lastDay as typed */
  extendRequest(actor: Actor, id: number, lastDay: string): Promise<void>;
  /** One look at a reported address that nobody registered. */
  lookAtReported(actor: Actor, id: number): Promise<ReportedLook>;
  /** Previews a template sheet that came by mail. */
  planSheet(actor: Actor, file: ListFile): Promise<SheetPlan>;
  /** Enters its requests, all or none. @returns their numbers */
  importSheet(actor: Actor, file: ListFile): Promise<readonly number[]>;
  pauseSite(actor: Actor, siteId: number, pause?: PauseRequest): Promise<void>;
  resumeSite(actor: Actor, siteId: number): Promise<void>;
  /** Adds and removes tags; the others stay. */
  tagSite(actor: Actor, siteId: number, changes: TagChanges): Promise<void>;
  /** Edits the first steps of one kind of incident. */
  editPlaybook(actor: Actor, edit: PlaybookEdit): Promise<void>;
  /** Applies all changes at once, or none. */
  changeSettings(actor: Actor, changes: readonly SettingChange[]): Promise<SettingsOutcome>;
  /** @param language null: as configured */
  chooseAgencyLanguage(actor: Actor, agencyId: number, language: AgencyLanguage | null): Promise<void>;
  /** Asks for a period report, which is made in the background. @returns its number */
  askForReport(actor: Actor, wish: ReportWish): Promise<number>;
  /** Retries every message that could not be sent, now. */
  sendPendingNow(actor: Actor): Promise<void>;
  /** Sends one message now and returns the mail server's response. */
  testMail(actor: Actor, recipient: string): Promise<DeliveryResult>;
  /** Sends one test event now on a channel beside mail. @param telephone for a channel that reaches telephones */
  testChannel(actor: Actor, name: string, telephone: string): Promise<DeliveryResult>;
  /** Makes a webhook. @returns its secret, which is not shown again */
  addWebhook(actor: Actor, name: string, request: WebhookRequest): Promise<string>;
  editWebhook(actor: Actor, name: string, request: WebhookRequest): Promise<void>;
  /** Pauses or resumes it. */
  switchWebhook(actor: Actor, name: string, isPaused: boolean): Promise<void>;
  /** @returns the new secret, which replaces the old one at once */
  renewWebhookSecret(actor: Actor, name: string): Promise<string>;
  /** Removes it; what waits for it is given up. */
  removeWebhook(actor: Actor, name: string): Promise<void>;
  /** @returns the token of the link by which the person chooses a password */
  invitePerson(actor: Actor, person: Place & { readonly name: string }): Promise<string>;
  /** @returns the token of a new link */
  renewPasswordLink(actor: Actor, userId: number): Promise<string>;
  movePerson(actor: Actor, userId: number, to: Place): Promise<void>;
  disablePerson(actor: Actor, userId: number): Promise<void>;
  enablePerson(actor: Actor, userId: number): Promise<void>;
  /** The actor's own second factor, or that of somebody who lost theirs. */
  endSecondFactor(actor: Actor, userId: number): Promise<void>;
}
