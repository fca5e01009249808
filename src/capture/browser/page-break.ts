/** How a page broke the browser that captured it. */
import type { Breakage } from '../../core/domain/capture.ts';
import { CaptureError } from '../failure.ts';

const sentences: Readonly<Record<Breakage, string>> = {
  memory: 'The page used more memory than the limit.',
  busy: 'The page kept the browser busy and could not be captured.',
  crash: 'The page crashed the browser.',
  flood: 'The page flooded the browser with messages.',
};

/** The page broke the look. The catcher decides whether anything of the page had arrived. */
export class PageBreak extends CaptureError {
  readonly how: Breakage;
  constructor(how: Breakage, options?: { cause?: unknown }) {
    super('page-broke', sentences[how], options);
    this.name = 'PageBreak';
    this.how = how;
  }
}

/** How the page caused an error of its look; null if it did not. */
export function breakageOf(error: unknown): Breakage | null {
  if (error instanceof PageBreak) return error.how;
  if (error instanceof CaptureError && error.kind === 'timed-out') return 'busy';
  // Everything else is what Playwright throws once its page or browser is gone.
  return error instanceof CaptureError && error.kind !== 'browser-failed' ? null : 'crash';
}
