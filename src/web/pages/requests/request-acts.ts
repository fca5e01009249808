/** What operators do with a request; whatever is refused is said on its page. */
import { isShown } from '../../../core/errors.ts';
import type { RequestDecision } from '../../../monitor/requests/decide.ts';
import type { SignedInVisit } from '../../gate/route.ts';
import type { Done } from '../../views/done.ts';
import { renderError } from '../../views/wording.ts';
import { noteOf, numberParam } from '../act.ts';
import { requestPage } from './request.tsx';

async function act(visit: SignedInVisit, done: Done, doIt: (id: number) => Promise<unknown>): Promise<Response> {
  const id = numberParam(visit, 'id');
  try {
    await doIt(id);
  } catch (error) {
    if (!isShown(error)) throw error;
    return requestPage(visit, renderError(visit, error));
  }
  return visit.context.redirect(`/requests/${id}?done=${done}`, 303);
}

const field = (visit: SignedInVisit, name: string): string => (visit.form.get(name) ?? '').slice(0, 300);

export function checkRequestHost(visit: SignedInVisit): Promise<Response> {
  const { acts } = visit.web;
  return act(visit, 'request-checked', (id) => acts.checkRequestHost(visit.actor, id, field(visit, 'host')));
}

export function mailRequestHost(visit: SignedInVisit): Promise<Response> {
  const to = { host: field(visit, 'host'), address: field(visit, 'address') };
  return act(visit, 'request-mailed', (id) => visit.web.acts.mailRequestHost(visit.actor, id, to));
}

export function recordRequestProof(visit: SignedInVisit): Promise<Response> {
  const host = field(visit, 'host');
  const isDocument = field(visit, 'method') === 'document';
  const contact = field(visit, `contact-${host}`);
  const contactId = !isDocument && /^\d{1,9}$/.test(contact) ? Number(contact) : null;
  const proof = { host, method: isDocument ? ('document' as const) : ('telephone' as const), contactId };
  return act(visit, 'request-proven', (id) => visit.web.acts.recordRequestProof(visit.actor, id, proof));
}

export function approveRequest(visit: SignedInVisit): Promise<Response> {
  return act(visit, 'request-approved', (id) => visit.web.acts.approveRequest(visit.actor, id));
}

const decide = (decision: RequestDecision) => (visit: SignedInVisit) =>
  act(visit, 'request-decided', (id) => visit.web.acts.decideRequest(visit.actor, id, decision, noteOf(visit) ?? ''));

export const refuseRequest = decide('refuse');
export const answerReport = decide('answer');
export const closeRequest = decide('close');

export function extendRequest(visit: SignedInVisit): Promise<Response> {
  return act(visit, 'request-extended', (id) => visit.web.acts.extendRequest(visit.actor, id, field(visit, 'to')));
}

export function lookAtReported(visit: SignedInVisit): Promise<Response> {
  return act(visit, 'request-looked', (id) => visit.web.acts.lookAtReported(visit.actor, id));
}
