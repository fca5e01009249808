/** One decision about several incidents. Ending incidents needs a confirmation that names them. */

import { kindWords } from '../../../core/terms.ts';
import { plainText } from '../../../core/text.ts';
import { readIncident, type ShownIncident } from '../../../store/reads/incidents.ts';
import type { SignedInVisit } from '../../gate/route.ts';
import type { Texts } from '../../texts/keys.ts';
import { Back, backOf, withDone } from '../../views/back.tsx';
import { StatusBadge } from '../../views/badges.tsx';
import { reasonOf } from '../../views/decision.tsx';
import { PostForm } from '../../views/form.tsx';
import { renderPage, Sheet } from '../../views/layout.tsx';
import { chosenOf, SeveralBar } from '../../views/several.tsx';
import { render } from '../../views/wording.ts';
import { countRefused, noteOf } from '../act.ts';
import { failurePage } from '../failure.tsx';
import { seenChanges } from './incident-acts.ts';

interface Decision {
  readonly label: keyof Texts & `incident${string}`;
  readonly ends?: true;
  readonly isFirst?: true;
  readonly needsReason?: true;
  decide(visit: SignedInVisit, incident: ShownIncident): Promise<void>;
}

const decisions = {
  acknowledge: {
    label: 'incidentAcknowledge',
    isFirst: true,
    decide: (visit, { number }) => visit.web.acts.acknowledge(visit.actor, number, noteOf(visit)),
  },
  take: {
    label: 'incidentTake',
    decide: (visit, { number }) => visit.web.acts.assign(visit.actor, number, visit.user.id),
  },
  resolve: {
    label: 'incidentResolve',
    ends: true,
    decide: (visit, { number }) => visit.web.acts.resolve(visit.actor, number, noteOf(visit)),
  },
  dismiss: {
    label: 'incidentDismiss',
    ends: true,
    needsReason: true,
    decide: (visit, { number }) =>
      visit.web.acts.dismissIncident(visit.actor, number, noteOf(visit), seenChanges(visit, `incident-${number}`)),
  },
} as const satisfies Record<string, Decision>;

const path = '/incidents/several';

export const IncidentsBar = ({ visit }: { visit: SignedInVisit }) => (
  <SeveralBar visit={visit} action={path}>
    <Back visit={visit} />
    <b>{visit.texts.severalWith}</b>
    <label class="hidden" for="several-note">
      {visit.texts.incidentNote}
    </label>
    <input id="several-note" name="note" maxlength={2_000} placeholder={visit.texts.incidentNote} />
    <div class="buttons">
      {Object.entries<Decision>(decisions).map(([name, { label, isFirst }]) => (
        <button type="submit" name="decision" value={name} class={isFirst ? 'primary' : undefined}>
          {visit.texts[label] as string}
        </button>
      ))}
    </div>
  </SeveralBar>
);

export async function decideSeveral(visit: SignedInVisit): Promise<Response> {
  const { context, form } = visit;
  const back = backOf(visit, '/incidents');
  const name = form.get('decision') ?? '';
  const decision: Decision | null = Object.hasOwn(decisions, name) ? decisions[name as keyof typeof decisions] : null;
  const numbers = chosenOf(visit, 'incident');
  if (decision === null) return failurePage(visit, 'not-found');
  if (numbers.length === 0) return context.redirect(withDone(back, 'none-chosen'), 303);
  const incidents: ShownIncident[] = [];
  for (const number of numbers) {
    const incident = await readIncident(visit.web.parts.db, visit.scope, number);
    if (!incident) return failurePage(visit, 'not-found');
    incidents.push(incident);
  }
  if (decision.ends && form.get('sure') !== 'yes') return askPage(visit, { name, decision, incidents, back });
  if (decision.needsReason) reasonOf(visit);
  const left = await countRefused(incidents, (incident) => decision.decide(visit, incident));
  return context.redirect(withDone(back, left === 0 ? 'several-decided' : 'several-left'), 303);
}

interface Asked {
  readonly name: string;
  readonly decision: Decision;
  readonly incidents: readonly ShownIncident[];
  /** The list they were selected in. */
  readonly back: string;
}

function askPage(visit: SignedInVisit, { name, decision, incidents, back }: Asked): Promise<Response> {
  const { texts } = visit;
  const title = `${texts[decision.label] as string}: ${texts.severalIncidents(incidents.length)}`;
  return renderPage(visit, {
    title,
    section: 'incidents',
    body: (
      <div class="narrow-page">
        <div class="page-head">
          <p class="crumbs">
            <a href="/incidents">{texts.incidentsTitle}</a>
          </p>
          <h1>{title}</h1>
        </div>
        <Sheet title={texts.severalAsk} id="sure">
          <ul class="notes">
            {incidents.map((incident) => (
              <li>
                <StatusBadge visit={visit} status={incident.status} />{' '}
                <a href={`/incidents/${incident.number}`}>
                  #{incident.number} {plainText(incident.siteName, 160)}
                </a>{' '}
                · {incident.kinds.map((kind) => render(visit, kindWords[kind])).join(', ')}
              </li>
            ))}
          </ul>
          <PostForm visit={visit} action={path} class="stack">
            {incidents.map(({ number, changeCount }) => (
              <input type="hidden" name={`incident-${number}`} value={String(changeCount)} />
            ))}
            {decision.needsReason ? (
              <>
                <label for="sure-note">{texts.decisionReason}</label>
                <textarea id="sure-note" name="note" rows={2} maxlength={2_000} required>
                  {noteOf(visit) ?? ''}
                </textarea>
              </>
            ) : (
              <input type="hidden" name="note" value={noteOf(visit) ?? ''} />
            )}
            <input type="hidden" name="sure" value="yes" />
            <Back visit={visit} to={back} />
            <p class="buttons">
              <button type="submit" name="decision" value={name} class="primary">
                {title}
              </button>
              <a class="button" href={back}>
                {texts.severalBack}
              </a>
            </p>
          </PostForm>
        </Sheet>
      </div>
    ),
  });
}
