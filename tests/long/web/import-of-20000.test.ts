/** The longest list that the dashboard takes, checked and registered in the background while others use it. */
import { expect, onTestFinished, test } from 'vitest';
import { workOnLongImport } from '../../../src/monitor/sites/long-import-work.ts';
import { listSites } from '../../../src/store/registry/registry.ts';
import { allowAll } from '../../support/allow-all.ts';
import { openTestDesk, type TestDesk } from '../../support/test-desk.ts';

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

/** The form as a browser sends it, written before anything is measured. */
async function uploadOf(desk: TestDesk, as: string, list: string) {
  const shown = await (await desk.ask('/suspects', { as })).text();
  const form = new FormData();
  form.set('form-token', /name="form-token" value="([^"]+)"/.exec(shown)?.[1] ?? '');
  form.set('file', new File([list], 'cong.csv', { type: 'text/csv' }));
  const written = new Response(form);
  const type = written.headers.get('content-type') ?? '';
  const body = new Uint8Array(await written.arrayBuffer());
  const headers = { 'content-type': type, 'content-length': String(body.byteLength), 'sec-fetch-site': 'same-origin' };
  return { as, method: 'POST', headers, body };
}

test('20,000 portals from one list', async ({ task }) => {
  const desk = await openTestDesk({ now });
  onTestFinished(desk.close);
  const as = await desk.signedIn('operator');
  const head = 'tên cổng;địa chỉ;cơ quan;thư điện tử;mức quan trọng;nhãn';
  // Nearly as large as a list may be.
  const rest = 'phục vụ người dân và doanh nghiệp '.repeat(8);
  const rows = Array.from(
    { length: lines },
    (_, i) =>
      `Cổng thông tin số ${i} ${rest};https://cong-${i}.example/;Cơ quan ${i % 300};truc@hop-${i % 300}.example;cao;Đợt ${i % 5}`,
  );
  const figures: Record<string, number> = {};
  const timed = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
    const stop = watchLoop();
    const from = performance.now();
    const result = await work();
    figures[`${name}, s`] = Math.round((performance.now() - from) / 100) / 10;
    const { clockMs, processorMs } = stop();
    figures[`${name}, longest block, ms`] = Math.round(clockMs);
    figures[`${name}, longest block, ms of processor time`] = Math.round(processorMs);
    return result;
  };
  const list = [head, ...rows].join('\n');
  const upload = await uploadOf(desk, as, list);
  const sent = await timed('upload', () => desk.ask('/sites/import', upload));
  const path = sent.headers.get('location') ?? '';
  const work = () => workOnLongImport({ ...desk.parts, vet: allowAll }, new AbortController().signal);
  await timed('check', work);
  const preview = await timed('page', async () => (await desk.ask(path, { as })).text());
  expect(preview).toContain(`${lines} cổng mới`);
  await desk.send(`${path}/register`, {}, as);
  await timed('import', work);
  expect(await listSites(desk.store.db)).toHaveLength(lines);
  await timed('deletion', () => desk.send(`${path}/drop`, {}, as));
  task.meta.figures = figures;
  for (const [step, most] of Object.entries({ upload: 100, check: 50, page: 50, import: 50, deletion: 50 }))
    expect(figures[`${step}, longest block, ms of processor time`], step).toBeLessThanOrEqual(most);
}, 900_000);
