/** An incident's reports: the deadline, those that were begun and sent, and the mark that hurries them. */
import { mustBeReported } from '../../../core/forms/deadline.ts';
import { formNames } from '../../../core/forms/form-template.ts';
import { holds } from '../../../core/people/actor.ts';
import { plainText } from '../../../core/text.ts';
import { type BeyondMeans, beyondMeansOf } from '../../../store/forms/beyond-means.ts';
import { type ListedReport, reportsOf, type Sending, sendingsOf } from '../../../store/forms/reports.ts';
import { readIncident, type ShownIncident } from '../../../store/reads/incidents.ts';
import type { SignedInVisit } from '../../gate/route.ts';
import { PostForm } from '../../views/form.tsx';
import { Sheet } from '../../views/layout.tsx';
import { render } from '../../views/wording.ts';
import { numberParam } from '../act.ts';
import { failurePage } from '../failure.tsx';
import { dueOf } from './due.tsx';

export interface ReportingFacts {
  readonly reports: readonly ListedReport[];
  readonly sendings: readonly Sending[];
  readonly beyond: BeyondMeans | null;
}

export async function readReporting(visit: SignedInVisit, incidentNumber: number): Promise<ReportingFacts> {
  const { db } = visit.web.parts;
  return {
    reports: await reportsOf(db, incidentNumber),
    sendings: await sendingsOf(db, incidentNumber),
    beyond: await beyondMeansOf(db, incidentNumber),
  };
}

interface Props {
  readonly visit: SignedInVisit;
  readonly incident: ShownIncident;
  readonly reporting: ReportingFacts;
}

export const IncidentReporting = ({ visit, incident, reporting }: Props) => {
  const { texts } = visit;
  const { reports } = reporting;
  const path = `/incidents/${incident.number}`;
  const mayReport = holds(visit.actor, 'judge');
  return (
    <Sheet title={texts.reportingTitle} id="reporting" class="reporting">
      <Deadline visit={visit} incident={incident} reporting={reporting} />
      <ul class="reports">
        {reports.map((one) => (
          <li>
            <a href={`/incident-reports/${one.id}`}>{render(visit, visit.web.forms[one.form].name)}</a>{' '}
            <span class="hint">{texts.reportingContinue(one.version)}</span>
          </li>
        ))}
      </ul>
      {mayReport && (
        <PostForm visit={visit} action={`${path}/reports`} class="buttons">
          {formNames
            .filter((form) => form === 'progress' || !reports.some((one) => one.form === form))
            .map((form) => (
              <button type="submit" name="form" value={form}>
                {texts.reportingBegin(render(visit, visit.web.forms[form].name))}
              </button>
            ))}
        </PostForm>
      )}
      {mayReport && <Beyond visit={visit} incident={incident} reporting={reporting} />}
      <p class="hint">{texts.reportingNever}</p>
    </Sheet>
  );
};

const Deadline = ({ visit, incident, reporting: { sendings, beyond } }: Props) => {
  const { texts } = visit;
  const initial = sendings.find(({ form }) => form === 'initial');
  if (initial) return <p>{texts.reportingDone(plainText(initial.number, 100), shownDate(initial.sentOn))}</p>;
  if (!mustBeReported(incident)) return <p class="empty">{texts.reportingNotNeeded}</p>;
  const due = dueOf(visit, incident.openedAt, beyond?.at ?? null);
  if (due === null) return null;
  return (
    <p class={`banner banner-${due.tone}`}>
      <span>
        {due.text}
        {due.left !== null && ` (${due.left})`}
      </span>
    </p>
  );
};

const Beyond = ({ visit, incident, reporting: { beyond, sendings } }: Props) => {
  const { texts } = visit;
  if (sendings.some(({ form }) => form === 'initial') || !mustBeReported(incident)) return null;
  return (
    <PostForm visit={visit} action={`/incidents/${incident.number}/beyond-means`} class="stack">
      {beyond === null && <p class="hint">{texts.reportingBeyondMeans}</p>}
      <button type="submit" name="beyond" value={beyond === null ? '1' : '0'}>
        {beyond === null ? texts.reportingBeyond : texts.reportingWithin}
      </button>
    </PostForm>
  );
};

/** As people write it in the country: `05/12/2026`. */
export function shownDate(date: string): string {
  return date.split('-').reverse().join('/');
}

export async function beginReport(visit: SignedInVisit): Promise<Response> {
  const number = numberParam(visit, 'number');
  const incident = await readIncident(visit.web.parts.db, visit.scope, number);
  if (!incident) return failurePage(visit, 'not-found');
  const id = await visit.web.acts.beginReport(visit.actor, number, visit.form.get('form') ?? '');
  return visit.context.redirect(`/incident-reports/${id}`, 303);
}

export async function markBeyondMeans(visit: SignedInVisit): Promise<Response> {
  const number = numberParam(visit, 'number');
  const incident = await readIncident(visit.web.parts.db, visit.scope, number);
  if (!incident) return failurePage(visit, 'not-found');
  const isBeyond = visit.form.get('beyond') === '1';
  await visit.web.acts.markBeyondMeans(visit.actor, number, isBeyond);
  const done = isBeyond ? 'beyond-means' : 'within-means';
  return visit.context.redirect(`/incidents/${number}?done=${done}#reporting`, 303);
}
