import type { Capture } from '../core/model.ts';

/** What a tier saw, before it gets its frame of request, time and way. */
export type SeenPage = Pick<
  Capture,
  'finalUrl' | 'status' | 'headers' | 'body' | 'html' | 'charset' | 'cutOff' | 'rendering'
>;
