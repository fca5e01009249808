/** What people may do, as the dashboard and the command line share it. */
import { chooseAgencyLanguage } from './agency-language.ts';
import { approveBaseline } from './approve-baseline.ts';
import { changeInterval } from './change-interval.ts';
import type { DeskActs } from './desk-acts.ts';
import { assignIncident, commentOnIncident } from './discuss-incident.ts';
import { announceMaintenance, endMaintenance } from './duty/announce-maintenance.ts';
import { handOver } from './duty/hand-over.ts';
import { editSite } from './edit-site.ts';
import { forgetIgnored, ignoreOnSite } from './ignore-change.ts';
import { importSites, planImport } from './import-sites.ts';
import { acknowledgeIncident, dismissIncident, dismissSuspect, resolveIncident } from './judge-incident.ts';
import { relearn } from './learn-baseline.ts';
import { lookAgain } from './look-again.ts';
import type { DeskParts, Parts } from './parts.ts';
import { registerSite, type Vet, vetSite } from './register-site.ts';
import { changeSetting } from './settings/change-setting.ts';
import { sendTestMail } from './settings/test-mail.ts';
import { switchSite } from './switch-site.ts';

/** Of a list from the dashboard; longer ones go in on the command line, where nobody waits for a page. */
const mostLines = 1_000;
/** Names are looked up for so long while a person waits; those left over are registered as not looked up. */
const lookUpMs = 20_000;

function hurried<T extends DeskParts & { readonly vet: Vet }>(parts: T): T {
  const until = parts.clock() + lookUpMs;
  const vet: Vet = async (url) =>
    parts.clock() < until ? parts.vet(url) : { status: 'unresolved', reason: 'there was no time to look it up' };
  return { ...parts, vet };
}

interface Doing extends DeskParts, Pick<Parts, 'deliver' | 'pictures'> {
  readonly vet: Vet;
  /** Takes changed settings over. */
  readonly refreshSettings: () => Promise<void>;
}

export function createDeskActs(parts: Doing): DeskActs {
  const by = (actor: string, note?: string) => ({ actor, note: note?.trim() || null });
  return {
    acknowledge: (number, actor, note) => acknowledgeIncident(parts, number, by(actor, note)),
    resolve: (number, actor, note) => resolveIncident(parts, number, by(actor, note)),
    dismissIncident: (number, actor, note, seen) => dismissIncident(parts, number, by(actor, note), seen),
    comment: (number, actor, text) => commentOnIncident(parts, number, { actor, text }),
    assign: (number, actor, assigneeId) => assignIncident(parts, number, { actor, assigneeId }),
    lookAgain: (targetIds, actor) => lookAgain(parts, targetIds, actor),
    ignoreChange: (change, forMs, actor, note) => ignoreOnSite(parts, change, forMs, by(actor, note)),
    dismissSuspect: (id, actor, note) => dismissSuspect(parts, id, by(actor, note)),
    forgetIgnored: (fingerprint, siteId, actor) => forgetIgnored(parts, fingerprint, by(actor), siteId),
    approveBaseline: async (checkId, actor, reason) => {
      await approveBaseline(parts, { checkId, actor, reason: reason?.trim() || null });
    },
    handOver: (text, actor, agencyId) => handOver(parts, { text, actor, agencyId }),
    announceMaintenance: (siteId, maintenance, actor) => announceMaintenance(parts, siteId, maintenance, actor),
    endMaintenance: (siteId, id, actor) => endMaintenance(parts, siteId, id, actor),
    addSite: async (request, actor) =>
      registerSite(parts, await vetSite(request, parts.vet), { merge: false, actor, discreet: true }),
    editSite: (siteId, edit, actor) => editSite(parts, siteId, edit, actor),
    removeSite: (siteId, actor) => switchSite(parts, siteId, 'removed', actor),
    planImport: (file, agency) => planImport(hurried(parts), file, { agency, mostLines }),
    importSites: (file, agency, actor) =>
      importSites(hurried(parts), file, { agency, mostLines, actor, partial: false }),
    relearn: (targetId, actor, reason) => relearn(parts, targetId, { actor, reason }),
    changeInterval: (targetId, everyMs, actor) => changeInterval(parts, targetId, everyMs, actor),
    pauseSite: (siteId, actor) => switchSite(parts, siteId, 'paused', actor),
    resumeSite: (siteId, actor) => switchSite(parts, siteId, 'active', actor),
    changeSetting: (change) => changeSetting(parts, parts.refreshSettings, change),
    chooseAgencyLanguage: (agencyId, language, actor) => chooseAgencyLanguage(parts, agencyId, language, actor),
    testMail: (recipient, actor) => sendTestMail(parts, recipient, actor),
  };
}
