/** Every route and its requirements. */
import type { Route } from './gate/route.ts';
import { doChangePassword, doEndOtherSessions, doEndSession, showAccount } from './pages/account/account.tsx';
import { doMakeToken, doRevokeToken } from './pages/account/api-tokens.tsx';
import { doChoosePassword, showChoosePassword } from './pages/account/choose-password.tsx';
import { doForgotPassword, showForgotPassword } from './pages/account/forgot-password.tsx';
import { deleteFilter, renameFilter, saveFilter } from './pages/account/saved-filters.ts';
import { doBegin, doConfirm, doEnd, showSecondFactor } from './pages/account/second-factor.tsx';
import { chooseLanguage, doSetUp, doSignIn, doSignOut, showSetUp, showSignIn } from './pages/account/sign-in.tsx';
import { doSignInCode, showSignInCode } from './pages/account/sign-in-code.tsx';
import { backFromProvider, toProvider } from './pages/account/sign-in-provider.tsx';
import { showAgencies } from './pages/agencies/agencies.tsx';
import { showAgency } from './pages/agencies/agency.tsx';
import { addContact, editContact, removeContact, showContact } from './pages/agencies/contact.tsx';
import { showApiReference } from './pages/api/reference.tsx';
import { approvePage, showApproval } from './pages/approvals/approval.tsx';
import { approveSeveralPages, showApprovals } from './pages/approvals/approvals.tsx';
import { showBoard } from './pages/board/board.tsx';
import { serveEvents } from './pages/board/events.ts';
import { forgetIgnoredChange, showIgnoredChanges } from './pages/board/ignored-changes.tsx';
import { promoteSuspect, showPromoteSuspect } from './pages/board/promote-suspect.tsx';
import { decideSites } from './pages/board/several-sites.tsx';
import {
  assignSuspect,
  dismissSeveral,
  dismissSuspect,
  restoreSuspect,
  showSuspects,
} from './pages/board/suspects.tsx';
import { doAcknowledgeByLink, doClaimOwnWork, showAcknowledgeByLink } from './pages/incidents/acknowledge-by-link.tsx';
import { showCampaign } from './pages/incidents/campaign.tsx';
import { downloadEvidence } from './pages/incidents/download-evidence.ts';
import { downloadFeed } from './pages/incidents/download-feed.ts';
import { exportIncidents } from './pages/incidents/export-incidents.ts';
import { showHandOver } from './pages/incidents/hand-over.tsx';
import { showIncident } from './pages/incidents/incident.tsx';
import {
  acknowledgeIncident,
  assignIncident,
  commentOnIncident,
  dismissIncident,
  holdIncident,
  lookAgainAtIncident,
  releaseIncident,
  reopenIncident,
  resolveIncident,
  undoDecision,
} from './pages/incidents/incident-acts.ts';
import { showIncidents } from './pages/incidents/incidents.tsx';
import { decideSeveral } from './pages/incidents/several-incidents.tsx';
import { showOverview } from './pages/overview/overview.tsx';
import { serveAsset, serveEvidenceKeys, serveHealth, serveMetrics } from './pages/own.ts';
import { addPerson, showPeople } from './pages/people/people.tsx';
import {
  changePerson,
  disable,
  enable,
  forgetSecondFactor,
  makePasswordLink,
  showPerson,
} from './pages/people/person.tsx';
import { beginReport, markBeyondMeans } from './pages/reporting/incident-reporting.tsx';
import {
  downloadSigned,
  printReport,
  recordSending,
  reportFormBytes,
  saveReport,
  showIncidentReport,
  signedFormBytes,
} from './pages/reporting/report.tsx';
import { downloadReport, showReport } from './pages/reports/report.tsx';
import { askForReport, showReports } from './pages/reports/reports.tsx';
import {
  confirmSheetImport,
  previewSheetImport,
  serveRequestTemplate,
  sheetFormBytes,
  showSheetImport,
} from './pages/requests/import-sheet.tsx';
import { showRequest } from './pages/requests/request.tsx';
import {
  answerReport,
  approveRequest,
  checkRequestHost,
  closeRequest,
  extendRequest,
  lookAtReported,
  mailRequestHost,
  recordRequestProof,
  refuseRequest,
} from './pages/requests/request-acts.ts';
import { showRequests } from './pages/requests/requests.tsx';
import { showAudit } from './pages/settings/audit.tsx';
import { showChannels, testChannel } from './pages/settings/channels.tsx';
import { handOver, showDuty } from './pages/settings/duty.tsx';
import { editPlaybookPart, showPlaybook, showPlaybookPart } from './pages/settings/playbook.tsx';
import { sendNow } from './pages/settings/send-now.ts';
import { chooseLanguageOfAgency, saveSettings, showSettings, testMail } from './pages/settings/settings.tsx';
import { addWebhook, decideWebhook, editWebhook, showAddWebhook, showWebhook } from './pages/settings/webhooks.tsx';
import { addSite, showAddSite } from './pages/sites/add-site.tsx';
import { approveSeveral } from './pages/sites/approve-several.tsx';
import { editSite, removeSite, showEditSite, showRemoveSite } from './pages/sites/edit-site.tsx';
import { exportSites } from './pages/sites/export-sites.ts';
import {
  carriedFormBytes,
  doImport,
  importFormBytes,
  previewImport,
  serveRest,
  serveTemplate,
  showImport,
} from './pages/sites/import-sites.tsx';
import { doDrop, doMend, doRegister, serveLongRest, showLongImport } from './pages/sites/long-import.tsx';
import { servePicture, serveReceived, serveRendered, serveThumbnail, showLook } from './pages/sites/look.tsx';
import { approveLook, ignoreFinding, lookAgain } from './pages/sites/look-acts.ts';
import { showSite } from './pages/sites/site.tsx';
import { lookNow, pauseSite, relearnSite, resumeSite } from './pages/sites/site-acts.tsx';
import { downloadCopy } from './pages/sites/site-copy.tsx';
import { announceMaintenance, endMaintenance } from './pages/sites/site-maintenance.tsx';
import { showSourceDifference } from './pages/sites/source-difference.tsx';
import { showTarget } from './pages/sites/target.tsx';
import { changeInterval, relearnTarget, undoApproval } from './pages/sites/target-acts.tsx';

