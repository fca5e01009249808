/**
 * One round of discovery at one site: what is due of its sitemap, of an address that does not exist and of a well-known
 * name, and one page. So a site gets a few single requests now and then, whatever it says about itself.
 */
import type { DroppedName } from '../../config/dropped-names.ts';
import type { Capture } from '../../core/model.ts';
import { controlAddress } from '../../core/pages/control-address.ts';
import { linksIn } from '../../core/pages/links-in.ts';
import { learnAnswer } from '../../core/pages/not-found-answers.ts';
import type { SiteKnowledge } from '../../core/pages/site-knowledge.ts';
import { saveRound } from '../../store/discoveries.ts';
import { dropFoundPage, nextFoundPages, noteFoundPages, saveFoundLook } from '../../store/found-pages.ts';
import type { DiscoveryRow, FoundPageRow } from '../../store/schema.ts';
import type { Parts } from '../parts.ts';
import { hostsOf, loadKnowledge, registeredOf } from './load-knowledge.ts';
import { lookAtProbe } from './look-at-probe.ts';
import { mostLinks } from './note-links.ts';
import { readSitemaps } from './read-sitemaps.ts';
import { isAllowed, type Robots } from './robots.ts';

export interface Round {
  readonly parts: Parts;
  readonly owner: string;
  readonly signal: AbortSignal;
  readonly row: DiscoveryRow;
  readonly names: readonly DroppedName[];
}

interface Ground {
  /** Registered addresses, the home page first. */
  readonly urls: readonly string[];
  readonly hosts: ReadonlySet<string>;
  readonly robots: Robots;
  readonly knowledge: () => Promise<SiteKnowledge>;
}

const dayMs = 86_400_000;
/** Share of the addresses kept that a sitemap may fill: what pages link to keeps its place. */
const sitemapShare = 0.75;
/** Candidates passed over in one round because robots are asked to leave them alone. */
const mostRefused = 20;

export async function runRound(round: Round): Promise<void> {
  const { parts, row, signal } = round;
  const registered = await registeredOf(parts.db, row.siteId);
  const urls = registered.map(({ url }) => url);
  const hosts = hostsOf(registered);
  if (urls.length === 0) return;
  let known: SiteKnowledge | null = null;
  const knowledge = async (): Promise<SiteKnowledge> => {
    known ??= await loadKnowledge(parts.db, row.siteId);
    return known;
  };
  const robots = await robotsOf(round, urls, hosts);
  const ground: Ground = { urls, hosts, robots, knowledge };
  signal.throwIfAborted();
  if (isDue(row.notFoundAt, parts.config.discovery.controlEvery, parts.clock())) await lookAtNothing(round, ground);
  signal.throwIfAborted();
  await lookForDropped(round, ground);
  signal.throwIfAborted();
  await lookAtNext(round, ground);
}

/** The rules for robots, read together with the sitemaps when those are due. */
async function robotsOf(round: Round, urls: readonly string[], hosts: ReadonlySet<string>): Promise<Robots> {
  const { parts, row, owner, signal } = round;
  const { sitemap, keep } = parts.config.discovery;
  if (!isDue(row.sitemapReadAt, sitemap.every, parts.clock())) return row.robots === null ? {} : JSON.parse(row.robots);
  const { robots, pages } = await readSitemaps(parts, urls, hosts, signal);
  signal.throwIfAborted();
  const now = parts.clock();
  const found = pages.filter(({ url }) => !urls.includes(url)).slice(0, Math.floor(keep * sitemapShare));
  await noteFoundPages(parts.db, row.siteId, found, 'sitemap', { most: keep, now });
  await saveRound(parts.db, row.siteId, owner, { robots: JSON.stringify(robots), sitemapReadAt: now });
  return robots;
}

