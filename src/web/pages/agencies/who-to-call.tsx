/** Whom to call about a portal, beside the button that acts on it. */
import { agencyCalls, callsOf } from '../../../core/notices/calls.ts';
import type { Call } from '../../../core/notices/contact.ts';
import { holds } from '../../../core/people/actor.ts';
import { dialled } from '../../../core/people/telephone.ts';
import { callWords } from '../../../core/terms.ts';
import { plainText } from '../../../core/text.ts';
import { dutyShiftOf } from '../../../monitor/duty/duty-shift.ts';
import { contactsOf } from '../../../store/registry/contacts.ts';
import { agencyIdOfSite } from '../../../store/registry/registry.ts';
import type { SignedInVisit } from '../../gate/route.ts';
import { render } from '../../views/wording.ts';

export interface Calls {
  readonly agencyId: number | null;
  /** The agency's people first, then who is on duty. */
  readonly people: readonly Call[];
}

/** @param siteId of a portal that the visitor may see */
export async function readCalls({ web, now }: SignedInVisit, siteId: number): Promise<Calls> {
  const { db, config } = web.parts;
  const agencyId = await agencyIdOfSite(db, siteId);
  const officer = dutyShiftOf(config, now)?.officer ?? null;
  const people = [...agencyCalls(await contactsOf(db, agencyId)), ...callsOf(officer, [], [])];
  return { agencyId, people };
}

export const WhoToCall = ({ visit, calls: { agencyId, people } }: { visit: SignedInVisit; calls: Calls }) => {
  const { texts } = visit;
  const hasOwn = people.some((one) => one.for === 'agency');
  return (
    <div class="who-to-call">
      <h3>{texts.callTitle}</h3>
      {agencyId === null && <p class="old">{texts.callNoAgency}</p>}
      {agencyId !== null && !hasOwn && (
        <p>
          <span class="old">{texts.callNobody}</span>{' '}
          {holds(visit.actor, 'manage-sites') && <a href={`/agencies/${agencyId}#contacts`}>{texts.callAdd}</a>}
        </p>
      )}
      <ul>
        {people.map(({ for: who, name, role, phone }) => (
          <li>
            <a class="call" href={`tel:${dialled(phone)}`}>
              {plainText(phone, 40)}
            </a>
            <p>
              <b dir="auto">{plainText(name, 120)}</b>
              <span class="meta">
                {[role === undefined ? '' : plainText(role, 120), render(visit, callWords[who])]
                  .filter((text) => text !== '')
                  .join(' · ')}
              </span>
            </p>
          </li>
        ))}
      </ul>
    </div>
  );
};
