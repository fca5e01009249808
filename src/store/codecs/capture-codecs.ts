/** JSON of captures and checks. */
import { z } from 'zod';
import type { Capture, CaptureFailure, Rendering, Screenshot } from '../../core/domain/capture.ts';
import type { Content } from '../../core/domain/content.ts';
import { recordCodec } from './codec.ts';
import { tier, time } from './finding-shapes.ts';

/** A capture without its contents, which are in the blob store. */
export interface CaptureMeta extends Omit<Capture, 'body' | 'html' | 'rendering' | 'traffic'> {
  readonly body: Pick<Content, 'hash' | 'mediaType'> & { readonly sizeBytes: number };
  /** Whether the body was text at all. */
  readonly isText: boolean;
  readonly rendering:
    | (Omit<Rendering, 'html' | 'screenshot'> & { readonly screenshot: Omit<Screenshot, 'content'> | null })
    | null;
}

const profile = z.enum(['browser', 'search-bot', 'search-click', 'phone', 'declared']);
const hops = z.array(z.looseObject({ url: z.string(), status: z.number() }));

/** Shallow: hundreds of resources and headers, shown one by one. */
export const captureMeta = recordCodec<CaptureMeta>(
  { table: 'captures', column: 'metaJson', version: 1 },
  z.looseObject({
    tier,
    profile,
    at: time,
    url: z.string(),
    finalUrl: z.string(),
    hops,
    status: z.number(),
    headers: z.array(z.unknown()),
    body: z.looseObject({ hash: z.string(), mediaType: z.string() }),
    isText: z.boolean(),
    rendering: z
      .looseObject({
        rendererVersion: z.string(),
        dialogs: z.array(z.string()),
        resources: z.array(z.unknown()),
        screenshot: z.looseObject({ widthPx: z.number(), heightPx: z.number() }).nullable(),
      })
      .nullable(),
  }),
);

export const captureFailure = recordCodec<CaptureFailure>(
  { table: 'checks', column: 'failureJson', version: 1 },
  z.looseObject({ tier, profile, at: time, kind: z.string(), retryable: z.boolean(), reason: z.string(), hops }),
);
