/** The event stream that notifies an open board of changes. */
import type { SignedInVisit } from '../../gate/route.ts';

export function serveEvents(visit: SignedInVisit): Response {
  const stream = visit.web.live.listen(visit.user, visit.sessionToken);
  if (stream === null) {
    // The board falls back to polling.
    return visit.context.text('Too many boards are open.\n', 503, { 'Retry-After': '60' });
  }
  return visit.context.body(stream, 200, {
    'Content-Type': 'text/event-stream; charset=utf-8',
    'Cache-Control': 'no-store',
    'X-Accel-Buffering': 'no',
  });
}
