/** Route × role × agency: everybody gets what the role allows, of the own agency, and nothing leaks of another one. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Actor, type Capability, holds } from '../../../src/core/people/actor.ts';
import { actorOf, roles } from '../../../src/monitor/people/capabilities.ts';
import { campaignCommon } from '../../../src/store/codecs/incident-codecs.ts';
import type { Role } from '../../../src/store/people/users.ts';
import { routes } from '../../../src/web/routes.ts';
import { seedReport } from '../../support/reports/seed-report.ts';
import { seedContact } from '../../support/seed-contact.ts';
import {
  finding,
  seedBaseline,
  seedCapture,
  seedCheck,
  seedIncident,
  seedSite,
  seedSuspect,
} from '../../support/seed-desk.ts';
import { seedIncidentReport } from '../../support/seed-incident-report.ts';
import { seedRequest } from '../../support/seed-request.ts';
import { openTestDesk, type TestDesk } from '../../support/test-desk.ts';
import { drawPage } from '../../support/test-pictures.ts';

const now = Date.parse('2026-11-21T14:38:00Z');
const minute = 60_000;

/** What exists once for each agency; its word is in everything that belongs to it. */
interface Own {
  readonly word: string;
  readonly agencyId: number;
  readonly site: number;
  readonly incident: number;
  readonly look: number;
  readonly suspect: number;
  readonly campaign: number;
  readonly person: number;
  readonly contact: number;
  readonly report: number;
  readonly form: number;
  readonly sending: number;
}

/** What a route must do. Paths are of what belongs to one agency. */
type Expectation =
  /** The same to everybody, and nothing of any agency in it. */
  | { readonly kind: 'open' }
  /** A page about all that somebody may see. */
  | { readonly kind: 'list' }
  /** Somebody else's is not there. */
  | { readonly kind: 'one'; readonly path: (own: Own) => string }
  | {
      readonly kind: 'act';
      readonly path: (own: Own) => string;
      readonly fields?: (own: Own) => Fields;
      /** With what it made, not with a page to return to. */
      readonly answers?: 200;
    }
  /** For those who serve every agency: nobody of an agency comes in. */
  | { readonly kind: 'overall'; readonly path: (own: Own) => string; readonly fields?: (own: Own) => Fields }
  /** Whoever may do it does it for those of the own agency. */
  | { readonly kind: 'own'; readonly path: () => string; readonly fields: () => Fields }
  /** For what does not exist yet, so it is nobody's. */
  | { readonly kind: 'form' }
  /** A list of what does not exist yet; whoever is of an agency gives it for that one. */
  | { readonly kind: 'bulk' }
  /** Figures that go on coming; see live.test.ts. */
  | { readonly kind: 'stream' }
  /** A list that the visitor sent; see long-import.test.ts. */
  | { readonly kind: 'personal' }
  /** Of pages that wait for approval; see approvals.test.ts. */
  | { readonly kind: 'waiting' }
  /** For judges who serve every agency: the act refuses the others; see monitor-strip.test.ts. */
  | { readonly kind: 'nationwide' }
  /** Of the visitor's own account. */
  | { readonly kind: 'account' };

type Fields = Readonly<Record<string, string>>;

