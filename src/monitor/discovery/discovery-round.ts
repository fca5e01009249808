/**
 * One round of discovery at one site: whichever of its sitemap, its not-found probe and a well-known name is due, and
 * one page. A site thus gets only occasional single requests, however many pages it claims to have.
 */

import type { DroppedName } from '../../config/dropped-names.ts';
import type { Capture } from '../../core/domain/capture.ts';
import { controlAddress } from '../../core/pages/control-address.ts';
import { learnAnswer } from '../../core/pages/not-found-answers.ts';
import type { SiteKnowledge } from '../../core/pages/site-knowledge.ts';
import type { Robots } from '../../core/readers.ts';
import { notFoundAnswers } from '../../store/codecs/target-codecs.ts';
import { robotsRules } from '../../store/codecs/value-codecs.ts';
import { mayProbe } from '../../store/registry/registry.ts';
import type { DiscoveryRow, FoundPageRow } from '../../store/schema/schema.ts';
import { saveRound } from '../../store/targets/discoveries.ts';
import { dropFoundPage, nextFoundPages, noteFoundPages, saveFoundLook } from '../../store/targets/found-pages.ts';
import { registeredTargets } from '../../store/targets/targets.ts';
import { laneOf } from '../check/look/read-capture.ts';
import type { MonitorParts } from '../parts.ts';
import { hostsOf, loadKnowledge } from './load-knowledge.ts';
import { lookAtProbe } from './look-at-probe.ts';
import { encodedText, linksIn } from './note-links.ts';
import { readSitemaps } from './read-sitemaps.ts';

