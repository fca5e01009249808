/** Two agencies with one of everything, and one request of the API for each route. */
import { createHash } from 'node:crypto';
import { dayNumber } from '../../src/core/duty/days.ts';
import { owner } from '../../src/core/people/actor.ts';
import { customSpan } from '../../src/core/reports/spans.ts';
import { campaignCommon } from '../../src/store/codecs/incident-codecs.ts';
import { insertBlobs } from '../../src/store/evidence/blob-rows.ts';
import { insertReport, saveMadeReport } from '../../src/store/records/reports.ts';
import { write } from '../../src/store/write.ts';
import { type ApiClient, openTestApi, type TestApi } from './api-client.ts';
import { seedContact } from './seed-contact.ts';
import { finding, seedBaseline, seedCapture, seedCheck, seedIncident, seedSite, seedSuspect } from './seed-desk.ts';
import { seedIncidentReport } from './seed-incident-report.ts';
import { reportDetails, seedRequest, watchDetails } from './seed-request.ts';
import { type DeskOptions, openTestDesk, type TestDesk } from './test-desk.ts';
import { drawPage } from './test-pictures.ts';

export const now = Date.parse('2026-11-21T14:38:00Z');
export const minute = 60_000;

/** What one agency has. */
export interface Own {
  readonly word: string;
  readonly agencyId: number;
  readonly site: number;
  readonly incident: number;
  readonly look: number;
  readonly suspect: number;
  readonly campaign: number;
  readonly contact: number;
  readonly report: number;
  readonly incidentReport: number;
  readonly sending: number;
  readonly watchRequest: number;
  readonly pageReport: number;
}

export interface ApiScene {
  readonly desk: TestDesk;
  readonly api: TestApi;
  readonly own: Own;
  readonly other: Own;
  /** By a token of an administrator, who may do everything. */
  readonly overall: ApiClient;
}

export async function openApiScene(printing?: DeskOptions['printing']): Promise<ApiScene> {
  const officers = [{ name: 'Ông An', email: 'an@dieuphoi.example', phone: '024 3000 0000' }];
  const desk = await openTestDesk({
    now,
    config: { duty: { officers, startsOn: '2026-11-16' } },
    ...(printing ? { printing } : {}),
  });
  const own = await seedAgency(desk, 'que-minh', 1);
  const other = await seedAgency(desk, 'noi-khac', 2);
  const api = await openTestApi(desk);
  return { desk, api, own, other, overall: api.as(await api.token('administrator', { name: 'overall' })) };
}

async function seedPeriodReport({ store }: TestDesk, agencyId: number | null, word: string): Promise<number> {
  const bytes = Buffer.from(`Báo cáo ${word}`);
  const hash = createHash('sha256').update(bytes).digest('hex');
  await store.blobs.put(hash, bytes);
  return write(store.db, async (trx) => {
    await insertBlobs(trx, [{ hash, mediaType: 'text/csv', sizeBytes: bytes.length }], now);
    const asked = {
      span: customSpan(dayNumber('2026-10-01'), dayNumber('2026-10-31'), 'Asia/Ho_Chi_Minh'),
      agencyId,
      tagKey: null,
      scopeName: `UBND ${word}`,
      language: 'vi',
      to: [],
      attach: 'none',
      isSummary: false,
    } as const;
    const id = (await insertReport(trx, { slot: null, asked, askedBy: 'an', at: now })) ?? 0;
    const files = { documentHash: hash, pdfHash: hash, xlsxHash: hash, csvHash: hash };
    await saveMadeReport(trx, id, { ...files, at: now, failure: null });
    return id;
  });
}

