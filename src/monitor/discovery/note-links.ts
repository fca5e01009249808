/** Passes pages linked from a clean look to discovery. */

import type { Capture } from '../../core/domain/capture.ts';
import type { PageAddress } from '../../core/pages/page-address.ts';
import type { EncodedText } from '../../core/readers.ts';
import type { TargetRow } from '../../store/schema/schema.ts';
import { noteFoundPages } from '../../store/targets/found-pages.ts';
import { registeredTargets } from '../../store/targets/targets.ts';
import type { Observed } from '../check/look/observed.ts';
import { laneOf } from '../check/look/read-capture.ts';
import type { MonitorParts } from '../parts.ts';
import { hostsOf } from './load-knowledge.ts';

/** Per page: longer ones are listings, where the newest links come first. */
const mostLinks = 300;

/**
 * Browser looks only: they are rare and see what scripts add. Links shown only to a special profile are not recorded.
 */
export async function noteLinks(
  parts: Pick<MonitorParts, 'db' | 'config' | 'clock' | 'log' | 'read'>,
  target: Pick<TargetRow, 'siteId'>,
  { captures, deepest, verdict }: Pick<Observed, 'captures' | 'deepest' | 'verdict'>,
): Promise<void> {
  const { enabled, keep } = parts.config.discovery;
  if (!enabled || deepest !== 'browser' || verdict.level !== 'clean') return;
  const registered = await registeredTargets(parts.db, target.siteId);
  const hosts = hostsOf(registered);
  const watched = new Set(registered.map(({ url }) => url));
  const pages = captures
    .filter(({ profile }) => profile === 'browser')
    .flatMap((capture) => [
      { html: capture.html ?? encodedText(capture), url: capture.finalUrl },
      { html: capture.rendering?.html ?? '', url: capture.finalUrl },
    ]);
  const links: PageAddress[] = [];
  for (const { html, url } of pages) links.push(...(await linksIn(parts, html, url, hosts)));
  const found = links.filter(({ url }) => !watched.has(url)).map((page) => ({ ...page, modifiedAt: null }));
  await noteFoundPages(parts.db, target.siteId, found, 'link', { most: keep, now: parts.clock() });
}

/** Pages of these hosts that the markup links to; none from markup that stalls the parser. */
export async function linksIn(
  { read }: Pick<MonitorParts, 'read'>,
  html: string | EncodedText,
  url: string,
  hosts: ReadonlySet<string>,
): Promise<readonly PageAddress[]> {
  if (html === '') return [];
  return (await read('links', { html, url, hosts: [...hosts], most: mostLinks }, laneOf(url))) ?? [];
}

export function encodedText({ body, charset }: Capture): EncodedText {
  return { bytes: body.bytes, charset };
}