/** How the site answers an address that does not exist: learned while it is clean, judged beside what was learned. */
async function lookAtNothing(round: Round, { urls, robots, knowledge }: Ground): Promise<void> {
  const { parts, row, owner, signal } = round;
  const url = controlAddress(urls[0] ?? '', parts.newId());
  if (!isAllowed(robots, url)) return;
  const seen = await lookAtProbe(parts, { siteId: row.siteId, url, role: 'not-found', knowledge }, () => false, signal);
  const { notFound } = await knowledge();
  const isLesson = seen?.look != null && seen.verdict.level === 'clean';
  const answers = isLesson && seen.look ? JSON.stringify(learnAnswer(notFound, seen.look)) : row.notFoundJson;
  await saveRound(parts.db, row.siteId, owner, { notFoundJson: answers, notFoundAt: parts.clock() });
}

/** One name of the list, in turn, where the agency agreed to it. */
async function lookForDropped(round: Round, { urls, knowledge }: Ground): Promise<void> {
  const { parts, row, owner, signal, names } = round;
  const { droppedPerDay } = parts.config.discovery;
  const name = names[row.droppedAsked % names.length];
  if (name === undefined || droppedPerDay === 0 || !(await mayProbe(round))) return;
  if (!isDue(row.droppedAt, dayMs / droppedPerDay, parts.clock())) return;
  const url = new URL(name.path, urls[0]).href;
  await lookAtProbe(parts, { siteId: row.siteId, url, role: name.class, knowledge }, () => false, signal);
  await saveRound(parts.db, row.siteId, owner, { droppedAsked: row.droppedAsked + 1, droppedAt: parts.clock() });
}

async function mayProbe({ parts, row }: Round): Promise<boolean> {
  const site = await parts.db.selectFrom('sites').select('mayProbe').where('id', '=', row.siteId).executeTakeFirst();
  return site?.mayProbe === 1;
}

/** New pages first; every fourth round goes to what was looked at before. */
async function lookAtNext(round: Round, ground: Ground): Promise<void> {
  const { parts, row, signal } = round;
  // Nothing at all is allowed, or the server failed when it was asked what is: its pages keep their turn.
  if (!isAllowed(ground.robots, ground.urls[0] ?? '')) return;
  const page = await nextAllowed(round, ground.robots);
  if (page === null) return;
  const markOf = (capture: Capture): string =>
    [capture.status, capture.body.hash, capture.finalUrl, parts.policy.version].join(' ');
  const isKnown = (capture: Capture): boolean => page.level === 'clean' && page.mark === markOf(capture);
  const probe = { siteId: row.siteId, url: page.url, role: 'found' as const, knowledge: ground.knowledge };
  const seen = await lookAtProbe(parts, probe, isKnown, signal);
  const lastLookedAt = parts.clock();
  if (seen === null) return saveFoundLook(parts.db, page, { lastLookedAt, mark: page.mark, level: page.level });
  const { verdict, capture, isProvisional } = seen;
  if (capture?.status === 404 || capture?.status === 410) return dropFoundPage(parts.db, page);
  const mark = capture === null || isProvisional ? null : markOf(capture);
  await saveFoundLook(parts.db, page, { lastLookedAt, mark, level: verdict.level });
  if (capture !== null && verdict.level === 'clean') await noteLinksOf(round, ground, capture);
}

async function nextAllowed({ parts, row }: Round, robots: Robots): Promise<FoundPageRow | null> {
  const which = row.round % 4 === 3 ? 'longest-ago' : 'newest';
  for (const page of await nextFoundPages(parts.db, row.siteId, which, mostRefused)) {
    if (isAllowed(robots, page.url)) return page;
    await dropFoundPage(parts.db, page);
  }
  return null;
}

async function noteLinksOf({ parts, row }: Round, { urls, hosts }: Ground, capture: Capture): Promise<void> {
  const found = linksIn(capture.html, capture.finalUrl, hosts, mostLinks)
    .filter(({ url }) => !urls.includes(url))
    .map((page) => ({ ...page, modifiedAt: null }));
  const limits = { most: parts.config.discovery.keep, now: parts.clock() };
  await noteFoundPages(parts.db, row.siteId, found, 'link', limits);
}

function isDue(at: number | null, everyMs: number, now: number): boolean {
  return at === null || now - at >= everyMs;
}
