/** A dashboard over a large registry: 2,500 portals with four pages each, a day of looks, years of incidents. */

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { pino } from 'pino';
import { loadForms } from '../../src/config/forms.ts';
import { loadPlaybook } from '../../src/config/playbook.ts';
import { loadPolicy } from '../../src/config/policy.ts';
import { configSchema } from '../../src/config/schema/schema.ts';
import { createWatchCalendar } from '../../src/config/watch-calendar.ts';
import { lookAt } from '../../src/core/facts/look.ts';
import { newTargetState } from '../../src/core/judge/confirm.ts';
import { judgeHere } from '../../src/core/judge/judge-here.ts';
import { learnBaseline } from '../../src/core/learned/baseline.ts';
import { noNote } from '../../src/core/standstill.ts';
import { createDashboardActs } from '../../src/monitor/acts/create-dashboard-acts.ts';
import { makeApiToken } from '../../src/monitor/people/api-tokens.ts';
import { startSession } from '../../src/monitor/people/sign-in.ts';
import { createPictures } from '../../src/pictures/pictures.ts';
import { createReading } from '../../src/reading/reading.ts';
import { targetState } from '../../src/store/codecs/target-codecs.ts';
import { openDatabase } from '../../src/store/database.ts';
import { openBlobStore } from '../../src/store/evidence/blobs.ts';
import type { Database } from '../../src/store/handle.ts';
import { packBaseline } from '../../src/store/targets/baselines.ts';
import { write } from '../../src/store/write.ts';
import { nothingOutside } from '../../tests/support/nothing-outside.ts';
import { mailBy } from '../../tests/support/test-channels.ts';
import { testExport } from '../../tests/support/test-export.ts';
import { drawPage } from './portal-page.ts';
import { captureOf } from './received-page.ts';

export interface DeskSize {
  readonly sites: number;
  readonly pagesOfSite: number;
  readonly looksOfPage: number;
  /** Over which the looks are spread; at most 90 are kept. */
  readonly daysOfLooks: number;
  /** For which there are hourly sums. */
  readonly daysOfSums: number;
  readonly incidents: number;
}

export interface BusyDesk {
  readonly db: Database;
  readonly dir: string;
  readonly now: number;
  /** Asks for a page or of the API as an operator of every agency. */
  ask(path: string): Promise<{ readonly status: number; readonly text: string }>;
  close(): Promise<void>;
}

const origin = 'http://127.0.0.1:8080';
const dayMs = 86_400_000;
const hourMs = 3_600_000;
/** Among so many a few are always open. */
const liveIncidents = 25;

