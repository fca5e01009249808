/** The daemon with its dashboard, on opened monitor parts. */
import { statfs } from 'node:fs/promises';
import { checkBrowserStart } from '../capture/browser/process/executable.ts';
import type { OpenedMonitorParts, Running } from '../cli/assembly.ts';
import { createDashboardActs } from '../monitor/acts/create-dashboard-acts.ts';
import { startDaemon } from '../monitor/daemon.ts';
import { printReport } from '../monitor/forms/print-report.ts';
import { assertMayListen } from '../monitor/people/may-listen.ts';
import { createSetupLink } from '../monitor/people/set-up.ts';
import { blindSince } from '../monitor/upkeep/blindness.ts';
import { mailPreview } from '../notify/mail/preview.ts';
import { hasUser } from '../store/people/users.ts';
import { getMeta } from '../store/records/meta.ts';
import { createWeb } from '../web/app.tsx';
import { createPublicWeb } from '../web/public/app.tsx';
import { type RunningWeb, startWeb } from '../web/start-web.ts';
import { startMetrics } from './metrics.ts';
import { clock, version } from './process.ts';

const freshHeartbeatMs = 60_000;

export async function start(parts: OpenedMonitorParts): Promise<Running> {
  const { config, db, pictures, underWay } = parts;
  checkBrowserStart(config);
  await assertMayListen(config, db);
  const health = async () => {
    const heartbeatAt = await getMeta(db, 'heartbeat');
    const ok = heartbeatAt !== null && clock() - heartbeatAt < freshHeartbeatMs;
    const disk = await statfs(config.dataDir).catch(() => null);
    const space = disk ? { freeBytes: disk.bavail * disk.bsize } : {};
    return { ok, heartbeatAt, blindSince: await blindSince(parts), ...space };
  };
  const stopping = new AbortController();
  const { signal } = stopping;
  const forms = parts.forms();
  const { playbook } = parts;
  const acts = createDashboardActs(parts);
  const previewMail = mailPreview(playbook, config.schedule.timezone);
  const metrics = parts.metrics === undefined ? null : await startMetrics(parts, parts.metrics);
  const app = createWeb({
    parts,
    acts,
    pictures,
    playbook,
    forms,
    printForm: (form, values, format) => printReport(parts, form, values, format),
    previewMail,
    health,
    version,
    ...(metrics?.onDashboard ? { metrics: metrics.onDashboard } : {}),
    underWay,
    stopping: signal,
  });
  const web = await startWeb(app, config.web.listen).catch(async (error) => {
    await metrics?.close();
    throw error;
  });
  const publicPage = await startPublicPage(parts).catch(async (error) => {
    await Promise.all([web.close(), metrics?.close()]);
    throw error;
  });
  const setUpFile = (await hasUser(db)) ? null : await createSetupLink(parts, config.web.publicUrl ?? web.url);
  const daemon = await startDaemon(parts);
  return {
    url: web.url,
    publicPage: publicPage?.url ?? null,
    setUpFile,
    async stop() {
      stopping.abort();
      await Promise.all([daemon.stop(), web.close(), publicPage?.close(), metrics?.close()]);
    },
  };
}

/** On a listener of its own, where the dashboard does not exist. */
async function startPublicPage(parts: OpenedMonitorParts): Promise<RunningWeb | null> {
  const { publicListen } = parts.config.web;
  if (publicListen === undefined) return null;
  return startWeb(createPublicWeb(parts, publicListen), publicListen, 'web.publicListen');
}
