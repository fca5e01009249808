/** The main job, step by step, on a stage that is set: register, learn, deface, catch, mail, and nothing else. */
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

/** The least pause between two listings; each is a process of its own that takes time from the looks. */
const pollMs = 1_000;
/** What even a small, busy machine needs; a good run takes a fraction. */
const limitsMs = { up: 60_000, learn: 300_000, catch: 180_000, mail: 60_000, watch: 180_000 } as const;
/** Looks at every page after the mail, to be sure that nothing else alarms. */
const looksAfter = 2;

/** Made-up watch officers of made-up agencies. */
const recipient = (name: string): string => `truc.attt@${name}.example`;

interface Watch {
  readonly stage: Stage;
  readonly progress: Progress;
  readonly signal: AbortSignal;
  readonly sightings: Sightings;
}

/** Asks again and again until `look` gives something; says what did not come when the time is over. */
async function until<T>(watch: Watch, limitMs: number, missing: string, look: () => Promise<T | null>): Promise<T> {
  const deadline = Date.now() + limitMs;
  for (;;) {
    watch.stage.mustRun();
    const asked = Date.now();
    const found = await look();
    if (found !== null) return found;
    if (Date.now() > deadline)
      throw new VonggacError(
        'failed',
        `${missing} within ${limitMs / 1_000} s; the daemon's log is ${watch.stage.folder}/daemon.log.`,
      );
    await delay(Math.max(pollMs, 2 * (Date.now() - asked)), undefined, { signal: watch.signal });
  }
}

async function sites({ stage, sightings }: Watch): Promise<SiteList> {
  const list = await stage.commands.listSites();
  remember(sightings, list);
  return list;
}

async function register({ stage, progress }: Watch): Promise<void> {
  for (const portal of stage.portals) {
    progress.now(`registering ${portal.title}`);
    await stage.commands.addSite(portal, recipient(portal.name));
    progress.done(`registered ${portal.title} (${portal.url})`);
  }
}

async function startDaemon(watch: Watch): Promise<void> {
  watch.progress.now('starting the daemon');
  watch.stage.startDaemon();
  await until(watch, limitsMs.up, 'the dashboard did not answer', async () => {
    const answer = await fetch(new URL('healthz', watch.stage.dashboardUrl), { signal: watch.signal }).catch(
      () => null,
    );
    await answer?.body?.cancel();
    return answer?.ok ? true : null;
  });
  watch.progress.done(`the daemon runs, dashboard at ${watch.stage.dashboardUrl}`);
}

async function learn(watch: Watch): Promise<void> {
  await until(watch, limitsMs.learn, 'not every page was learned', async () => {
    const targets = targetsOf(await sites(watch));
    const learned = targets.filter(({ baselineVersion }) => baselineVersion > 0).length;
    watch.progress.now(`learning what the portals look like: ${learned} of ${targets.length} pages`);
    return targets.length > 0 && learned === targets.length ? true : null;
  });
  watch.progress.done('learned all pages; they are watched from now on');
}

async function catchIt(watch: Watch, site: string): Promise<void> {
  watch.progress.now('waiting for the incident');
  const incidents = await until<IncidentList>(watch, limitsMs.catch, `no incident was opened for ${site}`, async () => {
    await sites(watch);
    const list = await watch.stage.commands.listIncidents();
    return list.length > 0 ? list : null;
  });
  for (const one of incidents)
    watch.progress.done(`incident ${one.number}: ${one.site}, ${one.kinds.join(', ')}, ${one.level}`);
}

async function awaitMail(watch: Watch): Promise<void> {
  watch.progress.now('waiting for the mail');
  const mail = await until(watch, limitsMs.mail, 'no mail arrived', async () => watch.stage.mails()[0] ?? null);
  watch.progress.done(`mail to ${mail.to.join(', ')}: ${mail.subject}`);
}

async function stayQuiet(watch: Watch): Promise<void> {
  const before = new Map([...watch.sightings.looks].map(([id, looks]) => [id, looks.size]));
  await until(watch, limitsMs.watch, 'not every page was looked at again', async () => {
    const targets = targetsOf(await sites(watch));
    const counts = targets.map(({ id }) => (watch.sightings.looks.get(id)?.size ?? 0) - (before.get(id) ?? 0));
    const least = Math.min(...counts);
    watch.progress.now(
      `watching that nothing else alarms: ${Math.max(0, least)} of ${looksAfter} more looks at every page`,
    );
    return least >= looksAfter ? true : null;
  });
}

/** Runs the whole way on a stage that is set. `since` is when the demo began. */
export async function show(
  stage: Stage,
  progress: Progress,
  seed: number,
  since: number,
  signal: AbortSignal,
): Promise<DemoSummary> {
  const watch: Watch = { stage, progress, signal, sightings: noSightings() };
  const seconds: Record<string, number> = {};
  let last = since;
  const lap = (name: string): void => {
    const now = Date.now();
    seconds[name] = Math.round((now - last) / 100) / 10;
    seconds.total = Math.round((now - since) / 100) / 10;
    last = now;
  };
  await register(watch);
  await startDaemon(watch);
  lap('setUp');
  await learn(watch);
  lap('learn');
  const early = await stage.commands.listIncidents();
  if (early.length > 0) {
    return summarise({ seed, defaced: null, incidents: early, mails: stage.mails().length, seconds }, watch.sightings);
  }
  const { name, variant } = await stage.askPortals('deface any', defacedLine);
  const site = stage.portals.find((portal) => portal.name === name)?.title ?? name;
  progress.done(`defaced ${site} (drawn by seed ${seed}: ${variant})`);
  await catchIt(watch, site);
  lap('catch');
  await awaitMail(watch);
  lap('mail');
  await stayQuiet(watch);
  const incidents = await stage.commands.listIncidents();
  lap('watch');
  return summarise(
    { seed, defaced: { site, variant }, incidents, mails: stage.mails().length, seconds },
    watch.sightings,
  );
}
