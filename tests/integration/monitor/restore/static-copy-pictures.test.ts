/** Portals of different make look like their approved picture when their copies are served by a plain web server. */
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { type Portals, startPortals } from '../../../../fixtures/portals/server.ts';
import { owner } from '../../../../src/core/people/actor.ts';
import { makeCopy } from '../../../../src/monitor/restore/make-copy.ts';
import { openTarget } from '../../../../src/monitor/restore/open-target.ts';
import { copiedFixtures } from '../../../support/copied-fixtures.ts';
import { changedTiles, lookAt, seedPortal, serveFolder } from '../../../support/copied-portals.ts';
import { captureConfig, servePortal, testCapturer, testNow } from '../../../support/loopback-portal.ts';
import { openTestDesk, type TestDesk } from '../../../support/test-desk.ts';

const university = join(import.meta.dirname, '../../../../../shared/corpus/sites/vi-ise-uit');
const most = 0.02;
const capturer = testCapturer(captureConfig());
let desk: TestDesk;
let portals: Portals;

beforeAll(async () => {
  desk = await openTestDesk({ now: testNow, config: { retention: { keepFree: '1MB' } } });
  portals = await startPortals({ seed: 7, now: () => new Date(testNow) });
});
afterAll(async () => {
  await capturer.close();
  await portals?.close();
  await desk?.close();
});

/** The original is gone when its copy is looked at. */
async function copyOf(url: string, closeOriginal: () => Promise<void>) {
  const dir = await mkdtemp(join(tmpdir(), 'vonggac-copy-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  const look = await lookAt(capturer, url);
  await closeOriginal();
  const site = await seedPortal(desk, testNow, [look]);
  const folder = join(dir, 'copy');
  const made = await makeCopy(desk.parts, site, {
    actor: owner('an'),
    open: () => openTarget(folder, testNow, false),
  });
  const served = await serveFolder(join(folder, 'www'));
  onTestFinished(served.close);
  const shown = await lookAt(capturer, served.url);
  const [before, after] = [look, shown].map(({ rendering }) => rendering?.screenshot ?? null);
  if (!before || !after) throw new TypeError('no picture');
  const changed = changedTiles(await desk.pictures.reduce(before), await desk.pictures.reduce(after));
  console.log(`${(changed * 100).toFixed(2)} % of the tiles differ: ${expect.getState().currentTestName}`);
  const lost = served.lost.filter((path) => path !== '/favicon.ico');
  return { made, changed, lost, markup: await readFile(join(folder, 'www/index.html'), 'utf8'), shown };
}

test.each(['an-lac', 'hai-thanh', 'van-giang'])('the demo portal %s', async (name) => {
  const url = portals.portals.find((one) => one.name === name)?.url ?? '';
  const { changed, lost, markup } = await copyOf(url, async () => undefined);
  expect(lost).toEqual([]);
  expect(markup).not.toMatch(/<script|\son[a-z]+=/i);
  expect(changed).toBeLessThanOrEqual(most);
});

test.each(Object.entries(copiedFixtures))('%s', async (_name, made) => {
  const { path, files } = await made();
  const portal = await servePortal((request, response) => {
    const file = files.get(new URL(request.url ?? '/', 'http://portal').pathname);
    if (file === undefined) return void response.writeHead(404).end();
    if (file.location !== undefined) return void response.writeHead(302, { location: file.location }).end();
    response.writeHead(200, { 'content-type': file.type }).end(file.body);
  });
  const { changed, lost, markup, shown } = await copyOf(new URL(path, portal.url).href, portal.close);
  expect(lost).toEqual([]);
  expect(markup).not.toMatch(/<script|\son[a-z]+=|127\.0\.0\.1:\d+\/(?!tin)/i);
  // A font that no look needed names nothing in the copy, which Chromium remarks.
  const said = shown.rendering?.console.filter((line) => !line.startsWith('Failed to decode downloaded font: data:,'));
  expect(said).toEqual([]);
  expect(changed).toBeLessThanOrEqual(most);
});

describe.skipIf(!existsSync(university))('a recorded portal', () => {
  test('of a university, whose parts are fetched by scripts', async () => {
    const original = await serveFolder(university, '/ISE_Web');
    const { made, changed, lost } = await copyOf(`${original.url}pages/home.html`, original.close);
    expect(lost).toEqual([]);
    expect(made.files.length).toBeGreaterThan(10);
    expect(changed).toBeLessThanOrEqual(most);
  });
});
