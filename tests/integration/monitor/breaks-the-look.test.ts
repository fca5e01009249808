/** A page that breaks what looks at it, from the first broken look to the queue; and one that always did. */

import { describe, expect, it } from 'vitest';
import type { CaptureFailure, CaptureRequest } from '../../../src/core/domain/capture.ts';
import { owner } from '../../../src/core/people/actor.ts';
import type { Judging, TakeCapture } from '../../../src/core/ports.ts';
import { approveBaseline } from '../../../src/monitor/baseline/approve-baseline.ts';
import { createBreaks } from '../../../src/monitor/check/breaks.ts';
import { listIncidents } from '../../../src/store/incidents/incidents.ts';
import { listOpenSuspects } from '../../../src/store/incidents/suspects.ts';
import { portalPage, type StagedWatch, stageWatch } from '../../support/staged-watch.ts';

const home = 'https://thanhson.example.gov.vn/';
const minute = 60_000;

async function watched(options: { breaksFirst?: boolean } = {}): Promise<StagedWatch> {
  const watch = await stageWatch();
  if (options.breaksFirst) breakBrowsers(watch);
  watch.show(home, { html: portalPage() });
  await watch.register(home);
  await watch.learn();
  return watch;
}

/** The page ends every browser that opens it. */
function breakBrowsers(watch: StagedWatch, isBreaking: (request: CaptureRequest) => boolean = () => true): void {
  const { takeCapture } = watch.parts;
  const breaking: TakeCapture = async (request, signal) => {
    const outcome = await takeCapture(request, signal);
    if (request.tier === 'http' || !isBreaking(request)) return outcome;
    const { tier, profile } = request;
    const failure: CaptureFailure = {
      tier,
      profile,
      at: watch.now(),
      kind: 'page-broke',
      retryable: true,
      reason: 'The page ended the browser.',
      hops: [],
      durationMs: 1,
    };
    return { ok: false, failure };
  };
  Object.assign(watch.parts, { takeCapture: breaking });
}

async function lookFor(watch: StagedWatch, ms: number): Promise<void> {
  const until = watch.now() + ms;
  while (watch.now() < until) await watch.look(1);
}
const suspects = (watch: StagedWatch) => listOpenSuspects(watch.parts.db);
const levels = async (watch: StagedWatch) =>
  (await watch.parts.db.selectFrom('checks').select(['level', 'kind']).distinct().orderBy('level').execute()).map(
    ({ level, kind }) => `${level} ${kind ?? ''}`.trim(),
  );

describe('a page that begins to break browsers', () => {
  it('stands in the queue, and no look without a browser clears it', async () => {
    const watch = await watched();
    breakBrowsers(watch);
    await lookFor(watch, 100 * minute);
    expect(await suspects(watch)).toMatchObject([
      { kind: 'injection', fingerprint: expect.stringMatching(/^breaks-the-look:/) },
    ]);
    expect(await levels(watch)).toEqual(['clean', 'suspect injection']);
    expect(await listIncidents(watch.parts.db, { onlyLive: true, limit: 9 })).toEqual([]);
    // Approved as a page that does so, it is one from then on.
    const [row] = await suspects(watch);
    await approveBaseline(watch.parts, { checkId: row?.checkId ?? 0, actor: owner('an'), reason: null });
    const { id } = await watch.parts.db
      .selectFrom('checks')
      .select((eb) => eb.fn.max('id').as('id'))
      .executeTakeFirstOrThrow();
    await lookFor(watch, 100 * minute);
    expect(await suspects(watch)).toEqual([]);
    const since = watch.parts.db.selectFrom('checks').select('level').distinct().where('id', '>', Number(id));
    expect(await since.orderBy('level').execute()).toEqual([{ level: 'clean' }, { level: 'unknown' }]);
  });

  it('is unknown when it does so once', async () => {
    const watch = await watched();
    let left = 1;
    breakBrowsers(watch, () => left-- > 0);
    await lookFor(watch, 100 * minute);
    expect(await suspects(watch)).toEqual([]);
    expect(await levels(watch)).toEqual(['clean', 'unknown error-page']);
  });

  it('is our fault while memory is short', async () => {
    const watch = await watched();
    Object.assign(watch.parts, { breaks: createBreaks(() => 50_000_000) });
    breakBrowsers(watch);
    await lookFor(watch, 100 * minute);
    expect(await suspects(watch)).toEqual([]);
    expect(await levels(watch)).toEqual(['clean', 'unknown blind']);
  });
});

describe('a page that always broke browsers', () => {
  it('is learned from what is seen without one, and is no suspect for it', async () => {
    const watch = await watched({ breaksFirst: true });
    await lookFor(watch, 100 * minute);
    expect(await suspects(watch)).toEqual([]);
    expect(await levels(watch)).toEqual(['clean', 'unknown error-page']);
    watch.show(home, { html: portalPage({ title: 'Hacked By Kh4i', extra: '<p>Hacked By Kh4i-Test</p>' }) });
    await lookFor(watch, 20 * minute);
    expect(await listIncidents(watch.parts.db, { onlyLive: true, limit: 9 })).toHaveLength(1);
  });
});

describe('a page that nobody can read or judge', () => {
  const breaking = (watch: StagedWatch, step: 'read' | 'assess'): void => {
    const { judging } = watch.parts;
    Object.assign(watch.parts, { judging: { ...judging, [step]: async () => null } satisfies Judging });
  };

  it.each(['read', 'assess'] as const)(
    'stands in the queue when %s breaks, with its body as evidence',
    async (step) => {
      const watch = await watched();
      breaking(watch, step);
      watch.show(home, { html: portalPage({ news: 'Tin mới' }) });
      await lookFor(watch, 40 * minute);
      const [row] = await suspects(watch);
      expect(row).toMatchObject({ kind: 'injection', fingerprint: expect.stringMatching(/^breaks-the-look:/) });
      const check = watch.parts.db
        .selectFrom('checks')
        .selectAll()
        .where('id', '=', row?.checkId ?? 0);
      expect(await check.executeTakeFirst()).toMatchObject({ captureId: expect.any(Number) });
    },
  );

  it.each(['read', 'assess'] as const)('is an incident when %s breaks and its scan finds a signature', async (step) => {
    const watch = await watched();
    breaking(watch, step);
    watch.show(home, { html: portalPage({ title: 'Hacked By Kh4i', extra: '<p>Hacked By Kh4i-Test</p>' }) });
    await lookFor(watch, 20 * minute);
    expect(await listIncidents(watch.parts.db, { onlyLive: true, limit: 9 })).toMatchObject([
      { kinds: ['defacement'] },
    ]);
  });
});
