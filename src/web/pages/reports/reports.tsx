/** Period reports: those that were made, and the form that asks for one. */

import { dayOf } from '../../../core/duty/days.ts';
import { isShown } from '../../../core/errors.ts';
import { endedWindows, presets, utcDate } from '../../../core/reports/spans.ts';
import { dayWords, plainText } from '../../../core/text.ts';
import type { SpanRequest } from '../../../monitor/reports/report-span.ts';
import { listReports, type ReportRecord } from '../../../store/records/reports.ts';
import { watchedAgencies } from '../../../store/registry/agencies.ts';
import { tagsInUse } from '../../../store/registry/tags.ts';
import type { SignedInVisit } from '../../gate/route.ts';
import type { Texts } from '../../texts/keys.ts';
import { withDone } from '../../views/back.tsx';
import { Choice, Field, PostForm, Problem } from '../../views/form.tsx';
import { renderPage, Sheet } from '../../views/layout.tsx';
import { lastPageInstead, Pager, pageNumber } from '../../views/pager.tsx';
import { moment, renderError } from '../../views/wording.ts';
import { Downloads } from './downloads.tsx';

const pageSize = 25;

export function showReports(visit: SignedInVisit): Promise<Response> {
  return reportsPage(visit, null);
}

export async function askForReport(visit: SignedInVisit): Promise<Response> {
  const { form, web, actor } = visit;
  const scope = scopeOf(visit);
  try {
    const id = await web.acts.askForReport(actor, {
      ...scope,
      language: form.get('language') === 'en' ? 'en' : 'vi',
      period: periodOf(form),
    });
    return visit.context.redirect(withDone(`/reports/${id}`, 'report-asked'), 303);
  } catch (error) {
    if (!isShown(error)) throw error;
    return reportsPage(visit, renderError(visit, error));
  }
}

const choices = [...presets, 'window', 'custom'] as const;
const mostWindows = 20;

function periodOf(form: ReadonlyMap<string, string>): SpanRequest {
  const [, before] = /^window:(\d{4}-\d{2}-\d{2})$/.exec(form.get('period') ?? '') ?? [];
  if (before !== undefined) return { preset: 'window', before };
  const preset = choices.find((one) => one === form.get('period')) ?? 'month';
  if (preset !== 'custom') return { preset };
  return { from: form.get('from') ?? '', to: form.get('to') ?? '' };
}

/** Whoever serves one agency reports on that one. */
function scopeOf({ scope, form }: SignedInVisit): { readonly agencyId: number | null; readonly tagKey: string | null } {
  if (scope.agencyId !== null) return { agencyId: scope.agencyId, tagKey: null };
  const chosen = form.get('scope') ?? '';
  const [, kind, value = ''] = /^(agency|tag):(.{1,100})$/.exec(chosen) ?? [];
  if (kind === 'tag') return { agencyId: null, tagKey: value };
  return { agencyId: kind === 'agency' && /^\d{1,9}$/.test(value) ? Number(value) : null, tagKey: null };
}

async function reportsPage(visit: SignedInVisit, problem: string | null): Promise<Response> {
  const { texts } = visit;
  const { db } = visit.web.parts;
  const page = pageNumber(visit.url);
  const { reports, found } = await listReports(db, visit.scope, { offset: (page - 1) * pageSize, limit: pageSize });
  const pages = Math.ceil(found / pageSize);
  const instead = lastPageInstead(visit, page, pages);
  if (instead) return instead;
  const scopes = visit.scope.agencyId === null ? await scopeChoices(visit) : [];
  return renderPage(visit, {
    title: texts.reportsTitle,
    section: 'reports',
    status: problem === null ? 200 : 400,
    body: (
      <>
        <div class="page-head">
          <h1>{texts.reportsTitle}</h1>
          <p>{texts.reportsIntro}</p>
        </div>
        <AskForm visit={visit} problem={problem} scopes={scopes} />
        <Sheet title={texts.reportsList} id="reports">
          {reports.length === 0 ? (
            <p class="empty">{texts.reportsNone}</p>
          ) : (
            <ReportTable visit={visit} reports={reports} />
          )}
          <Pager visit={visit} page={page} pages={pages} />
        </Sheet>
      </>
    ),
  });
}

async function scopeChoices({ web, texts, scope }: SignedInVisit): Promise<(readonly [string, string])[]> {
  const { db } = web.parts;
  const agencies = await watchedAgencies(db);
  const tags = await tagsInUse(db, scope);
  return [
    ['', texts.reportScopeAll],
    ...agencies.map(({ id, name }) => [`agency:${id}`, texts.reportScopeAgency(plainText(name, 120))] as const),
    ...tags.map(({ key, name }) => [`tag:${key}`, texts.reportScopeTag(plainText(name, 40))] as const),
  ];
}

