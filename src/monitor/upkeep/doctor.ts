/** `doctor`: is everything that monitoring relies on present and in order? */

import { existsSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { canariesHint, publicPageHint, publicUrlHint } from '../../config/hints.ts';
import { databaseFile } from '../../config/load.ts';
import type { Config } from '../../config/schema/schema.ts';
import { withoutEffect } from '../../config/settings.ts';
import { recipientsWarning } from '../../core/address.ts';
import type { CaptureOutcome } from '../../core/domain/capture.ts';
import { clockOffset } from '../../core/evidence/clock-offset.ts';
import { alarmAddresses } from '../../core/people/contact.ts';
import type { MailCheck } from '../../core/ports.ts';
import { openDatabase, quickCheck } from '../../store/database.ts';
import type { Database } from '../../store/handle.ts';
import { unreadableRows } from '../../store/reads/unreadable.ts';
import { getMeta } from '../../store/records/meta.ts';
import { readSettings } from '../../store/records/settings.ts';
import { listSites, type RegisteredSite } from '../../store/registry/registry.ts';
import { countRegistered } from '../../store/targets/targets.ts';
import { filesSymptom, recordSymptom } from '../audit/symptoms.ts';
import { vantagesFor } from '../check/look/look-from-vantage.ts';
import { openLiveConfig } from '../settings/live-config.ts';
import { backupSymptom } from './doctor-backup.ts';
import { channelsSymptom } from './doctor-channels.ts';
import { evidenceKeySymptom } from './doctor-evidence.ts';
import { accountsSymptom, dutySymptom, keySymptom } from './doctor-people.ts';
import { reportsSymptom } from './doctor-reports.ts';
import { standstillSymptom } from './doctor-standstill.ts';
import type { DoctorParts, Symptom } from './symptom.ts';

const staleHeartbeatMs = 60_000;
const probedSites = 3;
/** Far more than the drift of a synchronised clock; a smaller tolerance would mistake slow responses for drift. */
const clockToleranceMs = 120_000;
/** Warns in advance: an expired key removes the signature from every message. */
const keyWarningMs = 30 * 86_400_000;

/** Runs the checks one after the other; `report` is called with each result as soon as it is known. */
export async function diagnose(parts: DoctorParts, report: (symptom: Symptom) => void): Promise<void> {
  const check = async (what: string, look: () => Promise<Omit<Symptom, 'what'>> | Omit<Symptom, 'what'>) => {
    try {
      report({ what, ...(await look()) });
    } catch (error) {
      report({ what, ok: false, detail: error instanceof Error ? error.message : String(error) });
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
  await check('dashboard', () => dashboard(parts.config));
  await check('public page', () => publicPage(parts.config));
  await check('canaries', () => canaries(parts));
  const file = databaseFile(parts.config);
  if (!existsSync(file)) {
    report({
      what: 'database',
      ok: true,
      detail: `none yet at ${file}: it is created by the first 'vonggac site add'`,
    });
    return;
  }
  const db = await openDatabase(file, { create: false, dataDir: parts.config.dataDir });
  try {
    await check('database', () => database(db, file));
    await check('rows', () => rows(db));
    await check('audit', () => recordSymptom(parts, db));
    await check('files', () => filesSymptom(parts));
    await check('settings', () => settings(db, parts.config));
    await check('desk-key', () => keySymptom(db, parts.config.dataDir));
    await check('evidence-key', () => evidenceKeySymptom(db, parts.config.dataDir));
    await check('accounts', () => accountsSymptom(db));
    await check('duty', async () => dutySymptom(db, (await openLiveConfig(parts.config, db)).config, parts.clock()));
    await check('daemon', () => daemon(db, parts.clock()));
    await check('backup', () => backupSymptom(db, parts.config, parts.clock()));
    await check('reports', () => reportsSymptom(db, parts.clock()));
    await check('channels', () => channelsSymptom(db, parts.config, parts.clock()));
    await check('standstill', () => standstillSymptom(db, parts.clock()));
    const sites = (await listSites(db)).filter((site) => site.status === 'active');
    await check('recipients', () => recipients(sites));
    await check('outside', () => outside(parts, sites));
    for (const { name } of parts.config.vantage) await check('vantage', () => vantage(parts, name, sites));
  } finally {
    await db.destroy();
  }
}

/**
 * Missing glyphs are all drawn as the same box, so two different letters that look alike mean that a font is missing.
 */
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

function dashboard(config: Config): Omit<Symptom, 'what'> {
  const hint = publicUrlHint(config);
  if (hint !== null) return { ok: true, warns: true, detail: hint };
  return { ok: true, detail: `mails lead to ${config.web.publicUrl}` };
}

function publicPage(config: Config): Omit<Symptom, 'what'> {
  const { publicListen } = config.web;
  const hint = publicPageHint(config);
  if (hint !== null) return { ok: false, detail: hint };
  const detail =
    publicListen === undefined ? 'off (web.publicListen)' : `${config.requests.publicUrl} at ${publicListen}`;
  return { ok: true, detail };
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
  const details = `${server} answers${loggedIn ? ' and accepts the login' : ' (no login configured)'}`;
  const endsAt = signature?.endsAt ?? null;
  if (signature === null) return { ok: true, detail: details };
  if (endsAt === null) return { ok: true, detail: `${details}, messages are signed` };
  const day = new Date(endsAt).toISOString().slice(0, 10);
  return {
    ok: endsAt - now > keyWarningMs,
    detail: `${details}, messages are signed until ${day}, when the key in mail.pgp.keyFile expires`,
  };
}

async function database(db: Database, file: string): Promise<Omit<Symptom, 'what'>> {
  const verdict = await quickCheck(db);
  const count = await countRegistered(db);
  return {
    ok: verdict === 'ok',
    detail: verdict === 'ok' ? `${file}, ${count} pages` : `${file} is damaged (${verdict}): restore a backup`,
  };
}

async function daemon(db: Database, now: number): Promise<Omit<Symptom, 'what'>> {
  const at = await getMeta(db, 'heartbeat');
  if (at === null)
    return { ok: true, warns: true, detail: "has not run yet: start it with 'npm start' or 'vonggac run'" };
  const ageS = Math.round((now - at) / 1_000);
  return { ok: now - at < staleHeartbeatMs, detail: `last heartbeat ${ageS} s ago` };
}

/** Reports dashboard settings that have no effect. */
async function settings(db: Database, config: Config): Promise<Omit<Symptom, 'what'>> {
  const stored = await readSettings(db);
  const { fixed, invalid } = withoutEffect(config, new Map([...stored].map(([key, { value }]) => [key, value])));
  const details = [
    `${stored.size} set at the dashboard`,
    ...(fixed.length > 0 ? [`overridden by the file or the environment: ${fixed.join(', ')}`] : []),
    ...(invalid.length > 0 ? [`no longer valid, set them again: ${invalid.join(', ')}`] : []),
  ];
  return { ok: invalid.length === 0, detail: details.join('; ') };
}

function recipients(sites: readonly RegisteredSite[]): Omit<Symptom, 'what'> {
  const silent = sites.filter((site) => alarmAddresses(site).length === 0);
  const inside = sites.filter(
    (site) => recipientsWarning(URL.parse(site.url)?.hostname ?? '', alarmAddresses(site)) !== null,
  );
  const name = (list: readonly RegisteredSite[]) =>
    list
      .slice(0, 5)
      .map((site) => site.id)
      .join(', ');
  const parts = [
    ...(silent.length > 0 ? [`site ${name(silent)} has no recipients`] : []),
    ...(inside.length > 0 ? [`all recipients under the monitored domain: site ${name(inside)}`] : []),
  ];
  return {
    ok: parts.length === 0,
    detail: parts.join('; ') || `${sites.length} sites, each with somebody outside its own domain`,
  };
}

/** One look at a portal through a vantage: does its proxy connect? */
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

/** Having no canaries is not a fault, so only the consequence is reported. */
async function canaries(parts: DoctorParts): Promise<Omit<Symptom, 'what'>> {
  const hint = canariesHint(parts.config);
  const { urls, needed } = parts.config.canaries;
  if (urls.length === 0) return { ok: true, warns: true, detail: hint ?? '' };
  const capturer = parts.captureWith(null);
  try {
    const look = (url: string) => capturer.take({ url, tier: 'http', profile: 'browser', realTime: true });
    const outcomes = await Promise.all(urls.map(look));
    const answered = outcomes.filter((outcome) => outcome.ok || outcome.failure.hops.length > 0).length;
    const detail = `${answered} of ${urls.length} answered${hint === null ? '' : `; ${hint}`}`;
    return { ok: answered >= needed, ...(hint === null ? {} : { warns: true as const }), detail };
  } finally {
    await capturer.close();
  }
}

/** Looks at some registered portals; their clocks show whether ours is right. */
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
        drifts.push(Math.abs(clockOffset(outcome.capture.headers, parts.clock(), Date.parse) ?? 0));
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

const namedRows = 5;

async function rows(db: Database): Promise<Omit<Symptom, 'what'>> {
  const unreadable = await unreadableRows(db);
  if (unreadable.length === 0) return { ok: true, detail: 'all stored rows can be read' };
  const more = unreadable.length > namedRows ? `; and ${unreadable.length - namedRows} more` : '';
  return { ok: false, detail: `${unreadable.slice(0, namedRows).join('; ')}${more}` };
}
