/** Approved portals with the traffic of a real look, and static copies of them served by a plain web server. */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Capturer } from '../../src/capture/capture.ts';
import type { Capture, ReducedPicture } from '../../src/core/domain/capture.ts';
import { contentPolicy } from '../../src/core/restore/content-policy.ts';
import { keepEvidence } from '../../src/monitor/check/keep-capture.ts';
import type { Observed } from '../../src/monitor/check/look/observed.ts';
import type { MonitorParts } from '../../src/monitor/parts.ts';
import { insertCapture } from '../../src/store/targets/captures.ts';
import { write } from '../../src/store/write.ts';
import { captureOf, testNow } from './loopback-portal.ts';
import { seedBaseline, seedSite } from './seed-desk.ts';
import type { TestDesk } from './test-desk.ts';
import { contentOf } from './test-pictures.ts';

type Keeping = Pick<MonitorParts, 'blobs' | 'pictures' | 'config' | 'log' | 'db'>;

export async function lookAt(capturer: Capturer, url: string): Promise<Capture> {
  // On the page's own time, as most looks are: then its picture and its markup are of the same moment.
  const look = { url, tier: 'browser', profile: 'browser', realTime: false } as const;
  return captureOf(await capturer.take(look, undefined, { take: () => true }));
}

/** Registers a portal whose pages were learned from one browser look each. @returns its number */
export async function seedPortal(
  desk: TestDesk,
  at: number,
  looks: readonly Capture[],
  status: 'approved' | 'provisional' = 'approved',
): Promise<number> {
  const [first] = looks;
  if (first === undefined) throw new TypeError('no look');
  const paths = looks.slice(1).map(({ url }) => url);
  const site = await seedSite(desk.store, at, { url: first.url, paths });
  for (const [index, capture] of looks.entries()) await seedLearned(desk, `${site}.${index + 1}`, at, capture, status);
  return site;
}

/** A baseline that was learned from one browser look. */
export async function seedLearned(
  desk: TestDesk,
  targetId: string,
  at: number,
  capture: Capture,
  status: 'approved' | 'provisional' = 'approved',
): Promise<void> {
  const parts: Keeping = { ...desk.parts, pictures: desk.pictures };
  const [kept] = await keepEvidence(parts, { captures: [capture] } as unknown as Observed, 'evidence');
  if (kept === undefined) throw new TypeError('nothing was kept');
  const id = await write(parts.db, (trx) => insertCapture(trx, targetId, 'learning', kept));
  await seedBaseline(desk.store, targetId, { at, status, captureIds: [id] });
}

export interface RecordedAnswer {
  readonly url: string;
  readonly type?: string;
  readonly mediaType?: string;
  readonly status?: number;
  readonly location?: string;
  /** Null: it was not recorded. */
  readonly body?: string | Uint8Array | null;
}

/** A browser look without a browser: its markup, and what it received. */
export function recordedLook(url: string, html: string, answers: readonly RecordedAnswer[] = []): Capture {
  const content = (body: string | Uint8Array, mediaType: string) => ({ ...contentOf(Buffer.from(body)), mediaType });
  return {
    tier: 'browser',
    profile: 'browser',
    at: testNow,
    url,
    finalUrl: url,
    hops: [],
    status: 200,
    headers: [],
    body: content(html, 'text/html'),
    html,
    charset: 'utf-8',
    cutOff: null,
    rendering: {
      html,
      screenshot: null,
      rendererVersion: 'test',
      realTime: false,
      dialogs: [],
      navigations: [],
      console: [],
      resources: [],
      popups: [],
    },
    traffic: {
      exchanges: answers.map(
        ({ url: address, type = 'image', mediaType = 'image/png', status = 200, location, body = 'x' }) => ({
          url: address,
          method: 'GET',
          type,
          at: testNow,
          durationMs: 1,
          requestHeaders: [],
          answer: {
            status,
            statusText: '',
            protocol: 'h2',
            headers: location === undefined ? [] : [['location', location]],
            address: null,
            body: body === null ? null : content(body, mediaType),
            form: 'decoded',
            isWhole: body !== null,
          },
          failure: null,
        }),
      ),
      certificates: [],
      left: { exchanges: 0, bytes: 0 },
    },
    durationMs: 1,
  };
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.gif': 'image/gif',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.ttf': 'font/ttf',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript',
  '.json': 'application/json',
};

export interface ServedFolder {
  readonly url: string;
  /** Paths that were asked for and are not there. */
  readonly lost: string[];
  close(): Promise<void>;
}

/**
 * As the guide in a copy says: files by their ending, with its headers, and nothing else.
 * @param prefix of a portal that is no copy: where it stands, without the headers
 */
export async function serveFolder(root: string, prefix = ''): Promise<ServedFolder> {
  const lost: string[] = [];
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://copy');
    const own = pathname.startsWith(prefix) ? pathname.slice(prefix.length) : '/none';
    const path = own.endsWith('/') ? `${own}index.html` : own;
    const bytes = await readFile(join(root, decodeURIComponent(path))).catch(() => null);
    if (bytes === null) {
      lost.push(path);
      return void response.writeHead(404).end();
    }
    response.writeHead(200, {
      'content-type': types[extname(path)] ?? 'application/octet-stream',
      'content-encoding': 'gzip',
      'x-content-type-options': 'nosniff',
      ...(prefix === '' ? { 'content-security-policy': contentPolicy } : {}),
    });
    response.end(gzipSync(bytes));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}${prefix}/`,
    lost,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Share of tiles of the first picture that the second shows otherwise; what only one of them has counts. */
export function changedTiles(before: ReducedPicture, after: ReducedPicture): number {
  const [a, b] = [before, after].map(({ rgb }) => Buffer.from(rgb, 'base64'));
  const rows = Math.max(before.rows, after.rows);
  const columns = Math.max(before.columns, after.columns);
  let changed = 0;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const colour = (picture: ReducedPicture, bytes: Buffer | undefined, channel: number) =>
        row < picture.rows && column < picture.columns
          ? (bytes?.[(row * picture.columns + column) * 3 + channel] ?? 0)
          : Number.NaN;
      const isSame = [0, 1, 2].every(
        (channel) => Math.abs(colour(before, a, channel) - colour(after, b, channel)) <= 24,
      );
      if (!isSame) changed += 1;
    }
  }
  return changed / (rows * columns);
}
