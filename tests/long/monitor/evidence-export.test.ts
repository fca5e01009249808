/** How long the package of an attack on five pages takes, and how much memory: with the traffic of heavy pages. */
import { randomBytes } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { verifyPackage } from '../../../src/monitor/evidence/verify/verify-package.ts';
import { answerOf, keepTraffic, openEvidenceScene } from '../../support/evidence-scene.ts';

const paths = ['/tin-tuc', '/van-ban', '/dich-vu', '/lien-he'];
/** A heavy portal's home page: 5 MB in 60 files. */
const files = 60;
const fileBytes = 85_000;

it('five defaced pages are exported and verified in seconds, within bounded memory', async ({ task }) => {
  const scene = await openEvidenceScene({ paths });
  const captures = await scene.parts.db.selectFrom('captures').select(['id', 'targetId']).execute();
  for (const { id, targetId } of captures) {
    const exchanges = Array.from({ length: files }, (_, index) => ({
      url: `https://thanhson.example.gov.vn/${targetId}/${index}.jpg`,
      answer: answerOf(randomBytes(fileBytes)),
    }));
    await keepTraffic(scene.parts, id, exchanges);
  }
  const before = process.memoryUsage().rss;
  let peak = before;
  const sampler = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage().rss);
  }, 20);
  const startedAt = performance.now();
  const { path, missing } = await scene.export();
  const exportedMs = performance.now() - startedAt;
  clearInterval(sampler);
  const verified = await verifyPackage(path, { key: null, roots: null });
  const verifiedMs = performance.now() - startedAt - exportedMs;
  const { size } = await stat(path);
  task.meta.figures = {
    'export of five pages, seconds': (exportedMs / 1_000).toFixed(1),
    'verification, seconds': (verifiedMs / 1_000).toFixed(1),
    'package, MB': (size / 1e6).toFixed(0),
    'memory beyond that before, MB': ((peak - before) / 1e6).toFixed(0),
    'captures kept': String(captures.length),
  };
  console.log(task.meta.figures);
  expect(missing).toEqual([]);
  expect(verified.claims.filter(({ state }) => state === 'broken')).toEqual([]);
}, 120_000);
