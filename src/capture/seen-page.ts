import type { Capture } from '../core/domain/capture.ts';

/** What a tier captured, before request, time and hops are added. */
export type SeenPage = Pick<
  Capture,
  'finalUrl' | 'status' | 'headers' | 'body' | 'html' | 'charset' | 'cutOff' | 'rendering' | 'behaviour'
>;
