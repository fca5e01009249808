/** Acts on one look: approve it, ignore one of its changes, look at its page again. */
import { type Evidence, readEvidence } from '../../../store/reads/evidence.ts';
import type { SignedInVisit } from '../../gate/route.ts';
import { reasonOf } from '../../views/decision.tsx';
import type { Done } from '../../views/done.ts';
import { ignoreChoicesDays } from '../../views/findings.tsx';
import { numberParam } from '../act.ts';
import { undoOf } from '../approvals/undo-approval.tsx';
import { failurePage } from '../failure.tsx';

const dayMs = 86_400_000;

/** Null when the submitted values are not about this look. */
type Act = (visit: SignedInVisit, evidence: Evidence) => Promise<void> | null;

function act(done: Done, doIt: Act) {
  return async (visit: SignedInVisit): Promise<Response> => {
    const evidence = await readEvidence(visit.web.parts.db, visit.scope, numberParam(visit, 'id'));
    const doing = evidence && doIt(visit, evidence);
    if (!doing) return failurePage(visit, 'not-found');
    await doing;
    const incident = visit.form.get('incident') ?? '';
    const back = /^\d{1,15}$/.test(incident) ? `/incidents/${incident}` : `/looks/${evidence.check.id}`;
    const undo = done === 'approved' ? await undoOf(visit, evidence.check.targetId) : '';
    return visit.context.redirect(`${back}?done=${done}${undo}`, 303);
  };
}

export const approveLook = act('approved', (visit, { check }) =>
  visit.web.acts.approveBaseline(visit.actor, check.id, reasonOf(visit, 'reason')),
);

export const lookAgain = act('look-asked', (visit, { check }) =>
  visit.web.acts.lookAgain(visit.actor, [check.targetId]),
);

export const ignoreFinding = act('ignored', (visit, { siteId, findings }) => {
  const fingerprint = visit.form.get('fingerprint') ?? '';
  const days = ignoreChoicesDays.find((one) => String(one) === visit.form.get('days'));
  if (days === undefined || !findings.some((finding) => finding.fingerprint === fingerprint)) return null;
  return visit.web.acts.ignoreChange(visit.actor, { siteId, fingerprint }, days * dayMs, reasonOf(visit));
});
