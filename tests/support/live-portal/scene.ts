/**
 * A portal on loopback that the whole product watches with both tiers, on a clock that the test moves: learned once, for
 * weeks, and then given to each case as it was.
 */
import { cp, mkdtemp, rm } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { encodeQR } from 'qr';
import type { Level } from '../../../src/core/domain/finding.ts';
import { owner } from '../../../src/core/people/actor.ts';
import type { TakeCapture } from '../../../src/core/ports.ts';
import { approveBaseline } from '../../../src/monitor/baseline/approve-baseline.ts';
import { lookAtTarget } from '../../../src/monitor/check/look-now.ts';
import type { CheckReport } from '../../../src/monitor/check/run-check.ts';
import type { MonitorParts } from '../../../src/monitor/parts.ts';
import { openDatabase } from '../../../src/store/database.ts';
import { openBlobStore } from '../../../src/store/evidence/blobs.ts';
import { listIncidents } from '../../../src/store/incidents/incidents.ts';
import { type NamedAnswer, serveNamedHosts, vantage } from '../named-hosts.ts';
import { stageWatch } from '../staged-watch.ts';
import { drawPng } from '../test-pictures.ts';
import { honest, portalHost } from './pages.ts';

/** Who asks, as far as a server can tell, and when. */
export interface Visit {
  readonly path: string;
  readonly userAgent: string;
  readonly referrer: string;
  readonly languages: string;
  /** Of the day in Vietnam. */
  readonly hour: number;
  /** How many times this page was asked for since the change. */
  readonly times: number;
}

/** What is changed about the portal; everything else stays as it was. */
export interface Change {
  /** The page that is changed and watched: the home page by default. */
  readonly at?: string;
  readonly page?: (html: string, visit: Visit) => string | NamedAnswer;
  /** Appended to the portal's own script. */
  readonly script?: string;
  /** Appended to its own style sheet. */
  readonly style?: string;
  /** Files of any host, by `host/path`. */
  readonly files?: Readonly<Record<string, string | NamedAnswer>>;
  readonly feeAccount?: string;
  /** Colour of the picture at the head of the home page. */
  readonly bannerInk?: readonly [number, number, number];
}

/** How a case went, in looks from the change on. */
export interface Course {
  readonly looks: number;
  readonly suspectAt: number | null;
  readonly alarmAt: number | null;
  readonly incidentAt: number | null;
  /** Minutes on the portal's clock until the first look that was no longer clean. */
  readonly minutes: number | null;
  readonly levels: ReadonlySet<Level>;
  /** Detectors and cues of the worst look. */
  readonly by: readonly string[];
  readonly kinds: readonly string[];
}

interface Lane {
  change: Change;
  now: number;
  times: number;
  readonly take: TakeCapture;
  readonly close: () => Promise<void>;
}

export interface LivePortal {
  run(change: Change, until: Until): Promise<Course>;
  close(): Promise<void>;
}

export interface Until {
  /** Longest time on the portal's clock. */
  readonly hours: number;
  /** Ends early once people are told. */
  readonly incident?: boolean;
}

const html = 'text/html; charset=utf-8';
const paths = ['/', '/gioi-thieu', '/dich-vu', '/tin-tuc'];
const hourMs = 3_600_000;
/** Weeks in which the portal stands still before anything happens. */
const learnedForMs = 16 * 24 * hourMs;
const betweenMs = 32 * hourMs;

