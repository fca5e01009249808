/** A whole dashboard on a real database, answering in memory or on a port of loopback. */
import { type Logger, pino } from 'pino';
import type { Origins } from '../../src/config/origins.ts';
import { type Config, configSchema } from '../../src/config/schema.ts';
import type { Deliver } from '../../src/core/ports.ts';
import { createDeskActs } from '../../src/monitor/create-desk-acts.ts';
import type { DeskActs } from '../../src/monitor/desk-acts.ts';
import type { DeskParts } from '../../src/monitor/parts.ts';
import { nobodysHash } from '../../src/monitor/people/password.ts';
import { startSession } from '../../src/monitor/people/sign-in.ts';
import type { Vet } from '../../src/monitor/register-site.ts';
import { openLiveConfig } from '../../src/monitor/settings/live-config.ts';
import type { createPictures } from '../../src/pictures/pictures.ts';
import type { Role } from '../../src/store/users.ts';
import { createWeb } from '../../src/web/app.tsx';
import type { Health } from '../../src/web/web.ts';
import { openStore, type TestStore } from './open-test-store.ts';
import { playbookOnce, testCalendar } from './read-once.ts';
import { sharedPictures } from './shared-threads.ts';

export interface TestDesk {
  readonly store: TestStore;
  readonly parts: DeskParts;
  readonly app: ReturnType<typeof createWeb>;
  readonly pictures: ReturnType<typeof createPictures>;
  /** Moves the clock that the dashboard lives by. */
  setNow(now: number): void;
  setHealth(health: Health): void;
  /** Asks as a browser does; `as` is a session's token. */
  ask(path: string, options?: Ask): Promise<Response>;
  /** Sends a form as the page would that `as` has open. */
  send(path: string, fields: Readonly<Record<string, string>>, as: string | null): Promise<Response>;
  /** A session of a user with this role, created when missing; of an agency by its number. */
  signedIn(role: Role, agencyId?: number): Promise<string>;
  /** Tells the dashboard that it is closing. */
  stop(): void;
  close(): Promise<void>;
}

export interface Ask {
  readonly as?: string | null;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface DeskOptions {
  readonly now: number;
  readonly config?: object;
  /** Acts that behave otherwise than the product's. */
  readonly acts?: Partial<DeskActs>;
  /** What becomes of addresses that somebody registers; all are allowed when left out. */
  readonly vet?: Vet;
  /** What the foot of the pages says. */
  readonly version?: string;
  /** Which values of the configuration count as given by the file or the environment. */
  readonly origins?: Origins;
  /** The mail server; left out: it takes everything. */
  readonly deliver?: Deliver;
  /** Left out: nothing is logged. */
  readonly log?: Logger;
}

export const testOrigin = 'http://127.0.0.1:8080';

export async function openTestDesk(options: DeskOptions): Promise<TestDesk> {
  const store = await openStore();
  const base: Config = configSchema.parse({ dataDir: store.dir, ...options.config });
  const { config, refresh } = await openLiveConfig({ ...base, origins: options.origins ?? {} }, store.db);
  let now = options.now;
  let ids = 0;
  let health: Health = { ok: true, heartbeatAt: now, blindSince: null };
  const log = options.log ?? pino({ level: 'silent' });
  const parts: DeskParts = {
    config,
    ...store,
    clock: () => now,
    calendar: testCalendar(config),
    newId: () => {
      ids += 1;
      return String(ids).padStart(32, 'a');
    },
    log,
  };
  const pictures = sharedPictures();
  const vet = options.vet ?? (async () => ({ status: 'allowed' as const }));
  const deliver: Deliver = options.deliver ?? (async () => ({ status: 'sent', response: '250 OK' }));
  const acts = {
    ...createDeskActs({ ...parts, pictures, vet, deliver, refreshSettings: refresh }),
    ...options.acts,
  };
  const stopping = new AbortController();
  const app = createWeb({
    parts,
    acts,
    pictures,
    playbook: playbookOnce(config.playbook.file),
    health: async () => health,
    version: options.version ?? '0.0.0-test',
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
        .values({ name, passwordHash: nobodysHash, role, agencyId: agencyId ?? null, createdAt: now, disabledAt: null })
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
