/**
 * A learned portal on loopback, over real HTTP and with a real browser, and discovery rounds on a clock that the test
 * moves.
 */

import { afterAll, expect, onTestFinished } from 'vitest';
import { loadDroppedNames } from '../../src/config/dropped-names.ts';
import { owner } from '../../src/core/people/actor.ts';
import { runCheck } from '../../src/monitor/check/run-check.ts';
import { discoverNext } from '../../src/monitor/discovery/discover-next.ts';
import type { MonitorParts } from '../../src/monitor/parts.ts';
import { registerSite, vetSite } from '../../src/monitor/sites/register-site.ts';
import type { SiteRequest } from '../../src/monitor/sites/site-request.ts';
import { claimDue } from '../../src/store/targets/targets.ts';
import { impatient } from './impatient.ts';
import { captureConfig, type Portal, servePortal, testCapturer } from './loopback-portal.ts';
import { portalPage, stageWatch } from './staged-watch.ts';

export interface Served {
  readonly status?: number;
  readonly type?: string;
  readonly body: string | Uint8Array;
}

/** The portal's site by path and query; its content can be changed at any time. */
export interface DiscoveryScene {
  readonly parts: MonitorParts;
  readonly portal: Portal;
  readonly pages: Map<string, Served>;
  /** Answers paths without a page. */
  answerOthers(answer: (path: string) => Served): void;
  readonly siteId: number;
  advance(ms: number): void;
  /** Moves the clock to the next round and runs it, `count` times. */
  rounds(count: number): Promise<void>;
  /** Runs a round if one is due now. */
  round(): Promise<boolean>;
  /** Looks at every due target, repeatedly, for as long as something is due within `forMs`. */
  looks(forMs: number): Promise<void>;
}

const dayMs = 86_400_000;

/** One browser for all scenes of a file, on the clock of the current scene. */
let clock = (): number => 0;
const capturer = testCapturer(captureConfig(), { clock: () => clock() });
afterAll(() => capturer.close());

/** A page in the portal's frame. */
export function framed(extra: string, title?: string): Served {
  return { body: portalPage(title === undefined ? { extra } : { extra, title }) };
}

export async function discoveryScene(
  request: Partial<SiteRequest> = {},
  discovery: Record<string, unknown> = {},
): Promise<DiscoveryScene> {
  const { capture, egress } = captureConfig();
  const watch = await stageWatch({ discovery });
  const pages = new Map<string, Served>([['/', framed('')]]);
  let others = (_path: string): Served => ({ status: 404, body: '<h1>404 Not Found</h1><p>nginx</p>' });
  const portal = await servePortal((asked, response) => {
    const {
      status = 200,
      type = 'text/html; charset=utf-8',
      body,
    } = pages.get(asked.url ?? '') ?? others(asked.url ?? '');
    response.writeHead(status, { 'content-type': type }).end(body);
  });
  onTestFinished(() => portal.close());
  const config = { ...watch.parts.config, capture, egress };
  clock = watch.now;
  const parts: MonitorParts = { ...watch.parts, config, takeCapture: impatient(capturer.take) };
  const vetted = await vetSite(
    { url: portal.url, emails: ['tinhoc@co-quan.example'], paths: [], ...request },
    capturer.vet,
  );
  const { siteId } = await registerSite(parts, vetted, { merge: false, actor: owner('test') });

  async function looks(forMs: number): Promise<void> {
    const until = watch.now() + forMs;
    for (;;) {
      const due = await parts.db
        .selectFrom('targets')
        .select((eb) => eb.fn.min('nextCheckAt').as('at'))
        .executeTakeFirstOrThrow();
      if (Number(due.at) > until) break;
      watch.advance(Math.max(0, Number(due.at) - watch.now()));
      for (const tier of ['http', 'browser'] as const) {
        const claim = {
          owner: 'test',
          now: watch.now(),
          leaseMs: 60_000,
          limit: 50,
          tier,
          inFlight: [],
          perHost: 50,
          perSite: 50,
        };
        for (const target of await claimDue(parts.db, claim))
          await runCheck(parts, target, 'test', { dueAt: target.nextCheckAt });
      }
    }
    watch.advance(Math.max(0, until - watch.now()));
  }
  function round(): Promise<boolean> {
    return discoverNext(parts, 'round', loadDroppedNames(), new AbortController().signal);
  }
  // Learning: three looks, a minute apart.
  await looks(130_000);
  return {
    parts,
    portal,
    pages,
    siteId,
    answerOthers: (answer) => {
      others = answer;
    },
    advance: watch.advance,
    looks,
    round,
    async rounds(count) {
      let made = 0;
      for (let step = 0; made < count && step < count * 40; step += 1) {
        watch.advance(dayMs / config.discovery.pagesPerDay / 10);
        if (await round()) made += 1;
      }
      expect(made).toBe(count);
    },
  };
}
