/** Of which looks the traffic is kept: with real servers, the real capture, and a clock that the test moves. */
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { afterAll, expect, it } from 'vitest';
import type { Tier } from '../../../src/core/domain/capture.ts';
import type { StoredTraffic } from '../../../src/core/domain/traffic.ts';
import { runCheck } from '../../../src/monitor/check/run-check.ts';
import { createTrafficRooms, type TrafficRooms } from '../../../src/monitor/check/traffic-rooms.ts';
import type { MonitorParts } from '../../../src/monitor/parts.ts';
import { readArchive } from '../../../src/store/evidence/archives.ts';
import { claimDue } from '../../../src/store/targets/targets.ts';
import { captureFrom } from '../../support/captures.ts';
import { type Portal, servePortal, testCapturer } from '../../support/loopback-portal.ts';
import { defacedPage, portalPage, stageWatch } from '../../support/staged-watch.ts';

const capturer = testCapturer();
const open: Portal[] = [];
afterAll(async () => {
  await capturer.close();
  for (const portal of open) await portal.close();
});

interface Watched {
  readonly parts: MonitorParts;
  readonly show: (html: string) => void;
  readonly sent: () => Buffer;
  readonly look: (tier?: Tier) => Promise<string>;
}

/** A learned portal on loopback; it compresses. */
async function watched(rooms: TrafficRooms = createTrafficRooms()): Promise<Watched> {
  let body = gzipSync(portalPage());
  const portal = await servePortal((_req, res) => {
    res.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-encoding': 'gzip' }).end(body);
  });
  open.push(portal);
  const watch = await stageWatch();
  const parts: MonitorParts = { ...watch.parts, takeCapture: capturer.take, trafficRooms: rooms };
  await watch.register(portal.url);
  const look = async (tier?: Tier) => {
    watch.advance(3_600_000);
    const claim = { owner: 'test', now: watch.now(), leaseMs: 60_000, limit: 1, inFlight: [], perHost: 9, perSite: 9 };
    for (const due of ['http', 'browser'] as const) {
      const [target] = await claimDue(parts.db, { ...claim, tier: due });
      if (target)
        return (await runCheck(parts, target, 'test', { dueAt: target.nextCheckAt, tier }))?.verdict.level ?? '';
    }
    throw new TypeError('nothing was due');
  };
  for (let round = 0; round < 3; round += 1) await look();
  return {
    parts,
    show: (html) => {
      body = gzipSync(html);
    },
    sent: () => body,
    look,
  };
}

const archives = ({ parts }: Watched) =>
  parts.db
    .selectFrom('archives')
    .innerJoin('captures', 'captures.id', 'archives.captureId')
    .select(['captureId', 'archives.keptFor', 'tier'])
    .orderBy('captureId')
    .execute();

async function trafficOf({ parts }: Watched, captureId: number): Promise<StoredTraffic> {
  const traffic = await readArchive(parts.db, parts.blobs, captureId);
  if (traffic === null) throw new TypeError('no archive');
  return traffic;
}

it('keeps the traffic of lessons, of no clean look after them, and of a defaced page byte for byte', async () => {
  const watch = await watched();
  const lessons = await archives(watch);
  expect(lessons.map(({ keptFor, tier }) => `${keptFor} ${tier}`).toSorted()).toEqual([
    ...Array<string>(3).fill('learning browser'),
    ...Array<string>(3).fill('learning http'),
  ]);
  expect(await watch.look()).toBe('clean');
  expect(await watch.look()).toBe('clean');
  expect(await archives(watch)).toEqual(lessons);
  watch.show(defacedPage);
  expect(await watch.look('http')).toBe('alarm');
  const [kept] = (await archives(watch)).slice(lessons.length).filter(({ tier }) => tier === 'http');
  expect(kept).toMatchObject({ keptFor: 'evidence' });
  const { exchanges } = await trafficOf(watch, kept?.captureId ?? 0);
  const { body, form } = exchanges[0]?.answer ?? {};
  expect(form).toBe('transferred');
  expect(Buffer.from((await watch.parts.blobs.get(body?.hash ?? '')) ?? [])).toEqual(watch.sent());
});

it('lets the memory of a look go when it ends', async () => {
  let taken = 0;
  const rooms = createTrafficRooms();
  const watch = await watched({
    open: () => {
      const room = rooms.open();
      let own = 0;
      return {
        take: (bytes) => {
          const isTaken = room.take(bytes);
          if (isTaken) own += bytes;
          if (isTaken) taken += bytes;
          return isTaken;
        },
        close: () => {
          room.close();
          taken -= own;
          own = 0;
        },
      };
    },
  });
  await watch.look();
  expect(taken).toBe(0);
});

it('gives each body one blob, by its hash', async () => {
  const watch = await watched();
  const [first] = await archives(watch);
  const { exchanges } = await trafficOf(watch, first?.captureId ?? 0);
  for (const { answer } of exchanges) {
    if (!answer?.body) continue;
    const bytes = await watch.parts.blobs.get(answer.body.hash);
    expect(
      createHash('sha256')
        .update(bytes ?? '')
        .digest('hex'),
    ).toBe(answer.body.hash);
  }
});

it('never reaches the threads that read and judge', async () => {
  const { judging } = (await stageWatch()).parts;
  // What can't be cloned would end the job.
  const traffic = { exchanges: [], certificates: [], left: { exchanges: 0, bytes: 0 }, uncloneable: () => {} };
  const capture = { ...captureFrom(portalPage()), traffic };
  expect(await judging.read(capture)).toMatchObject({ status: 200 });
  const context = {
    targetUrl: capture.url,
    at: 0,
    baseline: null,
    profiles: new Map(),
    ignored: [],
    pastFingerprints: [],
  };
  expect(await judging.scan(capture, { ...context, usualCut: null, site: null })).toEqual([]);
});
