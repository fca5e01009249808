/** The `Judging` port: pages are read, judged and learned in worker threads, so that no page can block the daemon. */
import type { Logger } from 'pino';
import { registrableDomain } from '../core/address.ts';
import type { ReadCapture } from '../core/domain/capture.ts';
import type { Content } from '../core/domain/content.ts';
import type { Look } from '../core/facts/look.ts';
import { emptyQuarantine, isQuarantined, withBreak, withoutBreaks } from '../core/judge/quarantine.ts';
import type { Clock, Judging } from '../core/ports.ts';
import type { Answers, JudgedCapture, JudgeJob } from './jobs.ts';
import { type ReadingThreads, stopping } from './threads.ts';
import { timeLimitMs } from './time-limit.ts';

interface JudgingOptions {
  readonly threads: ReadingThreads;
  readonly clock: Clock;
  readonly log: Logger;
  /** Time limit of a job; generous if omitted. */
  readonly limitOf?: (job: JudgeJob) => number;
}

type JobOf<Type extends JudgeJob['type']> = Extract<JudgeJob, { readonly type: Type }>;
type AnswerTo<Type extends JudgeJob['type']> = Answers[Type] | null;

export function createJudging(options: JudgingOptions): Judging {
  const judge = new Judge(options);
  return {
    read: (capture) => judge.read(capture),
    scan: (capture, context) => judge.ask({ type: 'scan', capture: withoutBytes(capture), context }, capture.url, []),
    assess: (context, observation) => {
      const names = observation.looks.map(({ bodyHash, renderedHash }) => `judge ${pageName(bodyHash, renderedHash)}`);
      return judge.ask({ type: 'assess', context, observation }, context.targetUrl, names);
    },
    learn: (looks, at) => {
      const url = looks[0]?.url ?? '';
      return judge.ask({ type: 'learn', looks, at }, url, [`learn ${url}`]);
    },
    replace: (before, look, at) => judge.ask({ type: 'replace', before, look, at }, look.url, []),
    refine: (baseline, looks, at) =>
      judge.ask({ type: 'refine', baseline, looks, at }, looks[0]?.url ?? '', [`refine ${baseline.targetId}`]),
    learnProfile: (own, baseline, look, beside) => {
      const names = [`refine ${baseline.targetId} ${look.profile}`];
      return judge.ask({ type: 'learnProfile', own, baseline, look, beside }, look.url, names);
    },
  };
}

class Judge {
  readonly #options: JudgingOptions;
  #quarantine = emptyQuarantine;

  constructor(options: JudgingOptions) {
    this.#options = options;
  }

  /** A page that broke the judge is not read either. */
  async read(capture: ReadCapture): Promise<Look | null> {
    const isKnown = [...this.#quarantine.keys()].some((name) => name.includes(capture.body.hash));
    const known = isKnown ? await this.#nameOf(capture) : null;
    if (known !== null && this.#isQuarantined([`read ${known}`, `judge ${known}`])) return null;
    const result = await this.#run<'read'>({ type: 'read', capture: withoutBytes(capture) }, capture.url);
    if (result !== broke && known !== null) this.#quarantine = withoutBreaks(this.#quarantine, `read ${known}`);
    if (result !== broke) return result;
    this.#note([`read ${known ?? (await this.#nameOf(capture))}`]);
    return null;
  }

  /**
   * @param url of the page: portals are served in rotation
   * @param names to quarantine if the job breaks its thread
   */
  async ask<Type extends JudgeJob['type']>(
    job: JobOf<Type>,
    url: string,
    names: readonly string[],
  ): Promise<AnswerTo<Type>> {
    if (this.#isQuarantined(names)) return null;
    const result = await this.#run(job, url);
    if (result === broke) this.#note(names);
    else for (const name of names) this.#quarantine = withoutBreaks(this.#quarantine, name);
    return result === broke ? null : result;
  }

  /** Rendered markup has no hash yet and may be long, so it is hashed in a thread. */
  async #nameOf({ url, body, rendering }: ReadCapture): Promise<string> {
    if (rendering === null) return pageName(body.hash, null);
    const hash = await this.#run<'name'>({ type: 'name', markup: rendering.html }, url);
    return pageName(body.hash, hash === broke ? null : hash);
  }

  #isQuarantined(names: readonly string[]): boolean {
    return names.some((name) => isQuarantined(this.#quarantine, name, this.#options.clock()));
  }

  #note(names: readonly string[]): void {
    for (const name of names) this.#quarantine = withBreak(this.#quarantine, name, this.#options.clock());
  }

  async #run<Type extends JudgeJob['type']>(job: JobOf<Type>, url: string): Promise<AnswerTo<Type> | typeof broke> {
    const lane = registrableDomain(URL.parse(url)?.hostname ?? '');
    const { threads, log, limitOf = timeLimitMs } = this.#options;
    const result = await threads.run(() => ({ job, transfer: [], timeLimitMs: limitOf(job) }), lane);
    if (result.ok && result.reply.status === 'done') return result.reply.value as Answers[Type];
    if (!result.ok && result.failure === 'closed') throw stopping();
    log.warn(
      { job: job.type, site: lane, ...(result.ok ? result.reply : result) },
      'a page crashed its judging thread',
    );
    return broke;
  }
}

/** A job that threw, or whose thread had to be abandoned. */
const broke = Symbol('broke');

function pageName(bodyHash: string, renderedHash: string | null): string {
  return `${bodyHash} ${renderedHash ?? ''}`;
}

/** Reading only asks whether there were bytes, so their content is not copied, nor the traffic. */
function withoutBytes(capture: ReadCapture): JudgedCapture {
  const { traffic: _, ...rest } = capture;
  const { body, rendering } = rest;
  const screenshot = rendering?.screenshot;
  return {
    ...rest,
    body: emptied(body),
    rendering: screenshot
      ? { ...rendering, screenshot: { ...screenshot, content: emptied(screenshot.content) } }
      : rendering,
  };
}

function emptied(content: Content): Content {
  return { ...content, bytes: new Uint8Array(Math.min(content.bytes.length, 1)) };
}