export async function openBusyDesk(size: DeskSize): Promise<BusyDesk> {
  const dir = await mkdtemp(join(tmpdir(), 'vonggac-desk-'));
  const now = Date.parse('2026-11-25T08:00:00Z');
  const config = configSchema.parse({ dataDir: dir });
  const log = pino({ level: 'silent' });
  const db = await openDatabase(join(dir, 'vonggac.sqlite'), { create: true });
  const blobs = openBlobStore(join(dir, 'blobs'));
  const pictures = createPictures({ workers: 1, log });
  const reading = createReading({ policy: null, clock: Date.now, log });
  const { read } = reading;
  const calendar = createWatchCalendar(config);
  const parts = { config, db, blobs, log, clock: () => now, newId: () => '', calendar, endpointsOf: () => [], read };
  const html = Buffer.from(drawPage({ seed: 1, sizeBytes: 70_000, edition: 1 }));
  const bodyHash = createHash('sha256').update(html).digest('hex');
  await blobs.put(bodyHash, html);
  await fill(db, size, now, { bodyHash, learned: await learnedFrom(html.toString()) });
  const { createWeb } = await builtWeb();
  const app = createWeb({
    parts,
    pictures,
    acts: createDashboardActs({
      ...parts,
      ...testExport,
      ...nothingOutside,
      pictures,
      judging: judgeHere(loadPolicy(config)),
      vet: async () => ({ status: 'allowed' }),
      channels: mailBy(async () => ({ status: 'sent', response: '250' }), config),
      refreshSettings: async () => undefined,
    }),
    health: async () => ({ ok: true, heartbeatAt: now, blindSince: null }),
    previewMail: () => ({ subject: '', text: '' }),
    playbook: loadPlaybook(config.playbook.file),
    forms: loadForms(config),
    printForm: async () => new Uint8Array(),
    version: 'bench',
    underWay: noNote,
    stopping: new AbortController().signal,
  });
  const user = await db
    .insertInto('users')
    .values({ name: 'bench', passwordHash: '', role: 'operator', agencyId: null, createdAt: now, disabledAt: null })
    .returningAll()
    .executeTakeFirstOrThrow();
  const token = await startSession(parts, user, { address: '127.0.0.1', agent: 'bench' });
  const request = { name: 'bench', capabilities: ['see'], agencyId: null, validMs: dayMs } as const;
  const authorization = `Bearer ${await makeApiToken(parts, user, request)}`;
  const headers = {
    host: new URL(origin).host,
    accept: 'text/html',
    cookie: `vonggac-session=${token}`,
    authorization,
  };
  return {
    dir,
    db,
    now,
    async ask(path) {
      const answer = await app.request(`${origin}${path}`, { headers });
      return { status: answer.status, text: await answer.text() };
    },
    async close() {
      await pictures.close();
      await reading.close();
      await db.destroy();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

/** Node reads no JSX, so the dashboard comes from the built program; the launcher builds what is not built yet. */
async function builtWeb(): Promise<typeof import('../../src/web/app.tsx')> {
  const root = join(import.meta.dirname, '../..');
  execFileSync(join(root, 'bin/vonggac'), ['--version'], { stdio: 'ignore' });
  return import(join(root, 'dist/web/app.js'));
}

interface FilledPage {
  readonly bodyHash: string;
  /** The baseline's content as it is stored. */
  readonly learned: Uint8Array;
}

async function learnedFrom(html: string): Promise<Uint8Array> {
  const content = learnBaseline([lookAt(captureOf('https://cong-1.example/', html), null)], 0);
  const baseline = { targetId: '1.1', profile: 'browser', version: 1, status: 'approved', learnedAt: 0 } as const;
  return (await packBaseline({ ...baseline, revision: 0, content })).content;
}

/** Written by SQL alone: a million rows through the product's own functions would take an hour. */
async function fill(db: Database, size: DeskSize, now: number, page: FilledPage): Promise<void> {
  const { sites, pagesOfSite, looksOfPage, daysOfLooks, daysOfSums, incidents } = size;
  const { bodyHash, learned } = page;
  const state = targetState.encode({ ...newTargetState(now - 90 * dayMs), status: 'ok' });
  const meta = JSON.stringify({
    v: 1,
    tier: 'browser',
    profile: 'browser',
    at: now,
    url: 'https://x.example/',
    body: { hash: bodyHash, mediaType: 'text/html' },
    isText: true,
    rendering: null,
    finalUrl: 'https://x.example/',
    status: 200,
    hops: [],
    headers: [],
    certificate: null,
  });
  await sql`pragma cache_size = -500000`.execute(db);
  await write(db, async (trx) => {
    const numbers = (count: number) =>
      sql`with recursive n(i) as (select 1 union all select i + 1 from n where i < ${count})`;
    await sql`insert into agencies (id, name) ${numbers(200)} select i, 'Cơ quan số ' || i from n`.execute(trx);
    await sql`insert into sites (id, name, url, "agencyId", status, importance, consent, "mayProbe", "createdAt")
      ${numbers(sites)} select i, 'Cổng thông tin điện tử ' || i, 'https://cong-' || i || '.example/', 1 + i % 200,
        case when i % 97 = 0 then 'paused' else 'active' end,
        case i % 10 when 0 then 'high' when 1 then 'low' else 'normal' end, null, 0, ${now - 90 * dayMs} from n`.execute(
      trx,
    );
    await sql`insert into recipients ("siteId", email) select id, 'truc@cong-' || id || '.example' from sites`.execute(
      trx,
    );
    await sql`insert into targets (id, "siteId", position, url, host, "everyMs", status, "stateJson", "baselineVersion",
        "nextCheckAt", "nextTier", "nextBrowserAt", role, "profileTurn", standstills, "lastCheckId", "lastCheckAt",
        "lastLevel")
      ${numbers(pagesOfSite)} select sites.id || '.' || i, sites.id, i, sites.url || i, 'cong-' || sites.id || '.example',
        null, 'ok', ${state}, 1, ${now}, 'http', ${now}, 'registered', 0, 0, 1, ${now} - (sites.id * 7 + i) % 280 * 1000,
        case when (sites.id * 4 + i) % 211 = 0 then 'unknown' when (sites.id * 4 + i) % 307 = 0 then 'suspect'
          else 'clean' end from sites, n`.execute(trx);
    await sql`insert into captures ("targetId", at, tier, profile, "keptFor", "metaJson", "bodyHash", "renderedHash",
        "screenshotHash") ${numbers(5)} select targets.id, ${now} - i * 3600000, 'browser', 'browser', 'learning',
        ${meta}, ${bodyHash}, ${bodyHash}, null from targets, n`.execute(trx);
    await sql`insert into baselines ("targetId", profile, version, status, revision, "learnedAt", "approvedAt",
        "approvedBy", content) select id, 'browser', 1, 'approved', 0, ${now}, ${now}, 'an', ${learned}
      from targets`.execute(trx);
    await sql`insert into "baselineCaptures" ("targetId", profile, version, "captureId")
      select "targetId", 'browser', 1, id from captures`.execute(trx);
    const everyMs = Math.floor((daysOfLooks * dayMs) / looksOfPage);
    // Looks are stored in the order of time and indexed by target: millions of rows are sorted once, not one by one.
    const { rows: indexes } = await sql<{ name: string; sql: string }>`
      select name, sql from sqlite_master where type = 'index' and tbl_name = 'checks' and sql is not null`.execute(
      trx,
    );
    for (const { name } of indexes) await sql`drop index ${sql.id(name)}`.execute(trx);
    await sql`insert into checks ("targetId", at, tier, profile, level, kind, score, confirmed, "baselineVersion", status,
        "bodyHash", "captureId", "durationMs", "latenessMs")
      ${numbers(looksOfPage)} select targets.id, ${now - daysOfLooks * dayMs} + i * ${everyMs} + targets.position, 'http', 'browser',
        case when (targets."siteId" + i) % 173 = 0 then 'unknown' when (targets."siteId" + i) % 401 = 0 then 'suspect'
          else 'clean' end, null, 0, 0, 1, 200, ${bodyHash}, null, 900, 20 from n cross join targets`.execute(trx);
    for (const index of indexes) await sql.raw(index.sql).execute(trx);
    await sql`insert into "lookHours" ("targetId", at, looks, missed, "totalLatenessMs", "worstLatenessMs", slots,
        "talliesJson")
      ${numbers(24 * daysOfSums)} select id, ${now - daysOfSums * dayMs - (now % hourMs)} + i * ${hourMs}, 12, 0, 240, 20,
        case when ("siteId" + i) % 173 = 0 then 'cccuuucccccc' else 'cccccccccccc' end,
        '{"v":1,"results":[{"level":"clean","kind":null,"looks":12}],"response":[[60,8],[66,4]]}' from targets cross join n`.execute(
      trx,
    );
    await fillIncidents(trx, { sites, incidents, now, numbers });
  });
  await sql`analyze`.execute(db);
  await sql`pragma cache_size = -8000`.execute(db);
}

interface IncidentsToFill {
  readonly sites: number;
  readonly incidents: number;
  readonly now: number;
  readonly numbers: (count: number) => ReturnType<typeof sql>;
}

async function fillIncidents(
  trx: Parameters<Parameters<ReturnType<Database['transaction']>['execute']>[0]>[0],
  { sites, incidents, now, numbers }: IncidentsToFill,
): Promise<void> {
  await sql`insert into incidents (number, "siteId", status, "kindsJson", "fingerprintsJson", "openedAt", "changedAt",
      "endedAt") ${numbers(incidents)} select i, 1 + i % ${sites},
      case when i > ${incidents - liveIncidents} then 'open' else 'resolved' end, '{"v":1,"list":["defacement"]}', '{"v":1,"list":["a","b"]}',
      ${now} - (${incidents} - i) * 3600000, ${now} - (${incidents} - i) * 3600000,
      case when i > ${incidents - liveIncidents} then null else ${now} end from n`.execute(trx);
  await sql`insert into checks ("targetId", at, tier, profile, level, kind, score, confirmed, "baselineVersion", status,
      "captureId", "durationMs", "latenessMs") select "siteId" || '.1', "openedAt", 'browser', 'browser', 'alarm',
      'defacement', 12, 1, 1, 200, (select min(id) from captures where "targetId" = "siteId" || '.1'), 900, 20
    from incidents`.execute(trx);
  await sql`insert into findings ("checkId", position, detector, family, kind, score, "reasonVi", "reasonEn", fingerprint)
    ${numbers(6)} select checks.id, i, 'signature-phrase', 'words', 'defacement', 4, 'Có câu “hacked by”', 'It says so',
      'f' || checks.id || i from checks, n where level = 'alarm'`.execute(trx);
  await sql`insert into "incidentTargets" ("incidentNumber", "targetId", url, level, kind, score, "findingsJson", "checkId",
      "firedAt") select number, "siteId" || '.1', 'https://x.example/', 'alarm', 'defacement', 12, '{"v":1,"list":[]}',
      (select id from checks where "targetId" = "siteId" || '.1' and at = "openedAt" and level = 'alarm'), "openedAt"
    from incidents`.execute(trx);
  // One word of all attacks, a domain of a hundred incidents, an account of two.
  await sql`insert into "incidentIndicators" (type, value, "incidentNumber")
    select 'phrase', 'nhà cái', number from incidents union all
    select 'domain', 'nha-cai-' || number % 50 || '.com', number from incidents union all
    select 'handle', '@nhacai' || number % 2500, number from incidents`.execute(trx);
  await sql`insert into "incidentEvents" ("incidentNumber", at, actor, type) ${numbers(5)}
    select number, "openedAt", 'system', 'updated' from incidents, n`.execute(trx);
  await sql`insert into notices (type, "siteId", "incidentNumber", at, "payloadJson") ${numbers(3)}
    select 'opened', "siteId", number, "openedAt", '{}' from incidents, n`.execute(trx);
  await sql`insert into outbox ("noticeId", channel, endpoint, "messageId", status, attempts, "nextAttemptAt", "createdAt",
      "endedAt") select id, 'mail', 'a@b.example', id || '@bench', 'sent', 1, at, at, at from notices`.execute(trx);
  await sql`insert into suspects ("siteId", "targetId", fingerprint, kind, score, "checkId", "firstSeenAt", "lastSeenAt",
      "seenCount", status) select "siteId", id, 's' || id, 'defacement', 4, 1, ${now}, ${now}, 2, 'open'
    from targets where "lastLevel" = 'suspect'`.execute(trx);
}
