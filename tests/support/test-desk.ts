/** A whole dashboard on a real database, answering in memory or on a loopback port. */
import { type Logger, pino } from 'pino';
import type { Origins } from '../../src/config/origins.ts';
import { type Config, configSchema } from '../../src/config/schema/schema.ts';
import type { Channel, Deliver, Read } from '../../src/core/ports.ts';
import { noNote } from '../../src/core/standstill.ts';
import { createDashboardActs } from '../../src/monitor/acts/create-dashboard-acts.ts';
import type { DashboardActs } from '../../src/monitor/acts/dashboard-acts.ts';
import { printReport } from '../../src/monitor/forms/print-report.ts';
import type { PrintingParts } from '../../src/monitor/forms/printing-parts.ts';
import type { ScrapedMetrics } from '../../src/monitor/metrics/serve-metrics.ts';
import type { OperatorParts } from '../../src/monitor/parts.ts';
import { dummyHash } from '../../src/monitor/people/password.ts';
import { startSession } from '../../src/monitor/people/sign-in.ts';
import { openLiveConfig } from '../../src/monitor/settings/live-config.ts';
import { openLivePlaybook } from '../../src/monitor/settings/live-playbook.ts';
import type { Vet } from '../../src/monitor/sites/register-site.ts';
import { mailPreview } from '../../src/notify/mail/preview.ts';
import type { createPictures } from '../../src/pictures/pictures.ts';
import type { Role } from '../../src/store/people/users.ts';
import { createWeb } from '../../src/web/app.tsx';
import type { Health } from '../../src/web/live.ts';
import { nothingOutside } from './nothing-outside.ts';
import { openStore, type TestStore } from './open-test-store.ts';
import { testPolicy } from './policy.ts';
import { formsOnce, playbookOnce, testCalendar } from './read-once.ts';
import { sharedJudging, sharedPictures, sharedRead } from './shared-threads.ts';
import { mailBy } from './test-channels.ts';
import { testExport } from './test-export.ts';
import { mailOnly } from './test-notices.ts';

export interface TestDesk {
  readonly store: TestStore;
  readonly parts: OperatorParts;
  readonly acts: DashboardActs;
  readonly app: ReturnType<typeof createWeb>;
  readonly pictures: ReturnType<typeof createPictures>;
  /** Moves the dashboard's clock. */
  setNow(now: number): void;
  setHealth(health: Health): void;
  /** Sends a request as a browser does; `as` is a session token. */
  ask(path: string, options?: Ask): Promise<Response>;
  /** Submits a form from the page that `as` has open. */
  send(path: string, fields: Readonly<Record<string, string>>, as: string | null): Promise<Response>;
  /** A session of a user with this role, created when missing, optionally bound to an agency. */
  signedIn(role: Role, agencyId?: number): Promise<string>;
  /** Signals the dashboard to close. */
  stop(): void;
  close(): Promise<void>;
}

export interface Ask {
  readonly as?: string | null;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array<ArrayBuffer>;
}

export interface DeskOptions {
  readonly now: number;
  readonly config?: object;
  /** Acts that override the product's. */
  readonly acts?: Partial<DashboardActs>;
  /** Vetting of addresses that are registered; all are allowed by default. */
  readonly vet?: Vet;
  /** What acts reach outside; nothing by default. */
  readonly outside?: Partial<typeof nothingOutside>;
  /** The version in the page footer. */
  readonly version?: string;
  /** Configuration values that count as set by the file or the environment. */
  readonly origins?: Origins;
  /** The mail server; accepts everything by default. */
  readonly deliver?: Deliver;
  /** Channels beside mail. */
  readonly channels?: Readonly<Record<string, Channel>>;
  /** How foreign input is read. */
  readonly read?: Read;
  /** Documents; marked stand-ins by default. */
  readonly printing?: Pick<PrintingParts, 'printPdf' | 'writeFormDocx'>;
  /** What `/metrics` serves; nothing by default. */
  readonly metrics?: ScrapedMetrics;
  /** Nothing is logged by default. */
  readonly log?: Logger;
}

export const testOrigin = 'http://127.0.0.1:8080';

