/** Facts and judgement of a changed page beside the bare parse of it with the same parser. */
import { parse } from 'parse5';
import { loadPolicy } from '../src/config/policy.ts';
import { configSchema } from '../src/config/schema/schema.ts';
import { lookAt } from '../src/core/facts/look.ts';
import { assess } from '../src/core/judge/assess.ts';
import { type Baseline, learnBaseline } from '../src/core/learned/baseline.ts';
import type { Policy } from '../src/core/policy.ts';
import type { Bench, Figure } from './figure.ts';
import { drawnHistories, type PageHistory, recordedHistories } from './support/page-histories.ts';
import { captureOf } from './support/received-page.ts';

const repetitions = 7;
const warmUps = 2;
const most = 20;

export const facts: Bench = {
  name: 'facts',
  async measure() {
    const policy = loadPolicy(configSchema.parse({}));
    const drawn = drawnHistories([20, 40, 70, 70, 100, 150, 250, 500]);
    const recorded = recordedHistories(most);
    return [
      ...figuresOf('drawn pages', drawn, policy),
      ...(recorded.length > 0 ? figuresOf(`${recorded.length} recorded pages`, recorded, policy) : []),
    ];
  },
};

function figuresOf(what: string, pages: readonly PageHistory[], policy: Policy): Figure[] {
  const times = pages.map((page) => timesOf(page, policy));
  const sum = (key: 'bare' | 'judged') => times.reduce((total, time) => total + time[key], 0);
  const bytes = pages.reduce((total, page) => total + Buffer.byteLength(page.changed), 0);
  return [
    {
      name: `facts: facts and judgement, ${what}`,
      value: sum('judged') / sum('bare'),
      unit: '× parse',
      target: { atMost: 1.6 },
    },
    { name: `facts: bare parse, ${what}`, value: bytes / 1_000 / sum('bare'), unit: 'kB/ms', target: null },
  ];
}

/** The best of several turns, taken in turn, so that what else the machine does counts for neither. */
function timesOf(page: PageHistory, policy: Policy): { bare: number; judged: number } {
  const baseline = learned(page);
  const capture = captureOf(page.url, page.changed);
  const judgedOnce = () => {
    const look = lookAt(capture, null);
    const context = { targetUrl: page.url, at: capture.at, baseline, ignored: [] };
    return assess(context, { looks: [look], failures: [] }, policy).verdict;
  };
  let bare = Number.POSITIVE_INFINITY;
  let judged = Number.POSITIVE_INFINITY;
  for (let turn = 0; turn < warmUps + repetitions; turn += 1) {
    const [parseMs, judgeMs] = [timeOf(() => parse(page.changed)), timeOf(judgedOnce)];
    if (turn < warmUps) continue;
    bare = Math.min(bare, parseMs);
    judged = Math.min(judged, judgeMs);
  }
  return { bare, judged };
}

function timeOf(work: () => unknown): number {
  const startedAt = performance.now();
  work();
  return performance.now() - startedAt;
}

function learned(page: PageHistory): Baseline {
  const looks = page.learned.map((html) => lookAt(captureOf(page.url, html), null));
  const content = learnBaseline(looks, 0);
  return { targetId: '1.1', profile: 'browser', version: 1, status: 'approved', learnedAt: 0, revision: 0, content };
}