export interface Round {
  readonly parts: MonitorParts;
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
/** Share of the stored addresses that a sitemap may fill; the rest is reserved for linked pages. */
const sitemapShare = 0.75;
/** Maximum candidates skipped per round because robots.txt excludes them. */
const mostRefused = 20;

export async function runRound(round: Round): Promise<void> {
  const { parts, row, signal } = round;
  const registered = await registeredTargets(parts.db, row.siteId);
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
  if (isDue(row.notFoundAt, parts.config.discovery.controlEvery, parts.clock())) await probeNotFound(round, ground);
  signal.throwIfAborted();
  await lookForDropped(round, ground);
  signal.throwIfAborted();
  await lookAtNext(round, ground);
}

/** The robots.txt rules, read together with the sitemaps when those are due. */
async function robotsOf(round: Round, urls: readonly string[], hosts: ReadonlySet<string>): Promise<Robots> {
  const { parts, row, owner, signal } = round;
  const { sitemap } = parts.config.discovery;
  const most = Math.floor(parts.config.discovery.keep * sitemapShare);
  if (!isDue(row.sitemapReadAt, sitemap.every, parts.clock()))
    return row.robots === null ? {} : robotsRules.decode(row.robots, row.siteId);
  const { robots, pages } = await readSitemaps(parts, urls, hosts, most + urls.length, signal);
  signal.throwIfAborted();
  const now = parts.clock();
  const found = pages.filter(({ url }) => !urls.includes(url)).slice(0, most);
  await noteFoundPages(parts.db, row.siteId, found, 'sitemap', { most: parts.config.discovery.keep, now });
  await saveRound(parts.db, row.siteId, owner, { robots: robotsRules.encode(robots), sitemapReadAt: now });
  return robots;
}

/** The site's response to an address that does not exist: learned while clean, then judged against what was learned. */
async function probeNotFound(round: Round, { urls, robots, knowledge }: Ground): Promise<void> {
  const { parts, row, owner, signal } = round;
  const url = controlAddress(urls[0] ?? '', parts.newId());
  if (!(await isAllowed(parts, robots, url))) return;
  const seen = await lookAtProbe(parts, { siteId: row.siteId, url, role: 'not-found', knowledge }, () => false, signal);
  const { notFound } = await knowledge();
  const isLesson = seen?.look != null && seen.verdict.level === 'clean';
  const answers = isLesson && seen.look ? notFoundAnswers.encode(learnAnswer(notFound, seen.look)) : row.notFoundJson;
  await saveRound(parts.db, row.siteId, owner, { notFoundJson: answers, notFoundAt: parts.clock() });
}

/** Probes the next name of the list if the agency agreed to it. */
async function lookForDropped(round: Round, { urls, knowledge }: Ground): Promise<void> {
  const { parts, row, owner, signal, names } = round;
  const { droppedPerDay } = parts.config.discovery;
  const name = names[row.droppedAsked % names.length];
  if (name === undefined || droppedPerDay === 0 || !(await mayProbe(parts.db, row.siteId))) return;
  if (!isDue(row.droppedAt, dayMs / droppedPerDay, parts.clock())) return;
  const url = new URL(name.path, urls[0]).href;
  await lookAtProbe(parts, { siteId: row.siteId, url, role: name.class, knowledge }, () => false, signal);
  await saveRound(parts.db, row.siteId, owner, { droppedAsked: row.droppedAsked + 1, droppedAt: parts.clock() });
}

/** New pages first; every fourth round revisits known ones. */
async function lookAtNext(round: Round, ground: Ground): Promise<void> {
  const { parts, row, signal } = round;
  // If everything is forbidden or the server failed to serve its rules, the pages stay due.
  if (!(await isAllowed(parts, ground.robots, ground.urls[0] ?? ''))) return;
  const page = await nextAllowed(round, ground.robots);
  if (page === null) return;
  const etagOf = (capture: Capture): string =>
    [capture.status, capture.body.hash, capture.finalUrl, parts.policy.version].join(' ');
  const isKnown = (capture: Capture): boolean => page.level === 'clean' && page.mark === etagOf(capture);
  const probe = { siteId: row.siteId, url: page.url, role: 'found' as const, knowledge: ground.knowledge };
  const seen = await lookAtProbe(parts, probe, isKnown, signal);
  const lastLookedAt = parts.clock();
  if (seen === null) return saveFoundLook(parts.db, page, { lastLookedAt, mark: page.mark, level: page.level });
  const { verdict, capture, isProvisional } = seen;
  if (capture?.status === 404 || capture?.status === 410) return dropFoundPage(parts.db, page);
  const etag = capture === null || isProvisional ? null : etagOf(capture);
  await saveFoundLook(parts.db, page, { lastLookedAt, mark: etag, level: verdict.level });
  if (capture !== null && verdict.level === 'clean') await noteLinksOf(round, ground, capture);
}

async function nextAllowed({ parts, row }: Round, robots: Robots): Promise<FoundPageRow | null> {
  const which = row.round % 4 === 3 ? 'longest-ago' : 'newest';
  const pages = await nextFoundPages(parts.db, row.siteId, which, mostRefused);
  const allowed = await areAllowed(
    parts,
    robots,
    pages.map(({ url }) => url),
  );
  // Unreadable rules do not remove known pages.
  if (allowed === null) return null;
  for (const [index, page] of pages.entries()) {
    if (allowed[index]) return page;
    await dropFoundPage(parts.db, page);
  }
  return null;
}

function areAllowed(
  { read }: MonitorParts,
  robots: Robots,
  urls: readonly string[],
): Promise<readonly boolean[] | null> {
  return read('allowed', { robots, urls }, laneOf(urls[0] ?? ''));
}

/** Rules that can't be read in time allow nothing. */
async function isAllowed(parts: MonitorParts, robots: Robots, url: string): Promise<boolean> {
  return (await areAllowed(parts, robots, [url]))?.[0] === true;
}

async function noteLinksOf({ parts, row }: Round, { urls, hosts }: Ground, capture: Capture): Promise<void> {
  const found = (await linksIn(parts, capture.html ?? encodedText(capture), capture.finalUrl, hosts))
    .filter(({ url }) => !urls.includes(url))
    .map((page) => ({ ...page, modifiedAt: null }));
  const limits = { most: parts.config.discovery.keep, now: parts.clock() };
  await noteFoundPages(parts.db, row.siteId, found, 'link', limits);
}

function isDue(at: number | null, everyMs: number, now: number): boolean {
  return at === null || now - at >= everyMs;
}