const look = '/looks/:id{[0-9]{1,15}}';
const incident = '/incidents/:number{[0-9]{1,15}}';
const incidentReport = '/incident-reports/:id{[0-9]{1,15}}';
const suspect = '/suspects/:id{[0-9]{1,15}}';
const site = '/sites/:id{[0-9]{1,15}}';
const longImport = '/sites/import/:id{[0-9]{1,15}}';
const target = '/targets/:id{[0-9]{1,15}\\.[0-9]{1,9}}';
const approval = '/approvals/:id{[0-9]{1,15}\\.[0-9]{1,9}}';
const person = '/people/:id{[0-9]{1,9}}';
const webhook = '/settings/webhooks/:name{[a-z][a-z0-9-]{0,39}}';
const playbookPart = '/settings/playbook/:part{[a-z.-]{1,40}}';
const apiToken = '/account/tokens/:id{[0-9]{1,15}}';
const savedFilter = '/filters/:id{[0-9]{1,15}}';
const agency = '/agencies/:id{[0-9]{1,9}}';
const request = '/requests/:id{[0-9]{1,15}}';
const contact = `${agency}/contacts/:contact{[0-9]{1,9}}`;
const choose = '/choose-password/:token{[A-Za-z0-9_-]{43}}';
const acknowledge = '/acknowledge/:token{[0-9]{1,15}-[A-Za-z0-9_-]{43}}';
const report = '/reports/:id{[0-9]{1,15}}';
const setUp = '/set-up/:token{[A-Za-z0-9_-]{43}}';

