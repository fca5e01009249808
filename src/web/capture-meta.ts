/** What is kept of a capture besides its contents, read back from its row. */
import type { Capture, Rendering } from '../core/model.ts';
import type { CaptureRow } from '../store/reads/evidence.ts';

export interface CaptureMeta extends Omit<Capture, 'body' | 'html' | 'rendering'> {
  readonly rendering:
    | (Omit<Rendering, 'html' | 'screenshot'> & {
        readonly screenshot: { readonly widthPx: number; readonly heightPx: number; readonly capped: boolean } | null;
      })
    | null;
}

export function captureMeta(row: CaptureRow): CaptureMeta {
  return JSON.parse(row.metaJson) as CaptureMeta;
}
