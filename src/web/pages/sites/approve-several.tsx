/** Approves several pages of one incident together: a redesigned portal, not an attack. */

import type { IncidentTarget } from '../../../core/domain/incident.ts';
import { holds } from '../../../core/people/actor.ts';
import { readIncident, type ShownIncident } from '../../../store/reads/incidents.ts';
import type { SignedInVisit } from '../../gate/route.ts';
import { reasonOf } from '../../views/decision.tsx';
import { PostForm } from '../../views/form.tsx';
import { chosenOf } from '../../views/several.tsx';
import { moment, registeredAddress } from '../../views/wording.ts';
import { countRefused, numberParam } from '../act.ts';
import { failurePage } from '../failure.tsx';

interface Props {
  readonly visit: SignedInVisit;
  readonly incident: ShownIncident;
}

/** Folded, with a warning, like the approval of one page. */
export const ApproveSeveral = ({ visit, incident }: Props) => {
  const { texts } = visit;
  const targets = approvable(incident);
  if (targets.length < 2 || !holds(visit.actor, 'approve')) return null;
  return (
    <details class="approve sheet">
      <summary>{texts.approveSeveral}</summary>
      <p>{texts.approveHelp}</p>
      <PostForm visit={visit} action={`/incidents/${incident.number}/approve-several`}>
        <ul class="choices">
          {targets.map(({ checkId, url, firedAt }) => (
            <li>
              <label>
                <input type="checkbox" name={`look-${checkId}`} value="yes" /> {registeredAddress(url)}{' '}
                <small>{texts.firedAt(moment(visit, firedAt))}</small>
              </label>
            </li>
          ))}
        </ul>
        <label for="reason-several">{texts.approveReason}</label>
        <input id="reason-several" name="reason" maxlength={500} required />
        <button type="submit">{texts.approveButton}</button>
      </PostForm>
    </details>
  );
};

function approvable({ targets }: ShownIncident): (IncidentTarget & { readonly checkId: number })[] {
  return targets.flatMap((target) => (target.checkId === null ? [] : [{ ...target, checkId: target.checkId }]));
}

export async function approveSeveral(visit: SignedInVisit): Promise<Response> {
  const number = numberParam(visit, 'number');
  const incident = await readIncident(visit.web.parts.db, visit.scope, number);
  const ids = chosenOf(visit, 'look');
  const known = new Set(incident && approvable(incident).map(({ checkId }) => checkId));
  if (!incident || ids.some((id) => !known.has(id))) return failurePage(visit, 'not-found');
  const reason = ids.length === 0 ? '' : reasonOf(visit, 'reason');
  const left = await countRefused(ids, (id) => visit.web.acts.approveBaseline(visit.actor, id, reason));
  const done = ids.length === 0 ? 'none-chosen' : left === 0 ? 'several-approved' : 'several-left';
  return visit.context.redirect(`/incidents/${number}?done=${done}`, 303);
}
