/** What people do on an incident's page. Each act is done only on an incident that they may see. */
import { notAJudge } from '../../monitor/discuss-incident.ts';
import { roleMay, roles } from '../../monitor/people/capabilities.ts';
import { type Assignee, readAssignees } from '../../store/reads/assignees.ts';
import { readIncident, type ShownIncident } from '../../store/reads/incidents.ts';
import type { SignedInVisit } from '../gate/route.ts';
import type { Done } from '../views/done.ts';
import { noteOf, numberParam } from './act.ts';
import { failurePage } from './failure.tsx';

/** How many changes the page showed on which somebody decided. */
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
  return (visit, { number }) => visit.web.acts[name](number, visit.user.name, noteOf(visit));
};

export const acknowledgeIncident = act('acknowledged', judged('acknowledge'));
export const resolveIncident = act('resolved', judged('resolve'));
export const dismissIncident = act('dismissed', (visit, { number }) =>
  visit.web.acts.dismissIncident(number, visit.user.name, noteOf(visit), seenChanges(visit, 'seen')),
);

export const commentOnIncident = act('commented', (visit, { number }) =>
  visit.web.acts.comment(number, visit.user.name, noteOf(visit, 'comment') ?? ''),
);

/** Whom the person may give the incident to, themselves among them. */
export function assigneesFor(visit: SignedInVisit, { siteId }: ShownIncident): Promise<Assignee[]> {
  const judges = roles.filter((role) => roleMay(role, 'judge'));
  return readAssignees(visit.web.parts.db, visit.scope, { siteId, roles: judges });
}

export const assignIncident = act('assigned', async (visit, incident) => {
  const { scope, user, web } = visit;
  const chosen = visit.form.get('assignee') ?? '';
  const id = /^\d{1,9}$/.test(chosen) ? Number(chosen) : null;
  // Trying numbers must not tell somebody of an agency who else has an account.
  if (id !== null && id !== incident.assignee?.id && scope.agencyId !== null) {
    const offered = await assigneesFor(visit, incident);
    if (!offered.some((one) => one.id === id)) throw notAJudge();
  }
  await web.acts.assign(incident.number, user.name, id);
});

export const lookAgainAtIncident = act('look-asked', (visit, { targets }) =>
  visit.web.acts.lookAgain(
    targets.map((target) => target.targetId),
    visit.user.name,
  ),
);
