/** The acts available to people, shared by the dashboard and the command line. */

import type { Actor } from '../../core/people/actor.ts';
import { addContact, editContact, removeContact } from '../agencies/change-contacts.ts';
import { approveBaseline } from '../baseline/approve-baseline.ts';
import { approveSeveral } from '../baseline/approve-several.ts';
import { relearn } from '../baseline/learn-baseline.ts';
import { undoApproval } from '../baseline/undo-approval.ts';
import {
  addWebhook,
  editWebhook,
  removeWebhook,
  renewWebhookSecret,
  switchWebhook,
} from '../channels/change-webhooks.ts';
import { testChannelByHand } from '../channels/test-channel.ts';
import { lookAgain } from '../check/look-again.ts';
import { announceMaintenance, endMaintenance } from '../duty/announce-maintenance.ts';
import { handOver } from '../duty/hand-over.ts';
import { createExportForDownload } from '../evidence/export-for-download.ts';
import type { ExportParts } from '../evidence/export-parts.ts';
import { beginReport, saveReport } from '../forms/edit-report.ts';
import type { PrintingParts } from '../forms/printing-parts.ts';
import { markBeyondMeans, recordSending } from '../forms/record-sending.ts';
import { assignSuspect } from '../incidents/assign-suspect.ts';
import { assignIncident, commentOnIncident } from '../incidents/discuss-incident.ts';
import { holdIncident, releaseIncident } from '../incidents/hold-incident.ts';
import { forgetIgnored, ignoreOnSite } from '../incidents/ignore-change.ts';
import { acknowledgeIncident, dismissIncident, dismissSuspect, resolveIncident } from '../incidents/judge-incident.ts';
import { previewPromotion } from '../incidents/preview-promotion.ts';
import { promoteSuspect } from '../incidents/promote-suspect.ts';
import { reopenIncident } from '../incidents/reopen-incident.ts';
import { restoreSuspect, undoDecision } from '../incidents/undo-decision.ts';
import { chooseAgencyLanguage } from '../notices/agency-language.ts';
import { sendPendingNow } from '../notices/send-now.ts';
import type { MonitorParts } from '../parts.ts';
import { disablePerson, enablePerson, invitePerson, movePerson, renewPasswordLink } from '../people/manage-people.ts';
import { endSecondFactor } from '../people/second-factor.ts';
import { askForReport } from '../reports/ask-for-report.ts';
import { approveRequest } from '../requests/approve.ts';
import { decideRequest } from '../requests/decide.ts';
import { extendRequest } from '../requests/extend.ts';
import { importSheet, planSheet } from '../requests/import-sheet.ts';
import { lookAtReported, type Seeing } from '../requests/look-at-reported.ts';
import { type Asking, checkHost, mailHost, recordProof } from '../requests/prove.ts';
import { createCopyForDownload } from '../restore/copy-for-download.ts';
import { changeSettings } from '../settings/change-settings.ts';
import { editPlaybook } from '../settings/edit-playbook.ts';
import { sendTestMail } from '../settings/test-mail.ts';
import { changeInterval } from '../sites/change-interval.ts';
import { editSite } from '../sites/edit-site.ts';
import { importSites, planImport } from '../sites/import-sites.ts';
import { beginLongImport, dropLongImport, mendLongImport, registerLongImport } from '../sites/long-import.ts';
import { registerSite, type Vet, vetSite } from '../sites/register-site.ts';
import { switchSite } from '../sites/switch-site.ts';
import { tagSite } from '../sites/tag-site.ts';
import { vetWithin } from '../sites/vet-within.ts';
import type { DashboardActs } from './dashboard-acts.ts';

/** Time for name lookups while a person waits. */
const lookUpMs = 20_000;

interface Doing
  extends ExportParts,
    PrintingParts,
    Pick<MonitorParts, 'channels'>,
    Seeing,
    Pick<Asking, 'askTextRecords'> {
  readonly vet: Vet;
  /** Applies changed settings. */
  readonly refreshSettings: () => Promise<void>;
}