async function seedAgency(desk: TestDesk, word: string, seed: number): Promise<Own> {
  const { store } = desk;
  const url = `https://${word}.gov.vn/`;
  const site = await seedSite(store, now - 90 * minute, { url, agency: `UBND ${word}`, paths: ['/tin-tuc'] });
  const targetId = `${site}.1`;
  const captureId = await seedCapture(store, targetId, now - minute, {
    url,
    html: `<p>Nội dung ${word}</p>`,
    screenshot: drawPage(300, 400, seed),
    widthPx: 300,
    heightPx: 400,
  });
  await seedBaseline(store, targetId, { at: now - 50 * minute, status: 'provisional', captureIds: [captureId] });
  const found = finding({
    reason: { vi: `Thấy ${word}`, en: `Saw ${word}` },
    fingerprint: `title-changed:${word}`,
    indicators: [{ type: 'domain', value: `${word}-xau.example` }],
  });
  const look = await seedCheck(store, {
    targetId,
    at: now - minute,
    level: 'alarm',
    kind: 'defacement',
    score: 12,
    captureId,
    findings: [found],
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
    targets: [{ targetId, url, kind: 'defacement', score: 12, findings: [found], checkId: look }],
  });
  const doubt = {
    siteId: site,
    targetId,
    fingerprint: `blocks-lost:${word}`,
    kind: 'defacement',
    score: 4,
    checkId: look,
  };
  const suspect = await seedSuspect(store, doubt, [now - minute]);
  const contact = await seedContact(store, site, { name: `Đầu mối ${word}`, phone: '024 3000 0101' });
  const { agencyId } = await store.db
    .selectFrom('sites')
    .select('agencyId')
    .where('id', '=', site)
    .executeTakeFirstOrThrow();
  const { form: incidentReport, sending } = await seedIncidentReport(desk, incident, word);
  const asked = { watch: { ...watchDetails, agency: `UBND ${word}`, portals: [url] }, page: { ...reportDetails, url } };
  return {
    word,
    agencyId: agencyId ?? 0,
    site,
    incident,
    look,
    suspect,
    campaign,
    contact,
    report: await seedPeriodReport(desk, agencyId, word),
    incidentReport,
    sending,
    watchRequest: await seedRequest(store, { at: now - minute, details: asked.watch }),
    pageReport: await seedRequest(store, { at: now - minute, details: asked.page }),
  };
}

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';
interface Request {
  readonly path: (of: Own) => string;
  readonly body?: (of: Own, scene: ApiScene) => unknown | Promise<unknown>;
  /** What must have been done before. */
  readonly before?: (of: Own, scene: ApiScene) => Promise<unknown>;
  /** Of everything that the token may see, rather than of one thing. */
  readonly isList?: true;
  /** Of success; 200 when omitted. */
  readonly status?: number;
}

export const reason = { note: 'Đã gọi đơn vị' };
const held = (of: Own, { desk }: ApiScene) => desk.acts.hold(owner('an'), of.incident, 'Công an yêu cầu');
const ended = (of: Own, { desk }: ApiScene) => desk.acts.resolve(owner('an'), of.incident);
const maintenance = { beginsAt: now, endsAt: now + 30 * minute, reason: 'Nâng cấp' };

