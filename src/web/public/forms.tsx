/** The start page and the two forms. */
import { longest, type Mistakes, mostPortals, type TypedField } from '../../core/requests/typed.ts';
import { requestTemplate } from '../../monitor/requests/sheet-columns.ts';
import { type Submitted, submitReport, submitWatch } from '../../monitor/requests/submit.ts';
import { spreadsheet, workbook } from '../../monitor/sites/spreadsheet.ts';
import { type FieldProps, notePage, Privacy, PublicField, PublicForm, publicPage, Summary } from './layout.tsx';
import type { PublicVisit } from './visit.ts';

export function showHome(visit: PublicVisit): Promise<Response> {
  const { texts } = visit;
  return publicPage(visit, {
    title: texts.homeTitle,
    body: (
      <>
        <h1>{texts.homeTitle}</h1>
        <p class="lead">{texts.homeIntro}</p>
        <div class="ways">
          <section>
            <h2>{texts.watchTitle}</h2>
            <p>{texts.watchShort}</p>
            <a class="button" href={visit.to('/watch')}>
              {texts.watchGo}
            </a>
          </section>
          <section>
            <h2>{texts.reportTitle}</h2>
            <p>{texts.reportShort}</p>
            <a class="button" href={visit.to('/report')}>
              {texts.reportGo}
            </a>
          </section>
        </div>
        <p>
          {texts.sheetText} <a href={visit.to('/template.xlsx')}>{texts.sheetExcel}</a>,{' '}
          <a href={visit.to('/template.csv')}>{texts.sheetCsv}</a>
        </p>
      </>
    ),
  });
}

export const showWatch = (visit: PublicVisit): Promise<Response> => watchPage(visit, {});

function watchPage(visit: PublicVisit, mistakes: Mistakes): Promise<Response> {
  const { texts } = visit;
  return formPage(visit, mistakes, {
    about: 'watch',
    title: texts.watchTitle,
    intro: texts.watchIntro,
    fields: [
      { name: 'agency', label: texts.agency, maxlength: longest.agency, autocomplete: 'organization' },
      {
        name: 'portals',
        label: texts.portals,
        hint: texts.portalsHint,
        maxlength: longest.url * mostPortals,
        rows: 3,
      },
      { name: 'contact', label: texts.contact, maxlength: longest.contact, autocomplete: 'name' },
      {
        name: 'phone',
        label: texts.phone,
        hint: texts.phoneHint,
        type: 'tel',
        maxlength: longest.phone,
        autocomplete: 'tel',
      },
      {
        name: 'email',
        label: texts.email,
        hint: texts.emailHint,
        type: 'email',
        maxlength: longest.email,
        autocomplete: 'email',
      },
      { name: 'basis', label: texts.basis, hint: texts.basisHint, maxlength: longest.basis },
    ],
    group: {
      legend: texts.period,
      hint: texts.periodHint,
      inPairs: true,
      fields: [
        { name: 'from', label: texts.from, type: 'date', maxlength: 10, optional: true },
        { name: 'to', label: texts.to, type: 'date', maxlength: 10, optional: true },
      ],
    },
  });
}

export const showReport = (visit: PublicVisit): Promise<Response> => reportPage(visit, {});

function reportPage(visit: PublicVisit, mistakes: Mistakes): Promise<Response> {
  const { texts } = visit;
  return formPage(visit, mistakes, {
    about: 'report',
    title: texts.reportTitle,
    intro: texts.reportIntro,
    fields: [
      { name: 'url', label: texts.url, hint: texts.urlHint, type: 'url', maxlength: longest.url },
      { name: 'seen', label: texts.seen, hint: texts.seenHint, maxlength: longest.seen, rows: 5 },
    ],
    group: {
      legend: texts.you,
      fields: [
        { name: 'name', label: texts.name, maxlength: longest.name, autocomplete: 'name', optional: true },
        {
          name: 'email',
          label: texts.reportEmail,
          hint: texts.reportEmailHint,
          type: 'email',
          maxlength: longest.email,
          autocomplete: 'email',
          optional: true,
        },
      ],
    },
  });
}

interface FormFields {
  readonly about: 'watch' | 'report';
  readonly title: string;
  readonly intro: string;
  readonly fields: readonly Field[];
  readonly group: {
    readonly legend: string;
    readonly hint?: string;
    readonly inPairs?: boolean;
    readonly fields: readonly Field[];
  };
}

