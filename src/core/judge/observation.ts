/** Everything seen of a page at one time, and what could not be seen. */
import type { Evidence } from '../detect/shared/detector.ts';
import type { CaptureFailure } from '../domain/capture.ts';
import type { Look } from '../facts/look.ts';
import type { VantageLook } from './seen-from.ts';

export interface Observation {
  /** Looks of the ordinary profile, and of special profiles at the same moment. */
  readonly looks: readonly Look[];
  readonly failures: readonly CaptureFailure[];
  /** Whether the monitor was offline; omitted where not checked. */
  readonly isBlind?: boolean;
  /** Whether a broken look may be our fault; omitted where not checked. */
  readonly isOurs?: boolean;
  /** Evidence found in the markup of looks that could not be read or judged. */
  readonly scanned?: readonly Evidence[];
  /** Looks from other vantages, each judged separately. */
  readonly vantageLooks?: readonly VantageLook[];
}
