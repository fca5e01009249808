/** Acts on an incident's page, only on incidents in scope. */
import { roleMay, roles } from '../../../monitor/people/capabilities.ts';
import { type Assignee, readAssignees } from '../../../store/reads/assignees.ts';
import { readIncident, type ShownIncident } from '../../../store/reads/incidents.ts';
import type { SignedInVisit } from '../../gate/route.ts';
import { reasonOf } from '../../views/decision.tsx';
import type { Done } from '../../views/done.ts';
import { noteOf, numberParam } from '../act.ts';
import { failurePage } from '../failure.tsx';

/** How many changes the page showed when the person decided. */
export function seenChanges({ form }: SignedInVisit, field: string): number | undefined {
  const seen = form.get(field) ?? '';
  return /^\d{1,9}$/.test(seen) ? Number(seen) : undefined;
}

type Act = (visit: SignedInVisit, incident: ShownIncident) => Promise<void>;

function act(done: Done, doIt: Act) {
  return async (visit: SignedInVisit): Promise<Response> => {
    const number = numberParam(visit, 'number');
    const incident = await readIncident(visit.web.parts.db, visit.scope, number);
    if (!incident) return failurePage(visit, 'not-found');
    await doIt(visit, incident);
    return visit.context.redirect(`/incidents/${number}?done=${done}`, 303);
  };
}

const judged = (name: 'acknowledge' | 'resolve'): Act => {
  return (visit, { number }) => visit.web.acts[name](visit.actor, number, noteOf(visit));
};

export const acknowledgeIncident = act('acknowledged', judged('acknowledge'));
export const resolveIncident = act('resolved', judged('resolve'));
export const dismissIncident = act('dismissed', (visit, { number }) =>
  visit.web.acts.dismissIncident(visit.actor, number, reasonOf(visit), seenChanges(visit, 'seen')),
);

export const holdIncident = act('held', (visit, { number }) =>
  visit.web.acts.hold(visit.actor, number, reasonOf(visit)),
);

export const releaseIncident = act('released', (visit, { number }) =>
  visit.web.acts.release(visit.actor, number, reasonOf(visit)),
);

export const reopenIncident = act('reopened', (visit, { number }) =>
  visit.web.acts.reopen(visit.actor, number, noteOf(visit)),
);

export const undoDecision = act('undone', (visit, { number }) => visit.web.acts.undo(visit.actor, number));

export const commentOnIncident = act('commented', (visit, { number }) =>
  visit.web.acts.comment(visit.actor, number, noteOf(visit, 'comment') ?? ''),
);

/** Whom the person may assign the incident to, including themselves. */
export function assigneesFor(visit: SignedInVisit, { siteId }: ShownIncident): Promise<Assignee[]> {
  const judges = roles.filter((role) => roleMay(role, 'judge'));
  return readAssignees(visit.web.parts.db, visit.scope, { siteId, roles: judges });
}

export const assignIncident = act('assigned', (visit, { number }) => {
  const chosen = visit.form.get('assignee') ?? '';
  return visit.web.acts.assign(visit.actor, number, /^\d{1,9}$/.test(chosen) ? Number(chosen) : null);
});

export const lookAgainAtIncident = act('look-asked', (visit, { targets }) =>
  visit.web.acts.lookAgain(
    visit.actor,
    targets.map((target) => target.targetId),
  ),
);
