/** The port `Judging`: short pages at once, long ones in a thread of their own, so that nobody waits while they are read. */
import type { Logger } from 'pino';
import { VonggacError } from '../core/errors.ts';
import type { PageFacts } from '../core/facts/page-facts.ts';
import { judgeHere } from '../core/judge-here.ts';
import type { Look } from '../core/look.ts';
import type { Capture, Content } from '../core/model.ts';
import type { Policy } from '../core/policy.ts';
import type { Judging } from '../core/ports.ts';
import { workerFile } from '../threads/worker-file.ts';
import { createWorkerPool } from '../threads/worker-pool.ts';
import type { Answers, Job } from './job.ts';

/** The budgets of `core/facts` keep the worst page that could be built under three seconds on a slow core. */
const timeLimitMs = 30_000;
/** A body at its cap of 16 million characters and the tree of a page at its own. */
const heapMegabytes = 512;
/** Characters up to which a page is read sooner than sent: two milliseconds. */
const shortMarkup = 10_000;
/** Elements and characters of text up to which it is judged sooner than sent. */
const shortFacts = 4_000;

export interface JudgingOptions {
  readonly policy: Policy;
  readonly log: Logger;
}

/** Starts nothing before the first long page comes. Whoever creates it closes it. */
export function createJudging({ policy, log }: JudgingOptions): Judging & { close(): Promise<void> } {
  const here = judgeHere(policy);
  const pool = createWorkerPool<Job, Answers[keyof Answers]>({
    file: workerFile(import.meta.url, 'worker'),
    size: 1,
    timeLimitMs,
    heapMegabytes,
    start: policy,
    onFailure: (failure, detail) => log.warn({ failure, detail }, 'judging worker replaced'),
  });

  const aside = async <Type extends Job['type']>(job: Job & { readonly type: Type }): Promise<Answers[Type] | null> => {
    const result = await pool.run(() => ({ job, transfer: [] }));
    if (result.ok) return result.reply as Answers[Type];
    if (result.failure !== 'closed') return null;
    throw new VonggacError('failed', 'Pages are no longer judged because the program is stopping; start it again.');
  };

  return {
    read: (capture) =>
      markupOf(capture) <= shortMarkup ? here.read(capture) : aside({ type: 'read', capture: withoutBytes(capture) }),
    assess: (context, observation) =>
      areShort(observation.looks) ? here.assess(context, observation) : aside({ type: 'assess', context, observation }),
    learn: (looks, at) => (areShort(looks) ? here.learn(looks, at) : aside({ type: 'learn', looks, at })),
    refine: (baseline, looks, at) =>
      areShort(looks) ? here.refine(baseline, looks, at) : aside({ type: 'refine', baseline, looks, at }),
    learnProfile: (own, baseline, look, beside) =>
      areShort([look, ...beside])
        ? here.learnProfile(own, baseline, look, beside)
        : aside({ type: 'learnProfile', own, baseline, look, beside }),
    close: () => pool.close(),
  };
}

function markupOf({ html, rendering }: Capture): number {
  return html.length + (rendering?.html.length ?? 0);
}

function areShort(looks: readonly Look[]): boolean {
  const sizeOf = (facts: PageFacts | null): number =>
    facts === null ? 0 : facts.counts.elements + facts.counts.visibleCharacters + facts.counts.hiddenCharacters;
  return looks.reduce((sum, look) => sum + sizeOf(look.received) + sizeOf(look.rendered), 0) <= shortFacts;
}

/** Reading asks whether there were bytes, never which. */
function withoutBytes(capture: Capture): Capture {
  const { body, rendering } = capture;
  const screenshot = rendering?.screenshot;
  return {
    ...capture,
    body: emptied(body),
    rendering: screenshot
      ? { ...rendering, screenshot: { ...screenshot, content: emptied(screenshot.content) } }
      : rendering,
  };
}

function emptied(content: Content): Content {
  return { ...content, bytes: new Uint8Array(Math.min(content.bytes.length, 1)) };
}
