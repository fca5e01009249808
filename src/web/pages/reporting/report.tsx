/** One report of an incident: edited, printed, and recorded as sent. */
import { isShown } from '../../../core/errors.ts';
import { changedKeys } from '../../../core/forms/changed-keys.ts';
import { chosenKey, type FormValues, fieldsOf } from '../../../core/forms/form-template.ts';
import { holds } from '../../../core/people/actor.ts';
import { plainText } from '../../../core/text.ts';
import { getReport, type IncidentReport, sendingsOf, versionsOf } from '../../../store/forms/reports.ts';
import { readIncident, type ShownIncident } from '../../../store/reads/incidents.ts';
import type { SignedInVisit } from '../../gate/route.ts';
import { actorText } from '../../views/audit/words.ts';
import { PostForm, Problem } from '../../views/form.tsx';
import { renderPage, Sheet } from '../../views/layout.tsx';
import { render, renderError } from '../../views/wording.ts';
import { numberParam } from '../act.ts';
import { failurePage } from '../failure.tsx';
import { dueOf } from './due.tsx';
import { shownDate } from './incident-reporting.tsx';
import { ReportFields } from './report-fields.tsx';
import { labelsOf, ReportSide } from './report-side.tsx';

/** A form with long texts, each letter of which may take nine bytes on the way. */
export const reportFormBytes = 1_500_000;
/** The signed file and its frame. */
export const signedFormBytes = 10_100_000;

const shownVersions = 30;

interface Shown {
  readonly report: IncidentReport;
  readonly incident: ShownIncident;
}

/** Null if there is none in scope. */
async function shownReport(visit: SignedInVisit): Promise<Shown | null> {
  const { db } = visit.web.parts;
  const report = await getReport(db, numberParam(visit, 'id'));
  const incident = report && (await readIncident(db, visit.scope, report.incidentNumber));
  return report && incident ? { report, incident } : null;
}

export async function showIncidentReport(visit: SignedInVisit): Promise<Response> {
  const shown = await shownReport(visit);
  return shown ? reportPage(visit, shown, shown.report.values) : failurePage(visit, 'not-found');
}

interface Trouble {
  readonly text: string;
  readonly of: 'report' | 'sending';
}

async function reportPage(
  visit: SignedInVisit,
  { report, incident }: Shown,
  values: FormValues,
  trouble: Trouble | null = null,
): Promise<Response> {
  const { texts } = visit;
  const { db } = visit.web.parts;
  const template = visit.web.forms[report.form];
  const name = render(visit, template.name);
  const path = `/incident-reports/${report.id}`;
  const mayEdit = holds(visit.actor, 'judge');
  const sendings = (await sendingsOf(db, incident.number)).filter(({ reportId }) => reportId === report.id);
  const basis = template.legalBasis.map(({ document, date, article }) =>
    `${article} ${document} (${shownDate(date)})`.trim(),
  );
  return renderPage(visit, {
    title: `${name} · ${texts.incidentTitle(incident.number)}`,
    section: 'incidents',
    status: trouble === null ? 200 : 400,
    body: (
      <div class="report-page">
        <header class="page-head">
          <p class="crumbs">
            <a href="/incidents">{texts.incidentsTitle}</a> ›{' '}
            <a href={`/incidents/${incident.number}`}>{texts.incidentTitle(incident.number)}</a>
          </p>
          <h1>{name}</h1>
          <p dir="auto">{plainText(incident.siteName, 160)}</p>
          {report.form === 'initial' && sendings.length === 0 && <p>{dueOf(visit, incident.openedAt, null)?.text}</p>}
          <p class="hint">
            {texts.reportBasis}: {basis.join('; ')}
          </p>
          {!template.isChecked && (
            <p class="banner banner-unknown">
              <span>{template.note === null ? texts.reportCheck : render(visit, template.note)}</span>
            </p>
          )}
          <p class="buttons">
            <a class="button" href={`${path}/print/pdf`}>
              {texts.reportPdf}
            </a>
            <a class="button" href={`${path}/print/docx`}>
              {texts.reportDocx}
            </a>
          </p>
        </header>
        <Sheet title={name} id="report">
          <Problem text={trouble?.of === 'report' ? trouble.text : null} />
          <p class="hint">{texts.reportRequired}</p>
          <PostForm visit={visit} action={path} class="stack">
            <input type="hidden" name="seen" value={String(report.version)} />
            <ReportFields visit={visit} template={template} values={values} isReadOnly={!mayEdit} />
            {mayEdit && (
              <p class="buttons">
                <button type="submit" class="primary">
                  {texts.reportSave}
                </button>
                <button type="submit" name="refill" value="yes">
                  {texts.reportRefill}
                </button>
              </p>
            )}
            {mayEdit && <p class="hint">{texts.reportRefillHelp}</p>}
          </PostForm>
        </Sheet>
        <ReportSide
          visit={visit}
          report={report}
          versions={await versionsOf(db, report.id, shownVersions)}
          sendings={sendings}
          problem={trouble?.of === 'sending' ? trouble.text : null}
        />
      </div>
    ),
  });
}

