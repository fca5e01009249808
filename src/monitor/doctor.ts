/** `doctor`: is everything that the watching rests on there and in order? */
import { existsSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { canariesHint } from '../config/hints.ts';
import { databaseFile } from '../config/load.ts';
import type { Config } from '../config/schema.ts';
import { withoutEffect } from '../config/settings.ts';
import { recipientsWarning } from '../core/address.ts';
import type { CaptureOutcome } from '../core/model.ts';
import type { Clock, MailCheck, TakeCapture } from '../core/ports.ts';
import { verifyAudit } from '../store/audit.ts';
import { type Database, openDatabase, quickCheck } from '../store/database.ts';
import { getMeta } from '../store/meta.ts';
import { listSites, type RegisteredSite } from '../store/registry.ts';
import { readSettings } from '../store/settings.ts';
import { accountsSymptom, dutySymptom, keySymptom } from './doctor-people.ts';
import { vantagesFor } from './look-elsewhere.ts';
import { openLiveConfig } from './settings/live-config.ts';

export interface Symptom {
  readonly what: string;
  readonly ok: boolean;
  readonly detail: string;
}

export interface DoctorParts {
  readonly config: Config;
  readonly configFile: string | null;
  readonly clock: Clock;
  /** Refuses with a sentence when no browser can be started. */
  browser(): Promise<{ readonly executable: string; readonly version: string; readonly sandbox: boolean }>;
  fonts(): Promise<{ readonly ok: boolean; readonly detail: string }>;
  /** A capturer as configured, or one that may reach only this host of our own. */
  captureWith(ownHost: string | null): { readonly take: TakeCapture; close(): Promise<void> };
  mail(): Promise<MailCheck>;
}

const staleHeartbeatMs = 60_000;
const probedSites = 3;
/** Far more than the drift of a clock that is kept; less would blame slow answers. */
const clockToleranceMs = 120_000;
/** Said before it happens: a key that ends takes the signature off every letter. */
const keyWarningMs = 30 * 86_400_000;

/** Looks at one thing after the other; `tell` hears of each as soon as it is known. */
export async function diagnose(parts: DoctorParts, tell: (symptom: Symptom) => void): Promise<void> {
  const check = async (what: string, look: () => Promise<Omit<Symptom, 'what'>> | Omit<Symptom, 'what'>) => {
    try {
      tell({ what, ...(await look()) });
    } catch (error) {
      tell({ what, ok: false, detail: error instanceof Error ? error.message : String(error) });
    }
  };
  await check('config', () => ({ ok: true, detail: parts.configFile ?? 'built-in defaults, no file' }));
  await check('runtime', () => ({
    ok: true,
    detail: `Node ${process.versions.node}, ${process.platform} ${process.arch}`,
  }));
  await check('browser', async () => {
    const { executable, version, sandbox } = await parts.browser();
    return {
      ok: true,
      detail: `${version} at ${executable}, ${sandbox ? 'sandboxed' : 'WITHOUT its sandbox (capture.browser.sandbox is false)'}`,
    };
  });
  await check('fonts', parts.fonts);
  await check('rendering', () => rendering(parts));
  await check('disk', () => disk(parts.config));
  await check('mail', async () => mail(await parts.mail(), parts.clock()));
  await check('canaries', () => canaries(parts));
  const file = databaseFile(parts.config);
  if (!existsSync(file)) {
    tell({ what: 'database', ok: true, detail: `none yet at ${file}: it is made by the first 'vonggac site add'` });
    return;
  }
  const db = await openDatabase(file, { create: false });
  try {
    await check('database', () => database(db, file));
    await check('audit', () => audit(db));
    await check('settings', () => settings(db, parts.config));
    await check('desk-key', () => keySymptom(db, parts.config.dataDir));
    await check('accounts', () => accountsSymptom(db));
    await check('duty', async () => dutySymptom(db, (await openLiveConfig(parts.config, db)).config, parts.clock()));
    await check('daemon', () => daemon(db, parts.clock()));
    const sites = (await listSites(db)).filter((site) => site.status === 'active');
    await check('recipients', () => recipients(sites));
    await check('outside', () => outside(parts, sites));
    for (const { name } of parts.config.vantage) await check('vantage', () => vantage(parts, name, sites));
  } finally {
    await db.destroy();
  }
}

/** Tofu is the same box for every letter: two different letters that look alike mean that a font is missing. */
const probePage = `<!doctype html><meta charset="utf-8"><title>probe</title><p id="p">Cổng thông tin điện tử</p><script>
const draw = (t) => { const c = document.createElement('canvas'); c.width = 60; c.height = 60; const x = c.getContext('2d');
x.font = '40px sans-serif'; x.fillText(t, 5, 45); return c.toDataURL(); };
const none = draw('\\u{10FFFE}');
const bad = ['ệ', 'ữ', 'ẵ', '中', '한', 'ع', 'ไ'].filter((t) => draw(t) === none);
document.title = 'missing:' + bad.join('');
</script>`;

async function rendering(parts: DoctorParts): Promise<Omit<Symptom, 'what'>> {
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(probePage);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const capturer = parts.captureWith(`127.0.0.1:${port}`);
  try {
    const url = `http://127.0.0.1:${port}/`;
    return renderingSymptom(await capturer.take({ url, tier: 'browser', profile: 'browser', realTime: false }));
  } finally {
    await capturer.close();
    server.closeAllConnections();
    server.close();
  }
}

function renderingSymptom(outcome: CaptureOutcome): Omit<Symptom, 'what'> {
  if (!outcome.ok) return { ok: false, detail: outcome.failure.reason };
  const missing = /<title>missing:([^<]*)<\/title>/.exec(outcome.capture.rendering?.html ?? '')?.[1];
  if (missing === undefined) return { ok: false, detail: 'the browser did not run the probe page' };
  if (missing === '')
    return {
      ok: true,
      detail: `Vietnamese, Chinese, Korean, Arabic and Thai letters are drawn, ${outcome.capture.durationMs} ms`,
    };
  return {
    ok: false,
    detail: `these letters are drawn as boxes: ${missing}; install fonts-noto-core and fonts-noto-cjk`,
  };
}

async function disk(config: Config): Promise<Omit<Symptom, 'what'>> {
  const dir = existsSync(config.dataDir) ? config.dataDir : '.';
  const { bavail, bsize } = await statfs(dir);
  const free = bavail * bsize;
  const gigabytes = (bytes: number) => `${(bytes / 1e9).toFixed(1)} GB`;
  const ok = free > config.retention.keepFree;
  return {
    ok,
    detail: `${gigabytes(free)} free${ok ? '' : `, less than retention.keepFree (${gigabytes(config.retention.keepFree)}): evidence is not kept`}`,
  };
}

function mail(answer: MailCheck, now: number): Omit<Symptom, 'what'> {
  if (!answer.ok) return { ok: false, detail: answer.reason };
  const { server, loggedIn, signature } = answer;
  const said = `${server} answers${loggedIn ? ' and accepts the login' : ' (no login configured)'}`;
  const endsAt = signature?.endsAt ?? null;
  if (signature === null) return { ok: true, detail: said };
  if (endsAt === null) return { ok: true, detail: `${said}, letters are signed` };
  const day = new Date(endsAt).toISOString().slice(0, 10);
  return {
    ok: endsAt - now > keyWarningMs,
    detail: `${said}, letters are signed until ${day}, when the key of mail.pgp.keyFile ends`,
  };
}

async function database(db: Database, file: string): Promise<Omit<Symptom, 'what'>> {
  const verdict = await quickCheck(db);
  const { count } = await db
    .selectFrom('targets')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('role', '=', 'registered')
    .executeTakeFirstOrThrow();
  return {
    ok: verdict === 'ok',
    detail: verdict === 'ok' ? `${file}, ${count} pages` : `${file} is damaged (${verdict}): restore a backup`,
  };
}

async function audit(db: Database): Promise<Omit<Symptom, 'what'>> {
  const report = await verifyAudit(db);
  if (!report.ok) return { ok: false, detail: `the chain is broken at row ${report.seq}: somebody changed the log` };
  return { ok: true, detail: `${report.rows} rows, head ${report.head.slice(0, 16)}` };
}

async function daemon(db: Database, now: number): Promise<Omit<Symptom, 'what'>> {
  const at = await getMeta(db, 'heartbeat');
  if (at === null) return { ok: false, detail: "never ran: start it with 'vonggac run'" };
  const ageS = Math.round((now - at) / 1_000);
  return { ok: now - at < staleHeartbeatMs, detail: `last heartbeat ${ageS} s ago` };
}

/** What is set at the dashboard and has no effect would puzzle whoever set it. */
async function settings(db: Database, config: Config): Promise<Omit<Symptom, 'what'>> {
  const stored = await readSettings(db);
  const { fixed, invalid } = withoutEffect(config, new Map([...stored].map(([key, { value }]) => [key, value])));
  const said = [
    `${stored.size} set at the dashboard`,
    ...(fixed.length > 0 ? [`not in force, because file or environment say otherwise: ${fixed.join(', ')}`] : []),
    ...(invalid.length > 0 ? [`no longer valid, set them again: ${invalid.join(', ')}`] : []),
  ];
  return { ok: invalid.length === 0, detail: said.join('; ') };
}

function recipients(sites: readonly RegisteredSite[]): Omit<Symptom, 'what'> {
  const silent = sites.filter((site) => site.recipients.length === 0);
  const inside = sites.filter(
    (site) => recipientsWarning(URL.parse(site.url)?.hostname ?? '', site.recipients) !== null,
  );
  const name = (list: readonly RegisteredSite[]) =>
    list
      .slice(0, 5)
      .map((site) => site.id)
      .join(', ');
  const parts = [
    ...(silent.length > 0 ? [`nobody is told for site ${name(silent)}`] : []),
    ...(inside.length > 0 ? [`all recipients under the watched domain: site ${name(inside)}`] : []),
  ];
  return {
    ok: parts.length === 0,
    detail: parts.join('; ') || `${sites.length} sites, each with somebody outside its own domain`,
  };
}

/** One look at a portal by a second way out: does its proxy make connections? */
async function vantage(
  parts: DoctorParts,
  name: string,
  sites: readonly RegisteredSite[],
): Promise<Omit<Symptom, 'what'>> {
  const site = sites.find(({ url }) => vantagesFor(parts.config, url).includes(name));
  if (site === undefined) return { ok: true, detail: `${name}: no registered portal uses it: not tried` };
  const capturer = parts.captureWith(null);
  try {
    const request = { url: site.url, tier: 'http', profile: 'browser', realTime: true, vantage: name } as const;
    const outcome = await capturer.take(request);
    const isWorking = outcome.ok || outcome.failure.kind !== 'proxy-failed';
    return { ok: isWorking, detail: `${name}: ${outcome.ok ? 'a portal answered' : outcome.failure.reason}` };
  } finally {
    await capturer.close();
  }
}

/** No fault where there are none: only what it costs is said. */
async function canaries(parts: DoctorParts): Promise<Omit<Symptom, 'what'>> {
  const hint = canariesHint(parts.config);
  const { urls, needed } = parts.config.canaries;
  if (urls.length === 0) return { ok: true, detail: hint ?? '' };
  const capturer = parts.captureWith(null);
  try {
    const look = (url: string) => capturer.take({ url, tier: 'http', profile: 'browser', realTime: true });
    const outcomes = await Promise.all(urls.map(look));
    const answered = outcomes.filter((outcome) => outcome.ok || outcome.failure.hops.length > 0).length;
    const detail = `${answered} of ${urls.length} answered${hint === null ? '' : `; ${hint}`}`;
    return { ok: answered >= needed, detail };
  } finally {
    await capturer.close();
  }
}

/** Looks at some registered portals; their clocks tell whether ours is right. */
async function outside(parts: DoctorParts, sites: readonly RegisteredSite[]): Promise<Omit<Symptom, 'what'>> {
  if (sites.length === 0) return { ok: true, detail: 'nothing is registered yet: not tried' };
  const drifts: number[] = [];
  const reasons: string[] = [];
  for (const site of sites.slice(0, probedSites)) {
    const capturer = parts.captureWith(null);
    try {
      const outcome = await capturer.take({ url: site.url, tier: 'http', profile: 'browser', realTime: true });
      if (!outcome.ok) reasons.push(outcome.failure.reason);
      else {
        const date = outcome.capture.headers.find(([name]) => name.toLowerCase() === 'date')?.[1];
        drifts.push(Math.abs(Date.parse(date ?? '') - parts.clock()) || 0);
      }
    } finally {
      await capturer.close();
    }
  }
  if (drifts.length === 0)
    return { ok: false, detail: `none of ${reasons.length} portals answered: ${reasons[0] ?? ''}` };
  const drift = Math.min(...drifts);
  if (drift > clockToleranceMs)
    return {
      ok: false,
      detail: `portals answer, but this clock differs from theirs by ${Math.round(drift / 1_000)} s: set it`,
    };
  return {
    ok: true,
    detail: `${drifts.length} of ${drifts.length + reasons.length} portals answered, the clock agrees with theirs`,
  };
}