/** @param lanes cases that run at the same time, each with a server and a browser of its own */
export async function learnLivePortal(lanes: number): Promise<LivePortal> {
  const dir = await mkdtemp(join(tmpdir(), 'vonggac-live-'));
  const all: Lane[] = [];
  for (let i = 0; i < lanes; i += 1) all.push(await openLane());
  const [first] = all;
  if (first === undefined) throw new TypeError('there must be a lane');
  const watch = await stageWatch({ schedule: { learnLooks: 3, learnEvery: '3m' } });
  const start = watch.now();
  const partsIn = (lane: Lane): MonitorParts => ({
    ...watch.parts,
    clock: () => lane.now,
    takeCapture: lane.take,
    isBlind: async () => false,
  });
  first.now = start;
  const siteId = await watch.register(`https://${portalHost}/`, { paths: paths.slice(1) });
  const ids = new Map(paths.map((path, i) => [path, `${siteId}.${i + 1}`]));
  const parts = partsIn(first);
  for (let round = 0; round < 3; round += 1) {
    for (const id of ids.values()) await lookAtTarget(parts, id);
    first.now += 180_000;
  }
  for (const id of ids.values()) {
    const { id: checkId } = await parts.db
      .selectFrom('checks')
      .select('id')
      .where('targetId', '=', id)
      .orderBy('id', 'desc')
      .executeTakeFirstOrThrow();
    await approveBaseline(parts, { checkId, actor: owner('test'), reason: 'as published' });
  }
  const quiet: CheckReport[] = [];
  while (first.now < start + learnedForMs) {
    first.now += betweenMs;
    for (const id of ids.values()) quiet.push(await lookAtTarget(parts, id, { deep: true }));
  }
  const loud = quiet.filter(({ verdict }) => verdict.level !== 'clean');
  if (loud.length > 0)
    throw new Error(`the honest portal is not clean: ${JSON.stringify(loud[0]?.verdict, null, 1).slice(0, 3_000)}`);
  const learnedAt = first.now;
  const asLearned = join(dir, 'as-learned.sqlite');
  await sql`VACUUM INTO ${asLearned}`.execute(parts.db);
  await cp(join(watch.parts.config.dataDir, 'blobs'), join(dir, 'blobs'), { recursive: true });

  const idle = [...all];
  const waiting: ((lane: Lane) => void)[] = [];
  const takeLane = async () => idle.pop() ?? new Promise<Lane>((resolve) => waiting.push(resolve));
  const giveLane = (lane: Lane) => {
    const next = waiting.shift();
    if (next) next(lane);
    else idle.push(lane);
  };
  let copies = 0;

  async function run(change: Change, { hours, incident = true }: Until): Promise<Course> {
    const lane = await takeLane();
    copies += 1;
    const own = join(dir, `copy-${copies}`);
    await cp(join(dir, 'blobs'), join(own, 'blobs'), { recursive: true });
    await cp(asLearned, join(own, 'vonggac.sqlite'));
    const db = await openDatabase(join(own, 'vonggac.sqlite'), { create: false });
    const blobs = openBlobStore(join(own, 'blobs'));
    const here = { ...partsIn(lane), db, blobs, config: { ...watch.parts.config, dataDir: own } };
    const id = ids.get(change.at ?? '/') ?? '';
    Object.assign(lane, { change, now: learnedAt + 60_000, times: 0 });
    try {
      return await watchUntil(here, id, lane, { hours, incident });
    } finally {
      Object.assign(lane, { change: {}, times: 0 });
      await db.destroy();
      await rm(own, { recursive: true, force: true });
      giveLane(lane);
    }
  }
  return {
    run,
    close: async () => {
      for (const lane of all) await lane.close();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

async function watchUntil(parts: MonitorParts, id: string, lane: Lane, until: Required<Until>): Promise<Course> {
  const from = lane.now;
  const levels = new Set<Level>();
  type When = number | null;
  let [suspectAt, alarmAt, incidentAt, minutes]: [When, When, When, When] = [null, null, null, null];
  let worst: CheckReport | null = null;
  let kinds: readonly string[] = [];
  let looks = 0;
  while (lane.now < from + until.hours * hourMs) {
    const { nextCheckAt } = await parts.db
      .selectFrom('targets')
      .select('nextCheckAt')
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    lane.now = Math.max(lane.now, Number(nextCheckAt));
    const report = await lookAtTarget(parts, id);
    looks += 1;
    const { level, score } = report.verdict;
    levels.add(level);
    if (level !== 'clean') minutes ??= Math.round((lane.now - from) / 60_000);
    if (level === 'suspect' || level === 'alarm') suspectAt ??= looks;
    if (level === 'alarm') alarmAt ??= looks;
    if (worst === null || score > worst.verdict.score) worst = report;
    const [open] = await listIncidents(parts.db, { onlyLive: true, limit: 1 });
    if (open !== undefined) [incidentAt, kinds] = [incidentAt ?? looks, open.kinds];
    if (incidentAt !== null && until.incident) break;
    lane.now += 1;
  }
  const by = (worst?.verdict.findings ?? [])
    .filter(({ score }) => score > 0)
    .map(({ detector, score, cues = [] }) => `${detector} ${score.toFixed(1)} (${cues.join(' ')})`);
  return { looks, suspectAt, alarmAt, incidentAt, minutes, levels, by, kinds };
}

async function openLane(): Promise<Lane> {
  const state: { change: Change; now: number; times: number } = { change: {}, now: 0, times: 0 };
  const hosts = await serveNamedHosts((url, asked) => answer(url, asked, state), { clock: () => state.now });
  const take: TakeCapture = async (request, signal, room) => {
    const outcome = await hosts.capturer.take({ ...request, vantage }, signal, room);
    if (!outcome.ok) return { ok: false, failure: without(outcome.failure) };
    return { ok: true, capture: without(outcome.capture) };
  };
  return Object.assign(state, { take, close: hosts.close });
}

/** Looks go through the way to the hosts here, which is none that the product knows of. */
function without<T extends { readonly vantage?: string }>({ vantage: _here, ...rest }: T): T {
  return rest as unknown as T;
}

function answer(url: URL, asked: IncomingMessage, state: { change: Change; now: number; times: number }) {
  const { change, now } = state;
  const { host, pathname } = url;
  const file = change.files?.[`${host}${pathname}`];
  if (file !== undefined) return typeof file === 'string' ? { type: typeOf(pathname, file), body: file } : file;
  if (host !== portalHost) return foreign(host, pathname);
  if (pathname === '/js/chung.js') return { type: 'text/javascript', body: honest.script + (change.script ?? '') };
  if (pathname === '/css/chung.css') return { type: 'text/css', body: honest.style + (change.style ?? '') };
  if (pathname === '/img/qr-le-phi.png') return png(drawQr(change.feeAccount ?? '371301056677'));
  if (pathname === '/img/quoc-huy.png')
    return png(drawPng(64, 64, (x, y) => ((x - 32) ** 2 + (y - 32) ** 2 < 900 ? [230, 190, 30] : [163, 31, 31])));
  if (pathname === '/img/bia.png') {
    const ink = change.bannerInk ?? [40, 120, 60];
    return png(
      drawPng(1060, 220, (x, y) => (Math.sin(x / 60) * 60 + 120 < y ? [ink[0], ink[1], ink[2]] : [190, 220, 240])),
    );
  }
  const page = honest.page(pathname, Math.floor(now / 60_000));
  if (page === null) return null;
  if (change.page === undefined || pathname !== (change.at ?? '/')) return { type: html, body: page };
  state.times += 1;
  const visit = {
    path: pathname,
    userAgent: asked.headers['user-agent'] ?? '',
    referrer: asked.headers.referer ?? '',
    languages: asked.headers['accept-language'] ?? '',
    hour: Number(new Date(now + 7 * hourMs).getUTCHours()),
    times: state.times,
  };
  const changed = change.page(page, visit);
  return typeof changed === 'string' ? { type: html, body: changed } : changed;
}

const png = (body: Uint8Array): NamedAnswer => ({ type: 'image/png', body });

function drawQr(account: string): Uint8Array {
  const content = `00020101021138${40 + account.length}0010A000000727012${4 + account.length}00069704360110${account}0208QRIBFTTA53037045802VN6304ABCD`;
  const modules = encodeQR(content, 'raw', { border: 2 });
  return drawPng(6 * modules.length, 6 * modules.length, (x, y) =>
    modules[Math.floor(y / 6)]?.[Math.floor(x / 6)] === true ? [0, 0, 0] : [255, 255, 255],
  );
}

/** The portal's own library; of any other host nothing. */
function foreign(host: string, pathname: string): NamedAnswer | null {
  if (host === 'cdn.jsdelivr.net' && pathname.endsWith('/bootstrap.bundle.min.js'))
    return { type: 'text/javascript', body: 'window.bootstrap = { Modal: function () {} };' };
  return null;
}

function typeOf(pathname: string, body: string): string {
  if (pathname.endsWith('.css')) return 'text/css';
  if (pathname.endsWith('.json') || body === '{}') return 'application/json';
  return /^\s*</.test(body) ? html : 'text/javascript';
}
