/** The stream by which an open board hears that something changed. */
import type { SignedInVisit } from '../gate/route.ts';

export function serveEvents(visit: SignedInVisit): Response {
  const stream = visit.web.live.listen(visit.user, visit.sessionToken);
  if (stream === null) {
    // The board goes on by its clock.
    return visit.context.text('Too many boards are open.\n', 503, { 'Retry-After': '60' });
  }
  return visit.context.body(stream, 200, {
    'Content-Type': 'text/event-stream; charset=utf-8',
    'Cache-Control': 'no-store',
    'X-Accel-Buffering': 'no',
  });
}