const expectations: Readonly<Record<string, Expectation>> = {
  'GET /healthz': { kind: 'open' },
  'GET /metrics': { kind: 'open' },
  'GET /.well-known/vonggac-key': { kind: 'open' },
  'GET /assets/:file': { kind: 'open' },
  'GET /sign-in': { kind: 'open' },
  'POST /sign-in': { kind: 'open' },
  'GET /sign-in/code': { kind: 'open' },
  'POST /sign-in/code': { kind: 'open' },
  'GET /sign-in/provider': { kind: 'open' },
  'GET /sign-in/provider/back': { kind: 'open' },
  'GET /set-up/:token': { kind: 'open' },
  'POST /set-up/:token': { kind: 'open' },
  'GET /forgot-password': { kind: 'open' },
  'POST /forgot-password': { kind: 'open' },
  'GET /choose-password/:token': { kind: 'open' },
  'POST /choose-password/:token': { kind: 'open' },
  'GET /acknowledge/:token': { kind: 'open' },
  'POST /acknowledge/:token': { kind: 'open' },
  'POST /acknowledge/:token/own-work': { kind: 'open' },
  'POST /language': { kind: 'open' },

  'POST /sign-out': { kind: 'account' },
  'GET /account': { kind: 'account' },
  'POST /account/password': { kind: 'account' },
  'POST /account/sessions/:handle/end': { kind: 'account' },
  'POST /account/sessions/end-others': { kind: 'account' },
  'GET /account/second-factor': { kind: 'account' },
  'POST /account/second-factor/begin': { kind: 'account' },
  'POST /account/second-factor/confirm': { kind: 'account' },
  'POST /account/second-factor/end': { kind: 'account' },
  'POST /account/tokens': { kind: 'account' },
  'POST /account/tokens/:id/revoke': { kind: 'account' },
  'GET /api': { kind: 'account' },
  'POST /filters': { kind: 'account' },
  'POST /filters/:id': { kind: 'account' },
  'POST /filters/:id/delete': { kind: 'account' },

  'GET /': { kind: 'list' },
  'GET /suspects': { kind: 'list' },
  'GET /events': { kind: 'stream' },
  'GET /sites/add': { kind: 'form' },
  'POST /sites/add': { kind: 'form' },
  'GET /sites/import': { kind: 'form' },
  'GET /sites/import/template': { kind: 'form' },
  'POST /sites/import': { kind: 'bulk' },
  'POST /sites/import/confirm': { kind: 'bulk' },
  'POST /sites/import/rest': { kind: 'bulk' },
  'GET /sites/import/:id': { kind: 'personal' },
  'POST /sites/import/:id/mend': { kind: 'personal' },
  'POST /sites/import/:id/register': { kind: 'personal' },
  'POST /sites/import/:id/drop': { kind: 'personal' },
  'GET /sites/import/:id/rest': { kind: 'personal' },
  'GET /incidents': { kind: 'list' },
  'GET /incidents/export': { kind: 'list' },
  'GET /sites/export': { kind: 'list' },
  'GET /ignored-changes': { kind: 'list' },
  'GET /duty': { kind: 'list' },
  'GET /overview': { kind: 'list' },
  'GET /agencies': { kind: 'list' },
  'GET /reports': { kind: 'list' },
  'POST /reports': { kind: 'own', path: () => '/reports', fields: () => ({ period: 'month', language: 'vi' }) },
  'GET /reports/:id': { kind: 'one', path: (own) => `/reports/${own.report}` },
  'GET /reports/:id/:format': { kind: 'one', path: (own) => `/reports/${own.report}/csv` },

  'GET /incidents/:number': { kind: 'one', path: (own) => `/incidents/${own.incident}` },
  'GET /incidents/:number/:format': { kind: 'one', path: ({ incident }) => `/incidents/${incident}/stix` },
  'GET /incidents/:number/hand-over': { kind: 'one', path: (own) => `/incidents/${own.incident}/hand-over` },
  'GET /campaigns/:number': { kind: 'one', path: (own) => `/campaigns/${own.campaign}` },
  'GET /sites/:id': { kind: 'one', path: (own) => `/sites/${own.site}` },
  'GET /targets/:id': { kind: 'one', path: (own) => `/targets/${own.site}.1` },
  'GET /looks/:id': { kind: 'one', path: (own) => `/looks/${own.look}` },
  'GET /looks/:id/pictures/:side/:size': { kind: 'one', path: (own) => `/looks/${own.look}/pictures/after/full` },
  'GET /looks/:id/thumbnail': { kind: 'one', path: (own) => `/looks/${own.look}/thumbnail` },
  'GET /looks/:id/source-difference': { kind: 'one', path: (own) => `/looks/${own.look}/source-difference` },
  'GET /looks/:id/source': { kind: 'one', path: (own) => `/looks/${own.look}/source` },
  'GET /looks/:id/rendered': { kind: 'one', path: (own) => `/looks/${own.look}/rendered` },

  'POST /incidents/several': {
    kind: 'act',
    path: () => '/incidents/several',
    fields: (own) => ({ decision: 'acknowledge', [`incident-${own.incident}`]: 'yes' }),
  },
  'POST /incidents/:number/approve-several': {
    kind: 'act',
    path: (own) => `/incidents/${own.incident}/approve-several`,
    fields: (own) => ({ [`look-${own.look}`]: 'yes', reason: 'x' }),
  },
  'POST /suspects/dismiss-several': {
    kind: 'act',
    path: () => '/suspects/dismiss-several',
    fields: (own) => ({ [`suspect-${own.suspect}`]: 'yes', note: 'x' }),
  },
  'POST /incidents/:number/acknowledge': { kind: 'act', path: (own) => `/incidents/${own.incident}/acknowledge` },
  'POST /incidents/:number/resolve': { kind: 'act', path: (own) => `/incidents/${own.incident}/resolve` },
  'POST /incidents/:number/dismiss': {
    kind: 'act',
    path: (own) => `/incidents/${own.incident}/dismiss`,
    fields: () => ({ note: 'x' }),
  },
  'POST /incidents/:number/undo': { kind: 'act', path: (own) => `/incidents/${own.incident}/undo` },
  'POST /incidents/:number/reopen': { kind: 'act', path: (own) => `/incidents/${own.incident}/reopen` },
  'POST /incidents/:number/comment': {
    kind: 'act',
    path: (own) => `/incidents/${own.incident}/comment`,
    fields: () => ({ comment: 'x' }),
  },
  'POST /incidents/:number/assign': { kind: 'act', path: (own) => `/incidents/${own.incident}/assign` },
  'POST /incidents/:number/reports': {
    kind: 'act',
    path: (own) => `/incidents/${own.incident}/reports`,
    fields: () => ({ form: 'progress' }),
  },
  'POST /incidents/:number/beyond-means': { kind: 'act', path: (own) => `/incidents/${own.incident}/beyond-means` },
  'GET /incident-reports/:id': { kind: 'one', path: (own) => `/incident-reports/${own.form}` },
  'GET /incident-reports/:id/print/:format': {
    kind: 'one',
    path: (own) => `/incident-reports/${own.form}/print/pdf`,
  },
  'GET /incident-reports/:id/signed/:sending': {
    kind: 'one',
    path: (own) => `/incident-reports/${own.form}/signed/${own.sending}`,
  },
  'POST /incident-reports/:id': { kind: 'act', path: (own) => `/incident-reports/${own.form}` },
  'POST /incident-reports/:id/sent': { kind: 'act', path: (own) => `/incident-reports/${own.form}/sent` },
  'POST /incidents/:number/hold': {
    kind: 'act',
    path: (own) => `/incidents/${own.incident}/hold`,
    fields: () => ({ note: 'Công an yêu cầu' }),
  },
  'POST /incidents/:number/release': {
    kind: 'overall',
    path: (own) => `/incidents/${own.incident}/release`,
    fields: () => ({ note: 'Đã bàn giao' }),
  },
  'POST /incidents/:number/evidence': {
    kind: 'overall',
    path: (own) => `/incidents/${own.incident}/evidence`,
    fields: () => ({ recipient: 'Công an', purpose: 'điều tra' }),
  },
  'POST /incidents/:number/look-again': { kind: 'act', path: (own) => `/incidents/${own.incident}/look-again` },
  'POST /looks/:id/look-again': { kind: 'act', path: (own) => `/looks/${own.look}/look-again` },
  'POST /looks/:id/ignore': {
    kind: 'act',
    path: (own) => `/looks/${own.look}/ignore`,
    fields: (own) => ({ fingerprint: `title-changed:${own.word}`, days: '7', note: 'x' }),
  },
  'POST /suspects/:id/dismiss': {
    kind: 'act',
    path: (own) => `/suspects/${own.suspect}/dismiss`,
    fields: () => ({ note: 'x' }),
  },
  'POST /suspects/:id/restore': { kind: 'act', path: (own) => `/suspects/${own.suspect}/restore` },
  'POST /suspects/:id/assign': { kind: 'act', path: (own) => `/suspects/${own.suspect}/assign` },
  'GET /suspects/:id/promote': { kind: 'one', path: (own) => `/suspects/${own.suspect}/promote` },
  'POST /suspects/:id/promote': {
    kind: 'act',
    path: (own) => `/suspects/${own.suspect}/promote`,
    fields: (own) => ({ look: String(own.look) }),
  },
  'POST /sites/:id/forget-ignored': {
    kind: 'act',
    path: (own) => `/sites/${own.site}/forget-ignored`,
    fields: (own) => ({ fingerprint: `title-changed:${own.word}` }),
  },
  'GET /approvals': { kind: 'waiting' },
  'POST /approvals/several': { kind: 'waiting' },
  'GET /approvals/:id': { kind: 'waiting' },
  'POST /approvals/:id': { kind: 'waiting' },
  'POST /looks/:id/approve': {
    kind: 'act',
    path: (own) => `/looks/${own.look}/approve`,
    fields: () => ({ reason: 'x' }),
  },
  'POST /sites/:id/maintenance': { kind: 'act', path: (own) => `/sites/${own.site}/maintenance` },
  'POST /sites/:id/maintenance/:maintenance/end': {
    kind: 'act',
    path: (own) => `/sites/${own.site}/maintenance/1/end`,
  },
  'POST /targets/:id/undo-approval': {
    kind: 'act',
    path: (own) => `/targets/${own.site}.1/undo-approval`,
    fields: () => ({ 'approved-at': '1' }),
  },
  'POST /targets/:id/relearn': {
    kind: 'act',
    path: (own) => `/targets/${own.site}.1/relearn`,
    fields: () => ({ reason: 'Giao diện mới' }),
  },
  'POST /targets/:id/interval': { kind: 'act', path: (own) => `/targets/${own.site}.1/interval` },
  'GET /sites/:id/edit': { kind: 'one', path: (own) => `/sites/${own.site}/edit` },
  'POST /sites/:id/edit': { kind: 'act', path: (own) => `/sites/${own.site}/edit` },
  'GET /sites/:id/remove': { kind: 'one', path: (own) => `/sites/${own.site}/remove` },
  'POST /sites/:id/remove': { kind: 'act', path: (own) => `/sites/${own.site}/remove` },
  'POST /sites/:id/look-now': { kind: 'act', path: (own) => `/sites/${own.site}/look-now` },
  'POST /sites/:id/static-copy': { kind: 'act', path: (own) => `/sites/${own.site}/static-copy`, answers: 200 },
  'POST /sites/:id/relearn': {
    kind: 'act',
    path: (own) => `/sites/${own.site}/relearn`,
    fields: () => ({ reason: 'x' }),
  },
  'POST /sites/several': {
    kind: 'act',
    path: () => '/sites/several',
    fields: (own) => ({ act: 'pause', [`site-${own.site}`]: 'yes', sure: 'yes', reason: 'x' }),
  },
  'POST /sites/:id/pause': { kind: 'act', path: (own) => `/sites/${own.site}/pause` },
  'POST /sites/:id/resume': { kind: 'act', path: (own) => `/sites/${own.site}/resume` },

  'GET /agencies/:id': { kind: 'one', path: (own) => `/agencies/${own.agencyId}` },
  'POST /agencies/:id/contacts': { kind: 'act', path: (own) => `/agencies/${own.agencyId}/contacts` },
  'GET /agencies/:id/contacts/:contact': {
    kind: 'one',
    path: (own) => `/agencies/${own.agencyId}/contacts/${own.contact}`,
  },
  'POST /agencies/:id/contacts/:contact': {
    kind: 'act',
    path: (own) => `/agencies/${own.agencyId}/contacts/${own.contact}`,
  },
  'POST /agencies/:id/contacts/:contact/remove': {
    kind: 'act',
    path: (own) => `/agencies/${own.agencyId}/contacts/${own.contact}/remove`,
  },

  'POST /duty/notes': { kind: 'own', path: () => '/duty/notes', fields: () => ({ note: 'x' }) },

  'POST /mail/send-now': { kind: 'nationwide' },
  'GET /requests': { kind: 'overall', path: () => '/requests' },
  'GET /requests/template': { kind: 'overall', path: () => '/requests/template' },
  'GET /requests/import': { kind: 'overall', path: () => '/requests/import' },
  'POST /requests/import': { kind: 'overall', path: () => '/requests/import', fields: () => carried },
  'POST /requests/import/confirm': { kind: 'overall', path: () => '/requests/import/confirm', fields: () => carried },
  'GET /requests/:id': { kind: 'overall', path: () => '/requests/1' },
  'POST /requests/:id/check': {
    kind: 'overall',
    path: () => '/requests/1/check',
    fields: () => ({ host: 'x.example' }),
  },
  'POST /requests/:id/mail': { kind: 'overall', path: () => '/requests/1/mail', fields: () => ({ host: 'x.example' }) },
  'POST /requests/:id/proof': {
    kind: 'overall',
    path: () => '/requests/1/proof',
    fields: () => ({ host: 'x.example' }),
  },
  'POST /requests/:id/approve': { kind: 'overall', path: () => '/requests/1/approve' },
  'POST /requests/:id/refuse': { kind: 'overall', path: () => '/requests/1/refuse', fields: () => ({ note: 'x' }) },
  'POST /requests/:id/answer': { kind: 'overall', path: () => '/requests/1/answer', fields: () => ({ note: 'x' }) },
  'POST /requests/:id/close': { kind: 'overall', path: () => '/requests/1/close' },
  'POST /requests/:id/extend': {
    kind: 'overall',
    path: () => '/requests/1/extend',
    fields: () => ({ to: '2027-01-01' }),
  },
  'POST /requests/:id/look': { kind: 'overall', path: () => '/requests/1/look' },
  'GET /audit': { kind: 'overall', path: () => '/audit' },
  'GET /settings': { kind: 'overall', path: () => '/settings' },
  'GET /settings/webhooks/add': { kind: 'overall', path: () => '/settings/webhooks/add' },
  'POST /settings/webhooks/add': {
    kind: 'overall',
    path: () => '/settings/webhooks/add',
    fields: () => ({ name: 'soc-moi', url: 'https://soc.example/' }),
  },
  'GET /settings/webhooks/:name': { kind: 'overall', path: () => '/settings/webhooks/soc' },
  'POST /settings/webhooks/:name': {
    kind: 'overall',
    path: () => '/settings/webhooks/soc',
    fields: () => ({ url: 'https://soc.example/' }),
  },
  'POST /settings/webhooks/:name/:act': { kind: 'overall', path: () => '/settings/webhooks/soc/pause' },
  'GET /settings/playbook': { kind: 'overall', path: () => '/settings/playbook' },
  'GET /settings/playbook/:part': { kind: 'overall', path: () => '/settings/playbook/afterwards' },
  'POST /settings/playbook/:part': {
    kind: 'overall',
    path: () => '/settings/playbook/afterwards',
    fields: () => ({ seen: '0', 'steps-vi': 'Báo cấp trên', 'steps-en': 'Report upwards' }),
  },
  'GET /settings/channels': { kind: 'overall', path: () => '/settings/channels' },
  'POST /settings/channels/test': {
    kind: 'overall',
    path: () => '/settings/channels/test',
    fields: () => ({ channel: 'soc' }),
  },
  'POST /settings/test-mail': {
    kind: 'overall',
    path: () => '/settings/test-mail',
    fields: () => ({ to: 'a@b.example' }),
  },
  'POST /settings/:area': {
    kind: 'overall',
    path: () => '/settings/mail',
    fields: () => ({ 'mail.hourlyCap': '20' }),
  },
  'POST /agencies/:id/language': { kind: 'overall', path: (own) => `/agencies/${own.agencyId}/language` },
  'GET /people': { kind: 'overall', path: () => '/people' },
  'POST /people': { kind: 'overall', path: () => '/people', fields: () => ({ name: 'x' }) },
  'GET /people/:id': { kind: 'overall', path: (own) => `/people/${own.person}` },
  'POST /people/:id/change': { kind: 'overall', path: (own) => `/people/${own.person}/change` },
  'POST /people/:id/disable': { kind: 'overall', path: (own) => `/people/${own.person}/disable` },
  'POST /people/:id/enable': { kind: 'overall', path: (own) => `/people/${own.person}/enable` },
  'POST /people/:id/forget-second-factor': {
    kind: 'overall',
    path: (own) => `/people/${own.person}/forget-second-factor`,
  },
  'POST /people/:id/link': { kind: 'overall', path: (own) => `/people/${own.person}/link` },
};