/** One request for each route; a route without a line here fails. */
export const requests: Readonly<Record<string, Request>> = {
  'GET /sites': { path: () => '/sites', isList: true },
  'POST /sites': {
    path: () => '/sites',
    body: ({ word }) => ({ url: `https://moi.${word}.gov.vn/`, agency: `UBND ${word}`, emails: ['truc@bo.example'] }),
    status: 201,
  },
  'GET /sites/{id}': { path: ({ site }) => `/sites/${site}` },
  'PUT /sites/{id}': {
    path: ({ site }) => `/sites/${site}`,
    body: async ({ site, word }, { overall }) => {
      const { body } = await overall('GET', `/sites/${site}`);
      return { name: `Cổng ${word}`, agency: `UBND ${word}`, emails: ['truc@bo.example'], version: body.version };
    },
  },
  'POST /sites/{id}/pause': { path: ({ site }) => `/sites/${site}/pause`, body: () => ({ reason: 'Nâng cấp' }) },
  'POST /sites/{id}/resume': {
    path: ({ site }) => `/sites/${site}/resume`,
    before: ({ site }, { desk }) => desk.acts.pauseSite(owner('an'), site),
  },
  'POST /sites/{id}/tags': { path: ({ site }) => `/sites/${site}/tags`, body: () => ({ add: ['Cấp huyện'] }) },
  'POST /sites/{id}/maintenance': {
    path: ({ site }) => `/sites/${site}/maintenance`,
    body: () => ({
      beginsAt: new Date(now + minute).toISOString(),
      endsAt: new Date(now + 9 * minute).toISOString(),
      reason: 'Nâng cấp',
    }),
  },
  'POST /sites/{id}/look-now': { path: ({ site }) => `/sites/${site}/look-now` },
  'DELETE /sites/{id}/maintenance/{maintenanceId}': {
    path: ({ site }) => `/sites/${site}/maintenance/1`,
    before: ({ site }, { desk }) => desk.acts.announceMaintenance(owner('an'), site, maintenance),
    status: 204,
  },
  'DELETE /sites/{id}': { path: ({ site }) => `/sites/${site}`, status: 204 },
  'GET /targets/{targetId}': { path: ({ site }) => `/targets/${site}.1` },
  'POST /targets/{targetId}/relearn': {
    path: ({ site }) => `/targets/${site}.1/relearn`,
    body: () => ({ reason: 'Giao diện mới' }),
  },
  'POST /targets/{targetId}/interval': {
    path: ({ site }) => `/targets/${site}.1/interval`,
    body: () => ({ everySeconds: 600 }),
  },
  'GET /targets/{targetId}/looks': { path: ({ site }) => `/targets/${site}.1/looks` },
  'GET /looks/{id}': { path: ({ look }) => `/looks/${look}` },
  'GET /looks/{id}/pictures/{side}': { path: ({ look }) => `/looks/${look}/pictures/after` },
  'POST /looks/{id}/approve': {
    path: ({ look }) => `/looks/${look}/approve`,
    body: () => ({ reason: 'Giao diện mới' }),
    before: ({ site }, { desk }) =>
      desk.store.db.updateTable('targets').set({ status: 'ok' }).where('siteId', '=', site).execute(),
    status: 204,
  },
  'POST /looks/{id}/ignore': {
    path: ({ look }) => `/looks/${look}/ignore`,
    body: ({ word }) => ({ fingerprint: `title-changed:${word}`, reason: 'Do đơn vị sửa' }),
    status: 204,
  },
  'GET /incidents': { path: () => '/incidents', isList: true },
  'GET /incidents/{number}': { path: ({ incident }) => `/incidents/${incident}` },
  'GET /incidents/{number}/indicators': { path: ({ incident }) => `/incidents/${incident}/indicators` },
  'POST /incidents/{number}/acknowledge': {
    path: ({ incident }) => `/incidents/${incident}/acknowledge`,
    body: () => reason,
  },
  'POST /incidents/{number}/resolve': { path: ({ incident }) => `/incidents/${incident}/resolve`, body: () => reason },
  'POST /incidents/{number}/dismiss': {
    path: ({ incident }) => `/incidents/${incident}/dismiss`,
    body: () => ({ ...reason, seenChanges: 1 }),
  },
  'POST /incidents/{number}/reopen': {
    path: ({ incident }) => `/incidents/${incident}/reopen`,
    body: () => reason,
    before: ended,
  },
  'POST /incidents/{number}/comment': {
    path: ({ incident }) => `/incidents/${incident}/comment`,
    body: () => ({ text: 'Đơn vị đang xử lý' }),
  },
  'POST /incidents/{number}/assign': {
    path: ({ incident }) => `/incidents/${incident}/assign`,
    body: () => ({ assigneeId: null }),
  },
  'POST /incidents/{number}/hold': { path: ({ incident }) => `/incidents/${incident}/hold`, body: () => reason },
  'POST /incidents/{number}/release': {
    path: ({ incident }) => `/incidents/${incident}/release`,
    body: () => reason,
    before: held,
  },
  'POST /incidents/{number}/look-again': { path: ({ incident }) => `/incidents/${incident}/look-again` },
  'GET /suspects': { path: () => '/suspects', isList: true },
  'GET /suspects/{id}': { path: ({ suspect }) => `/suspects/${suspect}` },
  'POST /suspects/{id}/dismiss': {
    path: ({ suspect }) => `/suspects/${suspect}/dismiss`,
    body: () => reason,
    status: 204,
  },
  'POST /suspects/{id}/assign': {
    path: ({ suspect }) => `/suspects/${suspect}/assign`,
    body: () => ({ assigneeId: null }),
  },
  'GET /campaigns': { path: () => '/campaigns', isList: true },
  'GET /campaigns/{number}': { path: ({ campaign }) => `/campaigns/${campaign}` },
  'GET /ignored-changes': { path: () => '/ignored-changes', isList: true },
  'DELETE /sites/{id}/ignored-changes/{fingerprint}': {
    path: ({ site, word }) => `/sites/${site}/ignored-changes/${encodeURIComponent(`title-changed:${word}`)}`,
    before: ({ site, word }, { desk }) =>
      desk.acts.ignoreChange(owner('an'), { siteId: site, fingerprint: `title-changed:${word}` }, 60 * minute),
    status: 204,
  },
  'GET /agencies': { path: () => '/agencies', isList: true },
  'GET /agencies/{id}': { path: ({ agencyId }) => `/agencies/${agencyId}` },
  'POST /agencies/{id}/contacts': {
    path: ({ agencyId }) => `/agencies/${agencyId}/contacts`,
    body: () => ({ name: 'Bà Bình', phone: '024 3000 0102' }),
    status: 201,
  },
  'PUT /agencies/{id}/contacts/{contactId}': {
    path: ({ agencyId, contact }) => `/agencies/${agencyId}/contacts/${contact}`,
    body: () => ({ name: 'Bà Bình', phone: '024 3000 0102', language: 'en', nightCap: 3 }),
  },
  'DELETE /agencies/{id}/contacts/{contactId}': {
    path: ({ agencyId, contact }) => `/agencies/${agencyId}/contacts/${contact}`,
    status: 204,
  },
  'POST /incidents/{number}/evidence': {
    path: ({ incident }) => `/incidents/${incident}/evidence`,
    body: () => ({ recipient: 'A05', purpose: 'Điều tra' }),
    status: 202,
  },
  'GET /sites/{id}/names': { path: ({ site }) => `/sites/${site}/names` },
  'GET /maintenance': {
    path: () => '/maintenance',
    before: ({ site }, { desk }) =>
      desk.acts.announceMaintenance(owner('an'), site, { ...maintenance, endsAt: now + 30 * minute }),
    isList: true,
  },
  'GET /watch-windows': { path: () => '/watch-windows', isList: true },
  'GET /reports': { path: () => '/reports', isList: true },
  'POST /reports': {
    path: () => '/reports',
    body: ({ agencyId }) => ({ preset: 'month', agencyId }),
    status: 202,
  },
  'GET /reports/{id}': { path: ({ report }) => `/reports/${report}` },
  'GET /reports/{id}/files/{format}': { path: ({ report }) => `/reports/${report}/files/csv` },
  'GET /incidents/{number}/reports': { path: ({ incident }) => `/incidents/${incident}/reports` },
  'POST /incidents/{number}/reports': {
    path: ({ incident }) => `/incidents/${incident}/reports`,
    body: () => ({ form: 'progress' }),
    status: 201,
  },
  'GET /incident-reports/{id}': { path: ({ incidentReport }) => `/incident-reports/${incidentReport}` },
  'GET /incident-reports/{id}/files/{format}': {
    path: ({ incidentReport }) => `/incident-reports/${incidentReport}/files/pdf`,
  },
  'GET /incident-reports/{id}/signed/{sendingId}': {
    path: ({ incidentReport, sending }) => `/incident-reports/${incidentReport}/signed/${sending}`,
  },
  'GET /requests': { path: () => '/requests', isList: true },
  'GET /requests/{id}': { path: ({ watchRequest }) => `/requests/${watchRequest}` },
  'POST /requests/{id}/check-host': {
    path: ({ watchRequest }) => `/requests/${watchRequest}/check-host`,
    body: ({ word }) => ({ host: `${word}.gov.vn` }),
  },
  'POST /requests/{id}/approve': {
    path: ({ watchRequest }) => `/requests/${watchRequest}/approve`,
    before: ({ watchRequest, word, contact }, { desk }) =>
      desk.acts.recordRequestProof(owner('an'), watchRequest, {
        host: `${word}.gov.vn`,
        method: 'telephone',
        contactId: contact,
      }),
  },
  'POST /requests/{id}/refuse': {
    path: ({ watchRequest }) => `/requests/${watchRequest}/refuse`,
    body: () => ({ reason: 'Không thuộc phạm vi' }),
  },
  'POST /requests/{id}/answer': {
    path: ({ pageReport }) => `/requests/${pageReport}/answer`,
    body: () => ({ text: 'Đã kiểm tra, trang bình thường' }),
  },
  'POST /requests/{id}/close': { path: ({ pageReport }) => `/requests/${pageReport}/close` },
  'POST /requests/{id}/extend': {
    path: ({ watchRequest }) => `/requests/${watchRequest}/extend`,
    body: () => ({ to: '2026-12-31' }),
    before: ({ watchRequest }, { desk }) =>
      desk.store.db.updateTable('requests').set({ status: 'watched' }).where('id', '=', watchRequest).execute(),
  },
  'GET /incidents/{number}/stix': { path: ({ incident }) => `/incidents/${incident}/stix` },
  'GET /stix': { path: () => '/stix', isList: true },
  'GET /incidents/{number}/misp': { path: ({ incident }) => `/incidents/${incident}/misp` },
  'GET /incidents.atom': { path: () => '/incidents.atom', isList: true },
  'GET /indicators.csv': { path: () => '/indicators.csv', isList: true },
  'GET /health': { path: () => '/health', isList: true },
  'GET /duty': { path: () => '/duty', isList: true },
  'GET /duty.ics': { path: () => '/duty.ics', isList: true },
};

export async function make(scene: ApiScene, name: string, as: ApiClient, of: Own) {
  const request = requests[name];
  if (!request) throw new Error(`${name} has no request`);
  const [method = ''] = name.split(' ');
  const body = method === 'GET' || method === 'DELETE' ? undefined : ((await request.body?.(of, scene)) ?? {});
  return as(method as Method, request.path(of), body);
}
