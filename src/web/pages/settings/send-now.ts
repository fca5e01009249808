/** "Send again now", from the strip on every page. */
import type { SignedInVisit } from '../../gate/route.ts';
import { backOf, withDone } from '../../views/back.tsx';

export async function sendNow(visit: SignedInVisit): Promise<Response> {
  await visit.web.acts.sendPendingNow(visit.actor);
  return visit.context.redirect(withDone(backOf(visit, '/'), 'mail-retried'), 303);
}