export const routes: readonly Route[] = [
  { method: 'GET', path: '/healthz', needs: 'nothing', handler: serveHealth },
  { method: 'GET', path: '/metrics', needs: 'nothing', handler: serveMetrics },
  { method: 'GET', path: '/.well-known/vonggac-key', needs: 'nothing', handler: serveEvidenceKeys },
  { method: 'GET', path: '/assets/:file{[a-z0-9.-]{1,80}}', needs: 'nothing', handler: serveAsset },
  { method: 'GET', path: '/sign-in', needs: 'nothing', handler: showSignIn },
  { method: 'POST', path: '/sign-in', needs: 'nothing', handler: doSignIn },
  { method: 'GET', path: '/sign-in/code', needs: 'nothing', handler: showSignInCode },
  { method: 'POST', path: '/sign-in/code', needs: 'nothing', handler: doSignInCode },
  { method: 'GET', path: '/sign-in/provider', needs: 'nothing', handler: toProvider },
  { method: 'GET', path: '/sign-in/provider/back', needs: 'nothing', handler: backFromProvider },
  { method: 'GET', path: setUp, needs: 'nothing', handler: showSetUp },
  { method: 'POST', path: setUp, needs: 'nothing', handler: doSetUp },
  { method: 'GET', path: '/forgot-password', needs: 'nothing', handler: showForgotPassword },
  { method: 'POST', path: '/forgot-password', needs: 'nothing', handler: doForgotPassword },
  { method: 'GET', path: choose, needs: 'nothing', handler: showChoosePassword },
  { method: 'POST', path: choose, needs: 'nothing', handler: doChoosePassword },
  { method: 'GET', path: acknowledge, needs: 'nothing', handler: showAcknowledgeByLink },
  { method: 'POST', path: acknowledge, needs: 'nothing', handler: doAcknowledgeByLink },
  { method: 'POST', path: `${acknowledge}/own-work`, needs: 'nothing', handler: doClaimOwnWork },
  { method: 'POST', path: '/language', needs: 'nothing', handler: chooseLanguage },

  { method: 'POST', path: '/sign-out', needs: 'own-account', handler: doSignOut },
  { method: 'GET', path: '/account', needs: 'own-account', handler: showAccount },
  { method: 'POST', path: '/account/password', needs: 'own-account', handler: doChangePassword },
  { method: 'POST', path: '/account/sessions/:handle{[0-9a-f]{16}}/end', needs: 'own-account', handler: doEndSession },
  { method: 'POST', path: '/account/sessions/end-others', needs: 'own-account', handler: doEndOtherSessions },
  { method: 'POST', path: '/account/tokens', needs: 'own-account', handler: doMakeToken },
  { method: 'POST', path: `${apiToken}/revoke`, needs: 'own-account', handler: doRevokeToken },
  { method: 'GET', path: '/api', needs: 'own-account', handler: showApiReference },
  { method: 'GET', path: '/account/second-factor', needs: 'own-account', handler: showSecondFactor },
  { method: 'POST', path: '/account/second-factor/begin', needs: 'own-account', handler: doBegin },
  { method: 'POST', path: '/account/second-factor/confirm', needs: 'own-account', handler: doConfirm },
  { method: 'POST', path: '/account/second-factor/end', needs: 'own-account', handler: doEnd },
  { method: 'POST', path: '/filters', needs: 'own-account', handler: saveFilter },
  { method: 'POST', path: savedFilter, needs: 'own-account', handler: renameFilter },
  { method: 'POST', path: `${savedFilter}/delete`, needs: 'own-account', handler: deleteFilter },
  { method: 'GET', path: '/', needs: 'see', handler: showBoard },
  { method: 'GET', path: '/events', needs: 'see', handler: serveEvents },
  { method: 'GET', path: '/suspects', needs: 'see', handler: showSuspects },
  { method: 'GET', path: '/incidents', needs: 'see', handler: showIncidents },
  { method: 'GET', path: '/incidents/export', needs: 'see', handler: exportIncidents },
  { method: 'GET', path: incident, needs: 'see', handler: showIncident },
  { method: 'GET', path: `${incident}/:format{stix|misp}`, needs: 'see', handler: downloadFeed },
  { method: 'GET', path: `${incident}/hand-over`, needs: 'see', handler: showHandOver },
  { method: 'GET', path: incidentReport, needs: 'see', handler: showIncidentReport },
  { method: 'GET', path: `${incidentReport}/print/:format{pdf|docx}`, needs: 'see', handler: printReport },
  { method: 'GET', path: `${incidentReport}/signed/:sending{[0-9]{1,15}}`, needs: 'see', handler: downloadSigned },
  { method: 'GET', path: '/campaigns/:number{[0-9]{1,15}}', needs: 'see', handler: showCampaign },
  { method: 'GET', path: '/agencies', needs: 'see', handler: showAgencies },
  { method: 'GET', path: agency, needs: 'see', handler: showAgency },
  { method: 'GET', path: '/ignored-changes', needs: 'see', handler: showIgnoredChanges },
  { method: 'GET', path: '/duty', needs: 'see', handler: showDuty },
  { method: 'GET', path: '/overview', needs: 'see', handler: showOverview },
  { method: 'GET', path: '/reports', needs: 'see', handler: showReports },
  { method: 'POST', path: '/reports', needs: 'see', handler: askForReport },
  { method: 'GET', path: report, needs: 'see', handler: showReport },
  { method: 'GET', path: `${report}/:format{pdf|xlsx|csv}`, needs: 'see', handler: downloadReport },
  { method: 'GET', path: '/sites/export', needs: 'see', handler: exportSites },
  { method: 'GET', path: site, needs: 'see', handler: showSite },
  { method: 'GET', path: target, needs: 'see', handler: showTarget },
  { method: 'GET', path: look, needs: 'see', handler: showLook },
  {
    method: 'GET',
    path: `${look}/pictures/:side{before|after|difference}/:size{small|full}`,
    needs: 'see',
    handler: servePicture,
  },
  { method: 'GET', path: `${look}/thumbnail`, needs: 'see', handler: serveThumbnail },
  { method: 'GET', path: `${look}/source-difference`, needs: 'see', handler: showSourceDifference },
  { method: 'GET', path: `${look}/source`, needs: 'see', handler: serveReceived },
  { method: 'GET', path: `${look}/rendered`, needs: 'see', handler: serveRendered },

  { method: 'POST', path: '/incidents/several', needs: 'judge', handler: decideSeveral },
  { method: 'POST', path: `${incident}/acknowledge`, needs: 'judge', handler: acknowledgeIncident },
  { method: 'POST', path: `${incident}/resolve`, needs: 'judge', handler: resolveIncident },
  { method: 'POST', path: `${incident}/dismiss`, needs: 'judge', handler: dismissIncident },
  { method: 'POST', path: `${incident}/undo`, needs: 'judge', handler: undoDecision },
  { method: 'POST', path: `${incident}/reopen`, needs: 'judge', handler: reopenIncident },
  { method: 'POST', path: `${incident}/comment`, needs: 'judge', handler: commentOnIncident },
  { method: 'POST', path: `${incident}/assign`, needs: 'judge', handler: assignIncident },
  { method: 'POST', path: `${incident}/reports`, needs: 'judge', handler: beginReport },
  { method: 'POST', path: `${incident}/beyond-means`, needs: 'judge', handler: markBeyondMeans },
  { method: 'POST', path: incidentReport, needs: 'judge', handler: saveReport, filesUpTo: reportFormBytes },
  {
    method: 'POST',
    path: `${incidentReport}/sent`,
    needs: 'judge',
    handler: recordSending,
    filesUpTo: signedFormBytes,
  },
  { method: 'POST', path: `${incident}/hold`, needs: 'judge', handler: holdIncident },
  { method: 'POST', path: `${incident}/release`, needs: 'export-evidence', handler: releaseIncident },
  { method: 'POST', path: `${incident}/evidence`, needs: 'export-evidence', handler: downloadEvidence },
  { method: 'POST', path: `${incident}/look-again`, needs: 'judge', handler: lookAgainAtIncident },
  { method: 'POST', path: `${look}/look-again`, needs: 'judge', handler: lookAgain },
  { method: 'POST', path: `${look}/ignore`, needs: 'judge', handler: ignoreFinding },
  { method: 'POST', path: '/suspects/dismiss-several', needs: 'judge', handler: dismissSeveral },
  { method: 'POST', path: `${suspect}/dismiss`, needs: 'judge', handler: dismissSuspect },
  { method: 'POST', path: `${suspect}/restore`, needs: 'judge', handler: restoreSuspect },
  { method: 'POST', path: `${suspect}/assign`, needs: 'judge', handler: assignSuspect },
  { method: 'GET', path: `${suspect}/promote`, needs: 'judge', handler: showPromoteSuspect },
  { method: 'POST', path: `${suspect}/promote`, needs: 'judge', handler: promoteSuspect },
  { method: 'POST', path: `${site}/forget-ignored`, needs: 'judge', handler: forgetIgnoredChange },
  { method: 'POST', path: '/mail/send-now', needs: 'judge', handler: sendNow },
  { method: 'POST', path: '/duty/notes', needs: 'judge', handler: handOver },
  { method: 'GET', path: '/approvals', needs: 'approve', handler: showApprovals },
  { method: 'POST', path: '/approvals/several', needs: 'approve', handler: approveSeveralPages },
  { method: 'GET', path: approval, needs: 'approve', handler: showApproval },
  { method: 'POST', path: approval, needs: 'approve', handler: approvePage },
  { method: 'POST', path: `${look}/approve`, needs: 'approve', handler: approveLook },
  { method: 'POST', path: `${incident}/approve-several`, needs: 'approve', handler: approveSeveral },
  { method: 'POST', path: `${site}/maintenance`, needs: 'manage-sites', handler: announceMaintenance },
  {
    method: 'POST',
    path: `${site}/maintenance/:maintenance{[0-9]{1,15}}/end`,
    needs: 'manage-sites',
    handler: endMaintenance,
  },
  { method: 'POST', path: `${site}/look-now`, needs: 'judge', handler: lookNow },
  { method: 'POST', path: `${site}/static-copy`, needs: 'judge', handler: downloadCopy },
  { method: 'POST', path: `${site}/relearn`, needs: 'approve', handler: relearnSite },
  { method: 'POST', path: `${target}/undo-approval`, needs: 'approve', handler: undoApproval },
  { method: 'POST', path: `${target}/relearn`, needs: 'approve', handler: relearnTarget },
  { method: 'POST', path: `${target}/interval`, needs: 'manage-sites', handler: changeInterval },
  { method: 'POST', path: '/sites/several', needs: 'manage-sites', handler: decideSites },
  { method: 'GET', path: '/sites/add', needs: 'manage-sites', handler: showAddSite },
  { method: 'POST', path: '/sites/add', needs: 'manage-sites', handler: addSite },
  { method: 'GET', path: '/sites/import', needs: 'manage-sites', handler: showImport },
  {
    method: 'POST',
    path: '/sites/import',
    needs: 'manage-sites',
    filesUpTo: importFormBytes,
    handler: previewImport,
  },
  {
    method: 'POST',
    path: '/sites/import/confirm',
    needs: 'manage-sites',
    filesUpTo: carriedFormBytes,
    handler: doImport,
  },
  {
    method: 'POST',
    path: '/sites/import/rest',
    needs: 'manage-sites',
    filesUpTo: carriedFormBytes,
    handler: serveRest,
  },
  { method: 'GET', path: longImport, needs: 'manage-sites', handler: showLongImport },
  {
    method: 'POST',
    path: `${longImport}/mend`,
    needs: 'manage-sites',
    filesUpTo: carriedFormBytes,
    handler: doMend,
  },
  { method: 'POST', path: `${longImport}/register`, needs: 'manage-sites', handler: doRegister },
  { method: 'POST', path: `${longImport}/drop`, needs: 'manage-sites', handler: doDrop },
  { method: 'GET', path: `${longImport}/rest`, needs: 'manage-sites', handler: serveLongRest },
  { method: 'GET', path: '/sites/import/template', needs: 'manage-sites', handler: serveTemplate },
  { method: 'GET', path: `${site}/edit`, needs: 'manage-sites', handler: showEditSite },
  { method: 'POST', path: `${site}/edit`, needs: 'manage-sites', handler: editSite },
  { method: 'GET', path: `${site}/remove`, needs: 'manage-sites', handler: showRemoveSite },
  { method: 'POST', path: `${site}/remove`, needs: 'manage-sites', handler: removeSite },
  { method: 'POST', path: `${agency}/contacts`, needs: 'manage-sites', handler: addContact },
  { method: 'GET', path: contact, needs: 'manage-sites', handler: showContact },
  { method: 'POST', path: contact, needs: 'manage-sites', handler: editContact },
  { method: 'POST', path: `${contact}/remove`, needs: 'manage-sites', handler: removeContact },
  { method: 'POST', path: `${site}/pause`, needs: 'manage-sites', handler: pauseSite },
  { method: 'POST', path: `${site}/resume`, needs: 'manage-sites', handler: resumeSite },

  { method: 'GET', path: '/requests', needs: 'handle-requests', handler: showRequests },
  { method: 'GET', path: '/requests/template', needs: 'handle-requests', handler: serveRequestTemplate },
  { method: 'GET', path: '/requests/import', needs: 'handle-requests', handler: showSheetImport },
  {
    method: 'POST',
    path: '/requests/import',
    needs: 'handle-requests',
    filesUpTo: sheetFormBytes,
    handler: previewSheetImport,
  },
  {
    method: 'POST',
    path: '/requests/import/confirm',
    needs: 'handle-requests',
    filesUpTo: sheetFormBytes,
    handler: confirmSheetImport,
  },
  { method: 'GET', path: request, needs: 'handle-requests', handler: showRequest },
  { method: 'POST', path: `${request}/check`, needs: 'handle-requests', handler: checkRequestHost },
  { method: 'POST', path: `${request}/mail`, needs: 'handle-requests', handler: mailRequestHost },
  { method: 'POST', path: `${request}/proof`, needs: 'handle-requests', handler: recordRequestProof },
  { method: 'POST', path: `${request}/approve`, needs: 'handle-requests', handler: approveRequest },
  { method: 'POST', path: `${request}/refuse`, needs: 'handle-requests', handler: refuseRequest },
  { method: 'POST', path: `${request}/answer`, needs: 'handle-requests', handler: answerReport },
  { method: 'POST', path: `${request}/close`, needs: 'handle-requests', handler: closeRequest },
  { method: 'POST', path: `${request}/extend`, needs: 'handle-requests', handler: extendRequest },
  { method: 'POST', path: `${request}/look`, needs: 'handle-requests', handler: lookAtReported },

  { method: 'GET', path: '/audit', needs: 'audit', handler: showAudit },
  { method: 'GET', path: '/settings', needs: 'see-settings', handler: showSettings },
  { method: 'GET', path: '/settings/playbook', needs: 'see-settings', handler: showPlaybook },
  { method: 'GET', path: playbookPart, needs: 'see-settings', handler: showPlaybookPart },
  { method: 'POST', path: playbookPart, needs: 'manage-settings', handler: editPlaybookPart },
  { method: 'GET', path: '/settings/channels', needs: 'see-settings', handler: showChannels },
  { method: 'POST', path: '/settings/channels/test', needs: 'manage-settings', handler: testChannel },
  { method: 'GET', path: '/settings/webhooks/add', needs: 'manage-settings', handler: showAddWebhook },
  { method: 'POST', path: '/settings/webhooks/add', needs: 'manage-settings', handler: addWebhook },
  { method: 'GET', path: webhook, needs: 'manage-settings', handler: showWebhook },
  { method: 'POST', path: webhook, needs: 'manage-settings', handler: editWebhook },
  {
    method: 'POST',
    path: `${webhook}/:act{pause|resume|renew|remove}`,
    needs: 'manage-settings',
    handler: decideWebhook,
  },
  { method: 'POST', path: '/settings/test-mail', needs: 'manage-settings', handler: testMail },
  { method: 'POST', path: '/settings/:area{[a-z]{1,20}}', needs: 'manage-settings', handler: saveSettings },
  {
    method: 'POST',
    path: `${agency}/language`,
    needs: 'manage-settings',
    handler: chooseLanguageOfAgency,
  },
  { method: 'GET', path: '/people', needs: 'manage-people', handler: showPeople },
  { method: 'POST', path: '/people', needs: 'manage-people', handler: addPerson },
  { method: 'GET', path: person, needs: 'manage-people', handler: showPerson },
  { method: 'POST', path: `${person}/change`, needs: 'manage-people', handler: changePerson },
  { method: 'POST', path: `${person}/disable`, needs: 'manage-people', handler: disable },
  { method: 'POST', path: `${person}/enable`, needs: 'manage-people', handler: enable },
  {
    method: 'POST',
    path: `${person}/forget-second-factor`,
    needs: 'manage-people',
    handler: forgetSecondFactor,
  },
  { method: 'POST', path: `${person}/link`, needs: 'manage-people', handler: makePasswordLink },
];