export async function openTestDesk(options: DeskOptions): Promise<TestDesk> {
  const store = await openStore();
  const base: Config = configSchema.parse({
    dataDir: store.dir,
    requests: { publicUrl: 'https://yeucau.example' },
    ...options.config,
  });
  const live = await openLiveConfig({ ...base, origins: options.origins ?? {} }, store.db);
  const { config } = live;
  const firstSteps = openLivePlaybook(() => playbookOnce(config.playbook.file), store.db);
  const refresh = async () => {
    await live.refresh();
    await firstSteps.refresh();
  };
  let now = options.now;
  let ids = 0;
  let health: Health = { ok: true, heartbeatAt: now, blindSince: null };
  const log = options.log ?? pino({ level: 'silent' });
  const parts: OperatorParts = {
    config,
    ...store,
    clock: () => now,
    calendar: testCalendar(config),
    endpointsOf: mailOnly,
    newId: () => {
      ids += 1;
      return String(ids).padStart(32, 'a');
    },
    log,
    read: options.read ?? sharedRead,
  };
  const pictures = sharedPictures();
  const judging = sharedJudging(testPolicy);
  const vet = options.vet ?? (async () => ({ status: 'allowed' as const }));
  const deliver: Deliver = options.deliver ?? (async () => ({ status: 'sent', response: '250 OK' }));
  const acts = {
    ...createDashboardActs({
      ...nothingOutside,
      ...options.outside,
      ...parts,
      ...testExport,
      pictures,
      judging,
      vet,
      channels: { ...options.channels, ...mailBy(deliver, config) },
      refreshSettings: refresh,
    }),
    ...options.acts,
  };
  const stopping = new AbortController();
  const app = createWeb({
    parts,
    acts,
    pictures,
    playbook: firstSteps.playbook,
    forms: formsOnce(),
    printForm: (form, values, format) => printReport({ ...testExport, ...options.printing }, form, values, format),
    previewMail: mailPreview(firstSteps.playbook, config.schedule.timezone),
    health: async () => health,
    version: options.version ?? '0.0.0-test',
    ...(options.metrics ? { metrics: options.metrics } : {}),
    underWay: noNote,
    stopping: stopping.signal,
  });

  const ask = async (path: string, { as = null, method = 'GET', headers = {}, body }: Ask = {}) =>
    app.request(`${testOrigin}${path}`, {
      method,
      headers: {
        host: new URL(testOrigin).host,
        accept: 'text/html',
        ...(as === null ? {} : { cookie: `vonggac-session=${as}` }),
        ...headers,
      },
      ...(body === undefined ? {} : { body }),
    });

  return {
    store,
    parts,
    acts,
    app,
    pictures,
    setNow: (to) => {
      now = to;
    },
    setHealth: (to) => {
      health = to;
    },
    ask,
    async send(path, fields, as) {
      const page = await ask('/sign-in', as === null ? {} : { as });
      const shown = as === null ? page : await ask('/suspects', { as });
      const token = /name="form-token" value="([^"]+)"/.exec(await shown.text())?.[1] ?? '';
      const visitor = /vonggac-visitor=([^;]+)/.exec(page.headers.get('set-cookie') ?? '')?.[1];
      const cookie = as === null ? `vonggac-visitor=${visitor}` : `vonggac-session=${as}`;
      return ask(path, {
        method: 'POST',
        headers: { cookie, 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' },
        body: new URLSearchParams({ 'form-token': token, ...fields }).toString(),
      });
    },
    async signedIn(role, agencyId) {
      const name = agencyId === undefined ? role : `${role}.${agencyId}`;
      await store.db
        .insertInto('users')
        .values({ name, passwordHash: dummyHash, role, agencyId: agencyId ?? null, createdAt: now, disabledAt: null })
        .onConflict((c) => c.doNothing())
        .execute();
      const user = await store.db.selectFrom('users').selectAll().where('name', '=', name).executeTakeFirstOrThrow();
      return startSession(parts, user, { address: '203.0.113.9', agent: 'test' });
    },
    stop: () => stopping.abort(),
    async close() {
      stopping.abort();
      await store.close();
    },
  };
}
