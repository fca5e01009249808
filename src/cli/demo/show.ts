/** The main job, step by step, on a prepared stage: register, learn, deface, catch, mail, and nothing else. */
import { setTimeout as delay } from 'node:timers/promises';
import { VonggacError } from '../../core/errors.ts';
import type { Progress } from './progress.ts';
import type { Stage } from './stage.ts';
import {
  type DemoSummary,
  defacedLine,
  type IncidentList,
  noSightings,
  remember,
  type Sightings,
  type SiteList,
  summarise,
  targetsOf,
} from './watched.ts';

/** Least pause between two listings; each runs in its own process and competes with the looks. */
const pollMs = 1_000;
/** Enough for a small, busy machine; a good run takes a fraction. */
const limitsMs = { up: 60_000, learn: 300_000, catch: 180_000, mail: 60_000, run: 180_000 } as const;
/** Looks at every page after the mail, to be sure that nothing else alarms. */
const looksAfter = 2;

/** Fictional watch officers of fictional agencies. */
const recipient = (name: string): string => `truc.attt@${name}.example`;

interface DemoRun {
  readonly stage: Stage;
  readonly progress: Progress;
  readonly signal: AbortSignal;
  readonly sightings: Sightings;
}

/** Polls until `look` returns something; on time-out, reports what is missing. */
async function until<T>(run: DemoRun, limitMs: number, missing: string, look: () => Promise<T | null>): Promise<T> {
  const deadline = Date.now() + limitMs;
  for (;;) {
    run.stage.mustRun();
    const asked = Date.now();
    const found = await look();
    if (found !== null) return found;
    if (Date.now() > deadline)
      throw new VonggacError(
        'failed',
        `${missing} within ${limitMs / 1_000} s; the daemon's log is ${run.stage.folder}/daemon.log.`,
      );
    await delay(Math.max(pollMs, 2 * (Date.now() - asked)), undefined, { signal: run.signal });
  }
}

async function sites({ stage, sightings }: DemoRun): Promise<SiteList> {
  const list = await stage.commands.listSites();
  remember(sightings, list);
  return list;
}

async function register({ stage, progress }: DemoRun): Promise<void> {
  for (const portal of stage.portals) {
    progress.now(`registering ${portal.title}`);
    await stage.commands.addSite(portal, recipient(portal.name));
    progress.done(`registered ${portal.title} (${portal.url})`);
  }
}

async function startDaemon(run: DemoRun): Promise<void> {
  run.progress.now('starting the daemon');
  run.stage.startDaemon();
  await until(run, limitsMs.up, 'the dashboard did not answer', async () => {
    const answer = await fetch(new URL('healthz', run.stage.dashboardUrl), { signal: run.signal }).catch(() => null);
    await answer?.body?.cancel();
    return answer?.ok ? true : null;
  });
  run.progress.done(`the daemon runs, dashboard at ${run.stage.dashboardUrl}`);
}

async function learn(run: DemoRun): Promise<void> {
  await until(run, limitsMs.learn, 'not every page was learned', async () => {
    const targets = targetsOf(await sites(run));
    const learned = targets.filter(({ baselineVersion }) => baselineVersion > 0).length;
    run.progress.now(`learning the portals: ${learned} of ${targets.length} pages`);
    return targets.length > 0 && learned === targets.length ? true : null;
  });
  run.progress.done('learned all pages; they are monitored from now on');
}

async function catchIt(run: DemoRun, site: string): Promise<void> {
  run.progress.now('waiting for the incident');
  const incidents = await until<IncidentList>(run, limitsMs.catch, `no incident was opened for ${site}`, async () => {
    await sites(run);
    const list = await run.stage.commands.listIncidents();
    return list.length > 0 ? list : null;
  });
  for (const one of incidents)
    run.progress.done(`incident ${one.number}: ${one.site}, ${one.kinds.join(', ')}, ${one.level}`);
}

async function awaitMail(run: DemoRun): Promise<void> {
  run.progress.now('waiting for the mail');
  const mail = await until(run, limitsMs.mail, 'no mail arrived', async () => run.stage.mails()[0] ?? null);
  run.progress.done(`mail to ${mail.to.join(', ')}: ${mail.subject}`);
}

async function stayQuiet(run: DemoRun): Promise<void> {
  const before = new Map([...run.sightings.looks].map(([id, looks]) => [id, looks.size]));
  await until(run, limitsMs.run, 'not every page was looked at again', async () => {
    const targets = targetsOf(await sites(run));
    const counts = targets.map(({ id }) => (run.sightings.looks.get(id)?.size ?? 0) - (before.get(id) ?? 0));
    const least = Math.min(...counts);
    run.progress.now(
      `making sure that nothing else alarms: ${Math.max(0, least)} of ${looksAfter} more checks of every page`,
    );
    return least >= looksAfter ? true : null;
  });
}

/** Runs the whole demo on a prepared stage. `since` is when the demo began. */
export async function show(
  stage: Stage,
  progress: Progress,
  seed: number,
  since: number,
  signal: AbortSignal,
): Promise<DemoSummary> {
  const run: DemoRun = { stage, progress, signal, sightings: noSightings() };
  const seconds: Record<string, number> = {};
  let last = since;
  const lap = (name: string): void => {
    const now = Date.now();
    seconds[name] = Math.round((now - last) / 100) / 10;
    seconds.total = Math.round((now - since) / 100) / 10;
    last = now;
  };
  await register(run);
  await startDaemon(run);
  lap('setUp');
  await learn(run);
  lap('learn');
  const early = await stage.commands.listIncidents();
  if (early.length > 0) {
    return summarise({ seed, defaced: null, incidents: early, mails: stage.mails().length, seconds }, run.sightings);
  }
  const { name, variant } = await stage.askPortals('deface any', defacedLine);
  const site = stage.portals.find((portal) => portal.name === name)?.title ?? name;
  progress.done(`defaced ${site} (drawn by seed ${seed}: ${variant})`);
  await catchIt(run, site);
  lap('catch');
  await awaitMail(run);
  lap('mail');
  await stayQuiet(run);
  const incidents = await stage.commands.listIncidents();
  lap('watch');
  return summarise(
    { seed, defaced: { site, variant }, incidents, mails: stage.mails().length, seconds },
    run.sightings,
  );
}