const carried = { carried: 'eA==', name: 'phieu.csv' };

/** `/looks/:id{[0-9]{1,15}}/source` → `/looks/:id/source`. */
function plainPath(pattern: string): string {
  return pattern.replace(/\{(?:[^{}]|\{[^{}]*\})*\}/g, '');
}

const nameOf = (route: { readonly method: string; readonly path: string }) =>
  `${route.method} ${plainPath(route.path)}`;

/** What was asked of the desk's acts; they do nothing here, so that every case finds the same scene. */
const done: unknown[][] = [];
const act = async (...given: unknown[]) => void done.push(given);
let desk: TestDesk;
let own: Own;
let other: Own;
const tokens = new Map<string, string>();

beforeAll(async () => {
  const acts = {
    acknowledge: act,
    resolve: act,
    dismissIncident: act,
    undo: act,
    copySite: async (...given: unknown[]) => {
      done.push(given);
      const path = join(desk.store.dir, 'copy.zip');
      await writeFile(path, 'PK');
      return path;
    },
    approveSeveral: async (...given: unknown[]) => {
      done.push(given);
      return { approved: 1, left: 0 };
    },
    hold: act,
    release: act,
    beginReport: async (...given: unknown[]) => {
      done.push(given);
      return 1;
    },
    saveReport: async (...given: unknown[]) => {
      done.push(given);
      return { status: 'saved' as const, version: 2 };
    },
    recordSending: async (...given: unknown[]) => {
      done.push(given);
      return 1;
    },
    markBeyondMeans: act,
    reopen: act,
    restoreSuspect: act,
    assignSuspect: act,
    promoteSuspect: async (...given: unknown[]) => {
      done.push(given);
      return 1;
    },
    previewPromotion: async () => ({ notice: null, recipients: [] }),
    comment: act,
    assign: act,
    lookAgain: act,
    ignoreChange: act,
    dismissSuspect: act,
    forgetIgnored: act,
    approveBaseline: act,
    handOver: act,
    announceMaintenance: act,
    endMaintenance: act,
    addSite: async (...given: unknown[]) => {
      done.push(given);
      return { siteId: 1, outcome: 'added' as const, warnings: [] };
    },
    editSite: async (...given: unknown[]) => {
      done.push(given);
      return { isChanged: true, warnings: [] };
    },
    removeSite: act,
    planImport: async (...given: unknown[]) => {
      done.push(given);
      return { good: [], bad: [], list: { lines: [], unused: [] } };
    },
    beginLongImport: async (...given: unknown[]) => {
      done.push(given);
      return 1;
    },
    mendLongImport: act,
    registerLongImport: act,
    dropLongImport: act,
    importSites: async (...given: unknown[]) => {
      done.push(given);
      return { good: [], bad: [] };
    },
    relearn: act,
    undoApproval: act,
    askForReport: async (...given: unknown[]) => {
      done.push(given);
      return 1;
    },
    changeInterval: act,
    addContact: async (...given: unknown[]) => {
      done.push(given);
      return 1;
    },
    editContact: async (...given: unknown[]) => {
      done.push(given);
      return true;
    },
    removeContact: async (...given: unknown[]) => {
      done.push(given);
      return '';
    },
    checkRequestHost: async (...given: unknown[]) => {
      done.push(given);
      return { found: [], published: [] };
    },
    mailRequestHost: act,
    recordRequestProof: act,
    approveRequest: async (...given: unknown[]) => {
      done.push(given);
      return [];
    },
    decideRequest: act,
    extendRequest: act,
    lookAtReported: async (...given: unknown[]) => {
      done.push(given);
      return { at: now, level: 'clean' as const, kind: null };
    },
    planSheet: async (...given: unknown[]) => {
      done.push(given);
      return { good: [], bad: [], unused: [] };
    },
    importSheet: async (...given: unknown[]) => {
      done.push(given);
      return [];
    },
    pauseSite: act,
    resumeSite: act,
  };
  desk = await openTestDesk({ now, acts });
  own = await seedAgency('quêmình', 'quemình.example', 3);
  await seedRequest(desk.store, { at: now });
  other = await seedAgency('ngườikhác', 'nguoikhac.example', 7);
  for (const role of roles) {
    tokens.set(role, await desk.signedIn(role));
    // Also those that can't exist: the gate must hold even when the row is wrong.
    tokens.set(`${role} of the agency`, await desk.signedIn(role, own.agencyId));
  }
});
afterAll(() => desk.close());