export async function saveReport(visit: SignedInVisit): Promise<Response> {
  const shown = await shownReport(visit);
  if (!shown) return failurePage(visit, 'not-found');
  const typed = Object.fromEntries(visit.form);
  const seen = Number(/^\d{1,9}$/.exec(visit.form.get('seen') ?? '')?.[0] ?? 0);
  const refills = visit.form.get('refill') === 'yes';
  const saved = await visit.web.acts.saveReport(visit.actor, shown.report.id, { seen, typed, refills });
  const template = visit.web.forms[shown.report.form];
  const again = (text: string) =>
    reportPage(visit, shown, withChosen(shown.report, template, typed), { text, of: 'report' });
  switch (saved.status) {
    case 'saved':
    case 'unchanged':
      return visit.context.redirect(`/incident-reports/${shown.report.id}?done=report-${saved.status}`, 303);
    case 'mistakes':
      return again(
        saved.mistakes.map(({ label, reason }) => `${render(visit, label)}: ${render(visit, reason)}.`).join(' '),
      );
    case 'conflict':
      return again(await conflictText(visit, shown.report, withChosen(shown.report, template, typed)));
  }
}

/** What was typed, as values: of a choice of one the field itself was sent. */
function withChosen(
  report: IncidentReport,
  template: SignedInVisit['web']['forms'][IncidentReport['form']],
  typed: FormValues,
): FormValues {
  const chosen = fieldsOf(template).flatMap((field) =>
    field.type === 'one' && (typed[field.id] ?? '') !== '' ? [[chosenKey(field.id, typed[field.id] ?? ''), '1']] : [],
  );
  const known = new Set(Object.keys(report.values));
  const lines = Object.entries(typed).map(([key, text]) => [key, text.replaceAll('\r\n', '\n')]);
  const kept = lines.filter(([key = '', text]) => text !== '' || known.has(key));
  return Object.fromEntries([...kept, ...chosen].filter(([key]) => key !== 'seen' && key !== 'refill'));
}

async function conflictText(visit: SignedInVisit, report: IncidentReport, typed: FormValues): Promise<string> {
  const [latest] = await versionsOf(visit.web.parts.db, report.id, 1);
  const labels = labelsOf(visit, visit.web.forms[report.form]);
  const differing = changedKeys(report.values, typed).flatMap((key) => labels.get(key) ?? []);
  const who = actorText(visit, latest?.actor ?? '');
  return `${visit.texts.reportConflict(who, report.version)} ${differing.join('; ')}.`;
}

export async function recordSending(visit: SignedInVisit): Promise<Response> {
  const shown = await shownReport(visit);
  if (!shown) return failurePage(visit, 'not-found');
  const { form, files } = visit;
  const file = files.get('file');
  try {
    await visit.web.acts.recordSending(visit.actor, shown.report.id, {
      number: form.get('number') ?? '',
      sentOn: form.get('sent-on') ?? '',
      sentTo: form.get('sent-to') ?? '',
      file: { name: file?.name ?? '', bytes: file?.bytes ?? new Uint8Array() },
    });
  } catch (error) {
    if (!isShown(error)) throw error;
    return reportPage(visit, shown, shown.report.values, { text: renderError(visit, error), of: 'sending' });
  }
  return visit.context.redirect(`/incident-reports/${shown.report.id}?done=report-sent`, 303);
}

const mediaTypes = {
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
} as const;

export async function printReport(visit: SignedInVisit): Promise<Response> {
  const shown = await shownReport(visit);
  if (!shown) return failurePage(visit, 'not-found');
  const { report, incident } = shown;
  const format = visit.context.req.param('format') === 'docx' ? 'docx' : 'pdf';
  const bytes = await visit.web.printForm(report.form, report.values, format);
  return attachment(visit, bytes, mediaTypes[format], `bao-cao-su-co-${incident.number}-${report.form}.${format}`);
}

/** What people attached is never shown by the dashboard itself. */
export async function downloadSigned(visit: SignedInVisit): Promise<Response> {
  const shown = await shownReport(visit);
  if (!shown) return failurePage(visit, 'not-found');
  const { db, blobs } = visit.web.parts;
  const id = numberParam(visit, 'sending');
  const sending = (await sendingsOf(db, shown.incident.number)).find((one) => one.id === id);
  const bytes = sending?.reportId === shown.report.id ? await blobs.get(sending.fileHash) : null;
  if (!bytes) return failurePage(visit, 'not-found');
  return attachment(visit, bytes, mediaTypes.pdf, `bao-cao-su-co-${shown.incident.number}-da-ky.pdf`);
}

function attachment(visit: SignedInVisit, bytes: Uint8Array, type: string, name: string): Response {
  return visit.context.body(new Uint8Array(bytes), 200, {
    'Content-Type': type,
    'Content-Length': String(bytes.length),
    'Content-Disposition': `attachment; filename="${name}"`,
  });
}
