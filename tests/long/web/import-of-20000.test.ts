/** The longest list that the dashboard takes, checked and registered while others use it; blocks include the test's own form. */
import { expect, onTestFinished, test } from 'vitest';
import { listSites } from '../../../src/store/registry/registry.ts';
import { openTestDesk } from '../../support/test-desk.ts';

const now = Date.parse('2026-11-21T14:38:00Z');
const lines = 20_000;

/** Longest time that the event loop did not get on, by the clock and by this process's own processor time. */
function watchLoop() {
  let [at, cpu] = [performance.now(), process.cpuUsage()];
  const worst = { clockMs: 0, processorMs: 0 };
  const timer = setInterval(() => {
    const used = process.cpuUsage(cpu);
    const gap = performance.now() - at;
    worst.clockMs = Math.max(worst.clockMs, gap);
    worst.processorMs = Math.max(worst.processorMs, Math.min(gap, (used.user + used.system) / 1_000));
    [at, cpu] = [performance.now(), process.cpuUsage()];
  }, 1);
  return () => {
    clearInterval(timer);
    return worst;
  };
}

test('20,000 portals from one list', async ({ task }) => {
  const desk = await openTestDesk({ now });
  onTestFinished(desk.close);
  const as = await desk.signedIn('operator');
  const head = 'tên cổng;địa chỉ;cơ quan;thư điện tử;mức quan trọng;nhãn';
  const rows = Array.from(
    { length: lines },
    (_, i) =>
      `Cổng thông tin số ${i};https://cong-${i}.example/;Cơ quan ${i % 300};truc@hop-${i % 300}.example;cao;Đợt ${i % 5}`,
  );
  const figures: Record<string, number> = {};
  const timed = async (name: string, path: string, fields: Readonly<Record<string, string>>) => {
    const stop = watchLoop();
    const from = performance.now();
    const answer = await desk.send(path, fields, as);
    const page = await answer.text();
    figures[`${name}, s`] = Math.round((performance.now() - from) / 100) / 10;
    const { clockMs, processorMs } = stop();
    figures[`${name}, longest block, ms`] = Math.round(clockMs);
    figures[`${name}, longest block, ms of processor time`] = Math.round(processorMs);
    expect(answer.status).toBe(200);
    return page;
  };
  const preview = await timed('preview', '/sites/import', { list: [head, ...rows].join('\n') });
  expect(preview).toContain(`${lines} cổng mới`);
  const carried = /name="carried" value="([^"]*)"/.exec(preview)?.[1] ?? '';
  const list = carried.replaceAll('&quot;', '"').replaceAll('&amp;', '&');
  await timed('import', '/sites/import/confirm', { carried: list });
  expect(await listSites(desk.store.db)).toHaveLength(lines);
  task.meta.figures = figures;
}, 900_000);
