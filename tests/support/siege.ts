/** The built daemon watching a few ordinary portals and one that does all it can to stop or blind it. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { openDnsServer } from './dns-server.ts';
import { hostileRobots, type Payload, payloads, silentNames } from './hostile-payloads.ts';
import { type Portal, servePortal } from './loopback-portal.ts';
import { openSmtpServer } from './smtp-server.ts';
import { portalPage } from './staged-watch.ts';
import { createWatch, until } from './watch-process.ts';

export interface Siege {
  /** Looks at the ordinary portals since the attack began. */
  readonly neighbours: readonly LookRow[];
  /** Looks that began after the attack did. */
  readonly hostile: readonly LookRow[];
  /** Response times of `/healthz` in milliseconds; infinite when none came. */
  readonly health: readonly number[];
  /** Milliseconds until an operator saw a look at the attacker, each time the newest one. */
  readonly desk: readonly number[];
  readonly residentMb: readonly number[];
  /** How often the hostile portal sent each payload. */
  readonly sent: Readonly<Record<string, number>>;
  readonly incidents: number;
  readonly restarts: number;
}

export interface LookRow {
  readonly targetId: string;
  readonly at: number;
  readonly tier: string;
  readonly level: string;
  readonly kind: string | null;
  readonly latenessMs: number;
}

export interface SiegePlan {
  readonly neighbours: number;
  readonly seconds: number;
  readonly schedule: Record<string, unknown>;
  /** From the schedule: browser looks are spread evenly over it, as when portals were registered over weeks. */
  readonly browserEveryMs: number;
  /** The payload for the n-th page request. */
  readonly choose: (n: number) => Payload;
}

const healthEveryMs = 250;
const healthLimitMs = 10_000;
const deskEveryMs = 3_000;
const hostileHost = 'bi-chiem.example';
const password = 'một câu dài dễ nhớ';

export async function besiege(plan: SiegePlan): Promise<Siege> {
  const hostile = hostileHandler(plan.choose);
  const hosts = [hostileHost, ...Array.from({ length: plan.neighbours }, (_, n) => `cong-${n + 1}.example`)];
  const smtp = await openSmtpServer();
  const dns = await openDnsServer({
    names: Object.fromEntries(hosts.map((host, n) => [host, { A: [`127.0.1.${n + 1}`] }])),
    conduct: Object.fromEntries(silentNames.map((name) => [name, { silent: true }])),
  });
  const portals: Portal[] = [];
  for (const [n, host] of hosts.entries()) {
    const handler = host === hostileHost ? hostile.handler : neighbour(n);
    portals.push(await servePortal(handler, { host: `127.0.1.${n + 1}` }));
  }
  const addresses = hosts.map((host, n) => `${host}:${portals[n]?.port}`);
  const watch = await createWatch({
    smtpPort: smtp.port,
    hosts: addresses,
    schedule: plan.schedule,
    more: { names: { enabled: false, resolvers: [dns.resolver] } },
  });
  const file = join(watch.dir, 'data', 'vonggac.sqlite');
  try {
    for (const address of addresses) {
      const url = `http://${address}/`;
      const added = await watch.command('site', 'add', url, '--name', url, '--email', 'truc@agency.example');
      if (added.code !== 0) throw new Error(`site add ${url}: ${added.err}`);
    }
    await watch.commandTyped(`${password}\n`, 'user', 'add', 'an', '--role', 'administrator');
    await watch.start();
    await until('every baseline', async () => isLearned(file, hosts.length), 120_000);
    const spreadAt = spreadBrowserLooks(file, plan.browserEveryMs);
    await until(
      'the rush of learning to be over',
      async () => isLookedAtSince(file, spreadAt, 2 * hosts.length),
      60_000,
    );
    const began = Date.now();
    hostile.turn();
    const endsAt = began + plan.seconds * 1_000;
    const [{ health, residentMb }, desk] = await Promise.all([
      watchHealth(`${watch.url}healthz`, endsAt, join(watch.dir, 'vonggac.yaml')),
      openLooks(watch.url, file, endsAt),
    ]);
    const db = new Database(file, { readonly: true });
    const rows = db
      .prepare('select targetId, at, tier, level, kind, latenessMs from checks where at >= ? order by id')
      .all(began) as LookRow[];
    const { count } = db.prepare('select count(*) as count from incidents').get() as { count: number };
    db.close();
    return {
      neighbours: rows.filter(({ targetId }) => !targetId.startsWith('1.')),
      hostile: rows.filter(({ targetId }) => targetId === '1.1'),
      health,
      desk,
      residentMb,
      sent: hostile.sent,
      incidents: count,
      restarts: watch.log().split('"watching"').length - 2,
    };
  } finally {
    await watch.close();
    for (const portal of portals) await portal.close();
    await dns.close();
    await smtp.close();
  }
}

type Handler = Parameters<typeof servePortal>[0];

function neighbour(n: number): Handler {
  return (request, response) => {
    const isPage = request.url === '/';
    response.writeHead(isPage ? 200 : 404, { 'content-type': 'text/html; charset=utf-8' });
    response.end(isPage ? portalPage({ title: `Cổng thông tin điện tử số ${n}` }) : '');
  };
}