interface Field extends Omit<FieldProps, 'visit' | 'mistake'> {
  readonly name: TypedField;
}

function formPage(visit: PublicVisit, mistakes: Mistakes, form: FormFields): Promise<Response> {
  const { title, group } = form;
  const count = Object.keys(mistakes).length;
  const drawn = (fields: readonly Field[]) =>
    fields.map((field) => <PublicField visit={visit} mistake={mistakes[field.name]} {...field} />);
  return publicPage(visit, {
    title,
    status: count === 0 ? 200 : 400,
    body: (
      <>
        <h1>{title}</h1>
        <p class="lead">{form.intro}</p>
        <Summary visit={visit} count={count} />
        <PublicForm visit={visit} path={`/${form.about}`}>
          {drawn(form.fields)}
          <fieldset>
            <legend>{group.legend}</legend>
            {group.hint !== undefined && <p class="hint">{group.hint}</p>}
            {group.inPairs ? <div class="pair">{drawn(group.fields)}</div> : drawn(group.fields)}
          </fieldset>
          <Privacy visit={visit} about={form.about} mistake={mistakes.consent} />
          <button type="submit">{visit.texts.send}</button>
        </PublicForm>
      </>
    ),
  });
}

/** A field longer than anything acceptable is cut: it is refused, or was padding. */
const field = ({ form }: PublicVisit, name: string): string => (form.get(name) ?? '').slice(0, 12_000);

export async function sendWatch(visit: PublicVisit): Promise<Response> {
  const typed = {
    agency: field(visit, 'agency'),
    portals: field(visit, 'portals'),
    contact: field(visit, 'contact'),
    phone: field(visit, 'phone'),
    email: field(visit, 'email'),
    basis: field(visit, 'basis'),
    from: field(visit, 'from'),
    to: field(visit, 'to'),
    consent: visit.form.get('consent') === 'yes',
  };
  const submitted = await submitWatch(visit.parts, visit.rate, typed, visit);
  return submitted.status === 'mistakes' ? watchPage(visit, submitted.mistakes) : answer(visit, submitted, 'watch');
}

export async function sendReport(visit: PublicVisit): Promise<Response> {
  const typed = {
    url: field(visit, 'url'),
    seen: field(visit, 'seen'),
    name: field(visit, 'name'),
    email: field(visit, 'email'),
    consent: visit.form.get('consent') === 'yes',
  };
  const submitted = await submitReport(visit.parts, visit.rate, typed, visit);
  return submitted.status === 'mistakes' ? reportPage(visit, submitted.mistakes) : answer(visit, submitted, 'report');
}

function answer(
  visit: PublicVisit,
  submitted: Exclude<Submitted, { status: 'mistakes' }>,
  about: 'watch' | 'report',
): Promise<Response> | Response {
  const { texts, context } = visit;
  if (submitted.status === 'accepted') {
    const what = about === 'report' && submitted.confirms ? 'report-mail' : about;
    return context.redirect(visit.to(`/sent/${what}`), 303);
  }
  const text = submitted.status === 'network-full' ? texts.networkFull : texts.dayFull;
  return notePage(visit, texts.refusedTitle, text, 429);
}

export function showSent(visit: PublicVisit): Promise<Response> {
  const { texts, context } = visit;
  const sentences: Readonly<Record<string, string>> = {
    watch: texts.sentWatch,
    report: texts.sentReport,
    'report-mail': texts.sentReportMail,
  };
  return notePage(visit, texts.sentTitle, sentences[context.req.param('what') ?? ''] ?? texts.sentReport);
}

export async function serveWorkbook({ language, context }: PublicVisit): Promise<Response> {
  return context.body(await workbook(requestTemplate(language)), 200, {
    'Content-Type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    'Content-Disposition': 'attachment; filename="vonggac-request.xlsx"',
  });
}

export function serveCsv({ language, context }: PublicVisit): Response {
  return context.body(spreadsheet(requestTemplate(language)), 200, {
    'Content-Type': 'text/csv; charset=utf-8',
    'Content-Disposition': 'attachment; filename="vonggac-request.csv"',
  });
}
