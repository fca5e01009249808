import { pino } from 'pino';
import { expect, it, onTestFinished } from 'vitest';
import { drawPage } from '../../../benches/support/portal-page.ts';
import { loadPolicy } from '../../../src/config/policy.ts';
import { configSchema } from '../../../src/config/schema/schema.ts';
import { lookAt } from '../../../src/core/facts/look.ts';
import { judgeHere } from '../../../src/core/judge/judge-here.ts';
import { type Baseline, learnBaseline } from '../../../src/core/learned/baseline.ts';
import { createReading } from '../../../src/reading/reading.ts';
import { captureFrom } from '../../support/captures.ts';

const policy = loadPolicy(configSchema.parse({}));
const page = (edition: number, extra = '') =>
  captureFrom(drawPage({ seed: 1, sizeBytes: 60_000, edition }).replace('</main>', `${extra}</main>`));

function baseline(): Baseline {
  const content = learnBaseline(
    [0, 1, 2].map((edition) => lookAt(page(edition), null)),
    0,
  );
  return { targetId: '1.1', profile: 'browser', version: 1, status: 'provisional', learnedAt: 0, revision: 4, content };
}

it('a long page is judged in another thread as it is in this one', async () => {
  const { judging, close } = createReading({ policy: () => policy, clock: Date.now, log: pino({ level: 'silent' }) });
  onTestFinished(close);
  const here = judgeHere(policy);
  const learned = baseline();
  const context = { targetUrl: 'https://portal.binhgiang.gov.vn/', at: 9, baseline: learned, ignored: [] };
  for (const extra of ['', '<h1>Hacked by Kh4i-Test</h1><a href="https://casino.example/">nhà cái</a>']) {
    const look = await judging.read(page(3, extra));
    expect(look).toEqual(await here.read(page(3, extra)));
    const seen = { looks: look === null ? [] : [look], failures: [] };
    const assessment = await judging.assess(context, seen);
    expect(assessment).toEqual(await here.assess(context, seen));
    expect(assessment?.verdict.level).toBe(extra === '' ? 'clean' : 'alarm');
    expect(await judging.learn(seen.looks, 9)).toEqual(await here.learn(seen.looks, 9));
    const refined = await judging.refine(learned, seen.looks, 9);
    expect(refined).toEqual(await here.refine(learned, seen.looks, 9));
    expect(refined?.revision).toBe(5);
    const visitor = await judging.read({ ...page(4, '<p>Chỉ dành cho điện thoại</p>'), profile: 'phone' });
    const visit = visitor && { ...visitor, profile: 'phone' as const };
    const own = visit && (await judging.learnProfile(null, learned, visit, seen.looks));
    expect(own).toEqual(visit && (await here.learnProfile(null, learned, visit, seen.looks)));
    expect(own?.profile).toBe('phone');
  }
});

it('a stopping program says so instead of calling the page unreadable', async () => {
  const { judging, close } = createReading({ policy: () => policy, clock: Date.now, log: pino({ level: 'silent' }) });
  await close();
  await expect(judging.read(page(1))).rejects.toThrow(/stopping/);
});