export function createDashboardActs(parts: Doing): DashboardActs {
  const by = (actor: Actor, note?: string) => ({ actor, note: note?.trim() || null });
  return {
    acknowledge: (actor, number, note) => acknowledgeIncident(parts, number, by(actor, note)),
    resolve: (actor, number, note) => resolveIncident(parts, number, by(actor, note)),
    dismissIncident: (actor, number, note, seen) => dismissIncident(parts, number, by(actor, note), seen),
    reopen: (actor, number, note) => reopenIncident(parts, number, by(actor, note)),
    undo: (actor, number) => undoDecision(parts, number, actor),
    exportEvidence: createExportForDownload(parts),
    beginReport: (actor, number, form) => beginReport(parts, actor, number, form),
    saveReport: (actor, reportId, edit) => saveReport(parts, actor, reportId, edit),
    recordSending: (actor, reportId, sent) => recordSending(parts, actor, reportId, sent),
    markBeyondMeans: (actor, number, isBeyond) => markBeyondMeans(parts, actor, number, isBeyond),
    copySite: createCopyForDownload(parts),
    comment: (actor, number, text) => commentOnIncident(parts, number, { actor, text }),
    assign: (actor, number, assigneeId) => assignIncident(parts, number, { actor, assigneeId }),
    hold: (actor, number, reason) => holdIncident(parts, number, { actor, reason }),
    release: (actor, number, reason) => releaseIncident(parts, number, { actor, reason }),
    lookAgain: (actor, targetIds) => lookAgain(parts, actor, targetIds),
    ignoreChange: (actor, change, forMs, note) => ignoreOnSite(parts, change, forMs, by(actor, note)),
    promoteSuspect: (actor, id, seen, note) => promoteSuspect(parts, id, by(actor, note), seen),
    previewPromotion: (actor, id, seen) => previewPromotion(parts, id, by(actor), seen),
    assignSuspect: (actor, id, assigneeId) => assignSuspect(parts, id, { actor, assigneeId }),
    restoreSuspect: (actor, id) => restoreSuspect(parts, id, actor),
    dismissSuspect: (actor, id, note) => dismissSuspect(parts, id, by(actor, note)),
    forgetIgnored: (actor, { fingerprint, siteId }) => forgetIgnored(parts, fingerprint, by(actor), siteId),
    approveBaseline: async (actor, checkId, reason) => {
      await approveBaseline(parts, { checkId, actor, reason: reason?.trim() || null });
    },
    undoApproval: (actor, targetId, approvedAt) => undoApproval(parts, actor, targetId, approvedAt),
    approveSeveral: (actor, targetIds, reason) => approveSeveral(parts, actor, targetIds, reason),
    handOver: (actor, text) => handOver(parts, actor, text),
    announceMaintenance: (actor, siteId, maintenance) => announceMaintenance(parts, actor, siteId, maintenance),
    endMaintenance: (actor, siteId, id) => endMaintenance(parts, actor, siteId, id),
    addSite: async (actor, request) =>
      registerSite(parts, await vetSite(request, parts.vet), { merge: false, actor, discreet: true }),
    editSite: (actor, siteId, edit) => editSite(parts, actor, siteId, edit),
    removeSite: (actor, siteId) => switchSite(parts, actor, siteId, 'removed'),
    planImport: (actor, source) => planImport({ ...parts, vet: vetWithin(parts, lookUpMs) }, source, { actor }),
    importSites: (actor, source, partial) =>
      importSites({ ...parts, vet: vetWithin(parts, lookUpMs) }, source, { actor, partial }),
    beginLongImport: (actor, list) => beginLongImport(parts, actor, list),
    mendLongImport: (actor, id, cells) => mendLongImport(parts, actor, id, cells),
    registerLongImport: (actor, id, partial) => registerLongImport(parts, actor, id, partial),
    dropLongImport: (actor, id) => dropLongImport(parts, actor, id),
    relearn: (actor, targetId, reason) => relearn(parts, targetId, { actor, reason }),
    changeInterval: (actor, targetId, everyMs) => changeInterval(parts, actor, targetId, everyMs),
    addContact: (actor, agencyId, contact) => addContact(parts, actor, agencyId, contact),
    editContact: async (actor, contactId, contact) => {
      const isChanged = await editContact(parts, actor, contactId, contact);
      await parts.refreshSettings();
      return isChanged;
    },
    removeContact: (actor, contactId) => removeContact(parts, actor, contactId),
    checkRequestHost: (actor, id, host) => checkHost(parts, actor, id, host),
    mailRequestHost: (actor, id, to) => mailHost(parts, actor, id, to),
    recordRequestProof: (actor, id, proof) => recordProof(parts, actor, id, proof),
    approveRequest: (actor, id) => approveRequest({ ...parts, vet: vetWithin(parts, lookUpMs) }, actor, id),
    decideRequest: (actor, id, decision, words) => decideRequest(parts, actor, id, decision, words),
    extendRequest: (actor, id, lastDay) => extendRequest(parts, actor, id, lastDay),
    lookAtReported: (actor, id) => lookAtReported(parts, actor, id),
    planSheet: (actor, file) => planSheet(parts, actor, file),
    importSheet: (actor, file) => importSheet(parts, actor, file),
    pauseSite: (actor, siteId, pause) => switchSite(parts, actor, siteId, 'paused', pause),
    tagSite: (actor, siteId, changes) => tagSite(parts, actor, siteId, changes),
    resumeSite: (actor, siteId) => switchSite(parts, actor, siteId, 'active'),
    editPlaybook: async (actor, edit) => {
      await editPlaybook(parts, actor, edit);
      await parts.refreshSettings();
    },
    changeSettings: (actor, changes) => changeSettings(parts, parts.refreshSettings, actor, changes),
    chooseAgencyLanguage: (actor, agencyId, language) => chooseAgencyLanguage(parts, actor, agencyId, language),
    askForReport: (actor, wish) => askForReport(parts, actor, wish),
    sendPendingNow: (actor) => sendPendingNow(parts, actor),
    testMail: (actor, recipient) => sendTestMail(parts, actor, recipient),
    testChannel: (actor, name, telephone) => testChannelByHand(parts, actor, name, telephone),
    addWebhook: async (actor, name, request) => {
      const secret = await addWebhook(parts, actor, name, request);
      await parts.refreshSettings();
      return secret;
    },
    editWebhook: async (actor, name, request) => {
      await editWebhook(parts, actor, name, request);
      await parts.refreshSettings();
    },
    switchWebhook: async (actor, name, isPaused) => {
      await switchWebhook(parts, actor, name, isPaused);
      await parts.refreshSettings();
    },
    renewWebhookSecret: async (actor, name) => {
      const secret = await renewWebhookSecret(parts, actor, name);
      await parts.refreshSettings();
      return secret;
    },
    removeWebhook: async (actor, name) => {
      await removeWebhook(parts, actor, name);
      await parts.refreshSettings();
    },
    invitePerson: (actor, person) => invitePerson(parts, actor, person),
    renewPasswordLink: (actor, userId) => renewPasswordLink(parts, actor, userId),
    movePerson: async (actor, userId, to) => {
      await movePerson(parts, actor, userId, to);
      await parts.refreshSettings();
    },
    disablePerson: async (actor, userId) => {
      await disablePerson(parts, actor, userId);
      await parts.refreshSettings();
    },
    enablePerson: async (actor, userId) => {
      await enablePerson(parts, actor, userId);
      await parts.refreshSettings();
    },
    endSecondFactor: (actor, userId) => endSecondFactor(parts, actor, userId),
  };
}