async function signIn(url: string): Promise<string> {
  const cookiesOf = (answer: Response) => answer.headers.getSetCookie().map((cookie) => cookie.split(';')[0] ?? '');
  const form = await fetch(`${url}sign-in`);
  const token = /name="form-token" value="([^"]+)"/.exec(await form.text())?.[1] ?? '';
  const cookies = cookiesOf(form);
  const signedIn = await fetch(`${url}sign-in`, {
    method: 'POST',
    redirect: 'manual',
    headers: { origin: new URL(url).origin, cookie: cookies.join('; ') },
    body: new URLSearchParams({ 'form-token': token, name: 'an', password }),
  });
  if (signedIn.status !== 303) throw new Error(`the sign-in was answered ${signedIn.status}`);
  return [...cookies, ...cookiesOf(signedIn)].join('; ');
}

/** An operator who repeatedly opens the newest look at the attacker, its texts and its source. */
async function openLooks(url: string, file: string, endsAt: number): Promise<number[]> {
  const cookie = await signIn(url);
  const db = new Database(file, { readonly: true });
  const newest = db.prepare("select max(id) from checks where targetId = '1.1' and level <> 'clean'").pluck();
  const took: number[] = [];
  try {
    while (Date.now() < endsAt) {
      const id = newest.get();
      if (id !== null) {
        const asked = performance.now();
        const answer = await fetch(`${url}looks/${id}`, { headers: { cookie } });
        await answer.text();
        if (answer.status !== 200) throw new Error(`the look ${id} was answered ${answer.status}`);
        took.push(performance.now() - asked);
      }
      await sleep(deskEveryMs);
    }
  } finally {
    db.close();
  }
  return took;
}

/** Behaves until it turns hostile; then every page request gets the payload chosen by `choose`. */
function hostileHandler(choose: (n: number) => Payload) {
  const sent: Record<string, number> = Object.fromEntries(payloads.map(({ name }) => [name, 0]));
  let isHostile = false;
  let requests = 0;
  const handler: Handler = (request, response) => {
    const path = (request.url ?? '').split('?')[0] ?? '';
    if (path === '/robots.txt' && isHostile)
      response.writeHead(200, { 'content-type': 'text/plain' }).end(hostileRobots);
    else if (path === '/silence') return;
    else if (path !== '/') response.writeHead(404).end();
    else if (isHostile) {
      const payload = choose(requests);
      requests += 1;
      sent[payload.name] = (sent[payload.name] ?? 0) + 1;
      payload.answer(request, response);
    } else {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
      response.end(portalPage({ title: 'Cổng thông tin điện tử huyện Hậu Lộc' }));
    }
  };
  return {
    handler,
    sent,
    turn: () => {
      isHostile = true;
    },
  };
}

function isLearned(file: string, count: number): boolean {
  const db = new Database(file, { readonly: true });
  try {
    const row = db.prepare('select count(*) as learned from targets where baselineVersion >= 1').get();
    return (row as { learned: number }).learned >= count;
  } finally {
    db.close();
  }
}

function spreadBrowserLooks(file: string, everyMs: number): number {
  const db = new Database(file);
  try {
    db.pragma('busy_timeout = 10000');
    const ids = db.prepare('select id from targets order by siteId').pluck().all();
    const move = db.prepare("update targets set nextBrowserAt = ?, nextTier = 'http' where id = ?");
    const now = Date.now();
    ids.forEach((id, place) => {
      move.run(now + Math.round((everyMs * place) / ids.length), id);
    });
    return now;
  } finally {
    db.close();
  }
}

function isLookedAtSince(file: string, at: number, times: number): boolean {
  const db = new Database(file, { readonly: true });
  try {
    return Number(db.prepare('select count(*) from checks where at > ?').pluck().get(at)) >= times;
  } finally {
    db.close();
  }
}

async function watchHealth(url: string, endsAt: number, configFile: string) {
  const health: number[] = [];
  const residentMb: number[] = [];
  while (Date.now() < endsAt) {
    const asked = performance.now();
    const isAnswered = await fetch(url, { signal: AbortSignal.timeout(healthLimitMs) }).then(
      async (answer) => (await answer.text()) !== '',
      () => false,
    );
    health.push(isAnswered ? performance.now() - asked : Number.POSITIVE_INFINITY);
    const resident = residentOf(configFile);
    if (resident !== null) residentMb.push(resident);
    await sleep(healthEveryMs);
  }
  return { health, residentMb };
}

/** The daemon is found by its environment, which names this configuration; the shells around it are small. */
function residentOf(configFile: string): number | null {
  const sizes = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && isDaemon(name, configFile))
    .map((pid) => Number(/VmRSS:\s+(\d+) kB/.exec(readProc(pid, 'status'))?.[1]) / 1_024);
  return sizes.length === 0 ? null : Math.max(...sizes);
}

function isDaemon(pid: string, configFile: string): boolean {
  return readProc(pid, 'cmdline').includes('/dist/main.js\0') && readProc(pid, 'environ').includes(configFile);
}

/** Empty for a process that has since ended. */
function readProc(pid: string, name: string): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8');
  } catch {
    return '';
  }
}