/** The newest watch window, and every earlier one by name: each is the newest on the day after its end. */
function periodChoices({ texts, language, web }: SignedInVisit): (readonly [string, string])[] {
  const { calendar, clock, config } = web.parts;
  const [, ...earlier] = endedWindows(calendar(clock()), clock());
  const windows = earlier.slice(0, mostWindows).map(({ to, name }) => {
    const { year, month, date } = utcDate(dayOf(to, config.schedule.timezone));
    const day = [year, String(month).padStart(2, '0'), String(date).padStart(2, '0')].join('-');
    const words = `${plainText(name[language], 120)} (${year})`;
    return [`window:${day}`, `${words.charAt(0).toLocaleUpperCase('vi')}${words.slice(1)}`] as const;
  });
  const shown = choices.map((one) => [one, texts[periodTexts[one]]] as const);
  return [...shown.slice(0, -1), ...windows, ...shown.slice(-1)];
}

interface AskProps {
  readonly visit: SignedInVisit;
  readonly problem: string | null;
  readonly scopes: readonly (readonly [string, string])[];
}

const AskForm = ({ visit, problem, scopes }: AskProps) => {
  const { texts, form } = visit;
  const { closingDays } = visit.web.parts.config.reports;
  const day = (value: number) => (value > 28 ? texts.reportLastDay : String(value));
  return (
    <Sheet title={texts.reportsAsk} id="ask-report">
      <Problem text={problem} />
      <PostForm visit={visit} action="/reports" class="report-form">
        <Choice
          name="period"
          label={texts.reportPeriod}
          hint={texts.reportPeriodHint(day(closingDays.month), day(closingDays.year))}
          value={form.get('period') ?? 'month'}
          choices={periodChoices(visit)}
        />
        <Field
          name="from"
          label={texts.reportFrom}
          type="date"
          hint={texts.reportDaysHint}
          value={form.get('from') ?? ''}
          autocomplete="off"
          optional
        />
        <Field name="to" label={texts.reportTo} type="date" value={form.get('to') ?? ''} autocomplete="off" optional />
        {scopes.length > 1 && (
          <Choice name="scope" label={texts.reportScope} value={form.get('scope') ?? ''} choices={scopes} />
        )}
        <Choice
          name="language"
          label={texts.reportLanguage}
          value={form.get('language') ?? visit.language}
          choices={[
            ['vi', texts.reportVietnamese],
            ['en', texts.reportEnglish],
          ]}
        />
        <p class="actions">
          <button type="submit" class="primary">
            {texts.reportsDo}
          </button>
        </p>
      </PostForm>
    </Sheet>
  );
};

const periodTexts = {
  month: 'reportMonth',
  quarter: 'reportQuarter',
  'half-year': 'reportHalfYear',
  year: 'reportYear',
  window: 'reportWindow',
  custom: 'reportCustom',
} as const satisfies Record<(typeof choices)[number], keyof Texts>;

const ReportTable = ({ visit, reports }: { visit: SignedInVisit; reports: readonly ReportRecord[] }) => {
  const { texts } = visit;
  return (
    <table class="report-list">
      <thead>
        <tr>
          <th scope="col">{texts.reportColumn}</th>
          <th scope="col">{texts.reportMadeAt}</th>
          <th scope="col">{texts.reportAskedBy}</th>
          <th scope="col">{texts.reportFiles}</th>
        </tr>
      </thead>
      <tbody>
        {reports.map((report) => (
          <tr>
            <th scope="row">
              <a href={`/reports/${report.id}`}>{reportTitle(visit, report)}</a>
              <span class="sub">{daysText(visit, report)}</span>
            </th>
            <td data-label={texts.reportMadeAt}>{stateText(visit, report)}</td>
            <td data-label={texts.reportAskedBy}>
              {report.askedBy === 'system' ? texts.reportScheduled : plainText(report.askedBy, 80)}
            </td>
            <td data-label={texts.reportFiles}>
              <Downloads visit={visit} report={report} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
};

function stateText(visit: SignedInVisit, { status, madeAt }: ReportRecord): string {
  if (madeAt !== null) return moment(visit, madeAt);
  return status === 'failed' ? visit.texts.reportFailed : visit.texts.reportWaiting;
}

/** `Quý II năm 2026 · Sở Y tế`. */
export function reportTitle({ language, texts }: SignedInVisit, { asked }: ReportRecord): string {
  const name = asked.span.name[language];
  const scope = asked.scopeName === null ? texts.reportScopeAll : plainText(asked.scopeName, 120);
  return `${name.slice(0, 1).toLocaleUpperCase('vi')}${plainText(name.slice(1), 200)} · ${scope}`;
}

function daysText(visit: SignedInVisit, { asked: { span } }: ReportRecord): string {
  const { timezone } = visit.web.parts.config.schedule;
  const day = (at: number) => dayWords(at, timezone)[visit.language];
  return `${day(span.from)} – ${day(span.to - 1)}`;
}