async function seedAgency(word: string, host: string, seed: number): Promise<Own> {
  const { store } = desk;
  const url = `https://${host}/`;
  const site = await seedSite(store, now - 60 * minute, { url, name: `Cổng ${word}`, agency: `Cơ quan ${word}` });
  const targetId = `${site}.1`;
  const html = `<p>Nội dung ${word}</p>`;
  const captureId = await seedCapture(store, targetId, now - minute, {
    url,
    html,
    screenshot: drawPage(300, 400, seed),
    thumbnail: drawPage(60, 80, seed),
    widthPx: 300,
    heightPx: 400,
  });
  await seedBaseline(store, targetId, { at: now - 50 * minute, status: 'provisional', captureIds: [captureId] });
  const found = finding({ detector: 'title-changed', reason: { vi: `Thấy ${word}`, en: `Saw ${word}` } });
  const indicators = [{ type: 'domain', value: 'cua-chung.com' }] as const;
  const named = { ...found, fingerprint: `title-changed:${word}`, indicators };
  const look = await seedCheck(store, {
    targetId,
    at: now - minute,
    level: 'alarm',
    kind: 'defacement',
    score: 12,
    captureId,
    findings: [named],
  });
  const { number: campaign } = await store.db
    .insertInto('campaigns')
    .values({ openedAt: now, changedAt: now, commonJson: campaignCommon.encode([]) })
    .returning('number')
    .executeTakeFirstOrThrow();
  const incident = await seedIncident(store, {
    siteId: site,
    openedAt: now - minute,
    campaignNumber: campaign,
    targets: [{ targetId, url, kind: 'defacement', score: 12, findings: [named], checkId: look }],
  });
  const suspect = await seedSuspect(
    store,
    { siteId: site, targetId, fingerprint: `blocks-lost:${word}`, kind: 'defacement', score: 4, checkId: look },
    [now - minute],
  );
  await store.db
    .insertInto('ignoredChanges')
    .values({
      siteId: site,
      fingerprint: `title-changed:${word}`,
      createdAt: now,
      createdBy: 'ai',
      expiresAt: now + 60 * minute,
      note: null,
    })
    .execute();
  const { agencyId } = await store.db
    .selectFrom('sites')
    .select('agencyId')
    .where('id', '=', site)
    .executeTakeFirstOrThrow();
  await store.db
    .insertInto('dutyNotes')
    .values({ at: now, author: 'ai', agencyId, text: `Theo dõi ${word}` })
    .execute();
  const { id: person } = await store.db
    .insertInto('users')
    .values({
      name: `nguoi.${seed}`,
      passwordHash: 'never',
      role: 'viewer',
      agencyId,
      createdAt: now,
      disabledAt: null,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const contact = await seedContact(store, site, { name: `Đầu mối ${word}`, phone: '024 3000 0101' });
  const report = await seedReport(store, { agencyId, scopeName: `Cơ quan ${word}`, at: now });
  const { form, sending } = await seedIncidentReport(desk, incident, word);
  const things = { site, incident, look, suspect, campaign, report, form, sending };
  return { word, agencyId: agencyId ?? 0, contact, person, ...things };
}

const holders = roles.flatMap((role) => [
  { who: role as string, role, isOfAgency: false },
  { who: `${role} of the agency`, role, isOfAgency: true },
]);

type Holder = (typeof holders)[number];

const ofAgency = holders.filter(({ isOfAgency }) => isOfAgency);

const may = ({ role, isOfAgency }: { role: Role; isOfAgency: boolean }, needs: Capability) =>
  holds(actorOf({ name: role, role, agencyId: isOfAgency ? 1 : null }), needs);

const tokenOf = (holder: Holder) => tokens.get(holder.who) ?? null;

async function asked(method: string, path: string, fields: Fields, holder: Holder) {
  done.length = 0;
  const as = tokenOf(holder);
  const answer = method === 'GET' ? await desk.ask(path, { as }) : await desk.send(path, fields, as);
  const bytes = Buffer.from(await answer.arrayBuffer());
  return { status: answer.status, bytes, text: bytes.toString('utf8'), acts: [...done] };
}

/** Neither name nor address, agency, page content or finding of it. */
function expectNothingOf(one: Own, text: string) {
  expect(text).not.toContain(one.word);
  expect(text).not.toContain(`${one.site}.1`);
}

test('every route is in the table, and nothing else', () => {
  expect(Object.keys(expectations).toSorted()).toEqual(routes.map(nameOf).toSorted());
});

/** The routes of which this is expected, each with what its line says. */
function routesWhere<K extends Expectation['kind']>(...kinds: readonly K[]) {
  return routes.flatMap((route) => {
    const expected = expectations[nameOf(route)];
    if (!expected || !kinds.some((kind) => kind === expected.kind)) return [];
    return { name: nameOf(route), method: route.method, needs: route.needs, expected: expected as Of<K> };
  });
}

type Of<K> = Extract<Expectation, { readonly kind: K }>;

const guarded = <K extends Expectation['kind']>(...kinds: readonly K[]) =>
  routesWhere(...kinds).flatMap(({ needs, ...route }) => (needs === 'nothing' ? [] : { ...route, needs }));

const fieldsOf = (of: Own, expected: Expectation) => ('fields' in expected ? (expected.fields?.(of) ?? {}) : {});

test('every route is guarded as the table expects', () => {
  for (const { name, needs } of routesWhere('open')) expect([name, needs]).toEqual([name, 'nothing']);
  for (const { name, needs } of routesWhere('account')) expect([name, needs]).toEqual([name, 'own-account']);
  const open = routesWhere('list', 'stream', 'form', 'bulk', 'personal', 'one', 'act', 'own', 'overall').filter(
    ({ needs }) => needs === 'nothing',
  );
  expect(open).toEqual([]);
});

describe.each(guarded('list'))('$name', ({ name, needs }) => {
  test.each(holders)('shows the $who what is theirs', async (holder) => {
    const { status, text } = await asked('GET', name.slice('GET '.length), {}, holder);
    expect([status, may(holder, needs)]).toEqual([200, true]);
    expect(text).toContain(own.word);
    if (holder.isOfAgency) expectNothingOf(other, text);
    else expect(text).toContain(other.word);
  });
});

describe.each(guarded('one', 'act'))('$name', ({ method, needs, expected }) => {
  const passed = method === 'GET' || 'answers' in expected ? 200 : 303;

  test.each(holders)('gives the $who their own', async (holder) => {
    const { status, acts } = await asked(method, expected.path(own), fieldsOf(own, expected), holder);
    expect(status).toBe(may(holder, needs) ? passed : 403);
    expect(acts).toHaveLength(method === 'POST' && may(holder, needs) ? 1 : 0);
  });

  test.each(holders.filter(({ isOfAgency }) => !isOfAgency))('gives the $who every agency’s', async (holder) => {
    const { status } = await asked(method, expected.path(other), fieldsOf(other, expected), holder);
    expect(status).toBe(may(holder, needs) ? passed : 403);
  });

  test.each(ofAgency)('keeps from the $who what is another agency’s', async (holder) => {
    const path = expected.path(other);
    const found = await asked(method, path, fieldsOf(other, expected), holder);
    expect(found.status).toBe(may(holder, needs) ? 404 : 403);
    expect(found.acts).toEqual([]);
    expect(found.bytes.includes('PNG')).toBe(false);
    // What is not theirs and what does not exist look alike.
    const absent = path.replace(/\d+/, '987654');
    const nowhere = await asked(method, absent, fieldsOf(other, expected), holder);
    const plain = (page: string, asking: string) => page.replaceAll(asking, '').replace(/value="[^"]*"/g, '');
    expect(plain(found.text, path)).toBe(plain(nowhere.text, absent));
    expectNothingOf(other, plain(found.text, path));
  });
});

describe.each(guarded('own'))('$name', ({ needs, expected }) => {
  test.each(holders)('lets the $who act for their own', async (holder) => {
    const { status, acts } = await asked('POST', expected.path(), expected.fields(), holder);
    expect(status).toBe(may(holder, needs) ? 303 : 403);
    const agencyId = holder.isOfAgency ? own.agencyId : null;
    expect(acts.map(([actor]) => (actor as Actor).scope)).toEqual(may(holder, needs) ? [{ agencyId }] : []);
  });
});

describe.each(guarded('form'))('$name', ({ name, method, needs }) => {
  const path = name.replace(/^\S+ /, '');
  const fields = () => ({ url: 'https://moi.example/', agency: `Cơ quan ${other.word}` });

  test.each(holders)('is open to the $who who may, with nothing of another agency', async (holder) => {
    const { status, text, acts } = await asked(method, path, fields(), holder);
    expect(status).toBe(may(holder, needs) ? (method === 'GET' ? 200 : 303) : 403);
    if (holder.isOfAgency) expectNothingOf(other, text);
    if (method === 'GET' || !may(holder, needs)) return expect(acts).toEqual([]);
    const agency = `Cơ quan ${holder.isOfAgency ? own.word : other.word}`;
    expect(acts).toMatchObject([[{ name: expect.any(String) }, { url: 'https://moi.example/', agency }]]);
  });
});

describe.each(guarded('bulk'))('$name', ({ name, method, needs }) => {
  test.each(holders)('is open to the $who who may, for their own agency', async (holder) => {
    const { status, acts, text } = await asked(method, name.replace(/^\S+ /, ''), { list: 'url\na.example' }, holder);
    expect(status).toBe(may(holder, needs) ? 200 : 403);
    expectNothingOf(other, text);
    const agencyId = holder.isOfAgency ? own.agencyId : null;
    expect(acts.map(([actor]) => (actor as Actor).scope)).toEqual(may(holder, needs) ? [{ agencyId }] : []);
  });
});

describe.each(guarded('overall'))('$name', ({ method, needs, expected }) => {
  const shut = holders.filter((holder) => !may(holder, needs));

  test.each(shut)('is shut for the $who', async (holder) => {
    const { status, text } = await asked(method, expected.path(other), fieldsOf(other, expected), holder);
    expect(status).toBe(403);
    expectNothingOf(other, text);
  });

  test.each(ofAgency)('is shut for the $who whatever the row says', (holder) => {
    expect(shut).toContain(holder);
  });
});

test.each(ofAgency)('the $who counts only what is theirs', async (holder) => {
  const { text } = await asked('GET', '/incidents', {}, holder);
  const counts = [...text.matchAll(/class="count [^"]*">(\d+)</g)].map((match) => match[1]);
  expect(counts).toEqual(['1', '1']);
});

test('a search finds nothing of another agency', async () => {
  for (const holder of holders) {
    const { text } = await asked('GET', `/?q=${encodeURIComponent(other.word)}`, {}, holder);
    const found = text
      .replace(/value="[^"]*"/g, '')
      .replace(/href="[^"]*"/g, '')
      .includes(other.word);
    expect(found, holder.who).toBe(!holder.isOfAgency);
  }
});

test('somebody whose agency has nothing sees nothing', async () => {
  const lonely = await desk.signedIn('viewer', 4_711);
  for (const path of ['/', '/suspects', '/incidents?status=all', '/ignored-changes']) {
    const text = await (await desk.ask(path, { as: lonely })).text();
    expectNothingOf(own, text);
    expectNothingOf(other, text);
  }
});

test('a contact is not reached through the page of another agency', async () => {
  const nationwide = holders.find(({ who }) => who === 'operator');
  if (!nationwide) throw new Error('There is no operator.');
  const path = `/agencies/${own.agencyId}/contacts/${other.contact}`;
  for (const [method, end] of [
    ['GET', ''],
    ['POST', ''],
    ['POST', '/remove'],
  ] as const) {
    const { status, acts, text } = await asked(method, path + end, {}, nationwide);
    expect([status, acts]).toEqual([404, []]);
    expectNothingOf(other, text);
  }
});
