/** Registers a list of portals: upload the file, review and correct each line, confirm. */
import { z } from 'zod';
import { isShown, VonggacError } from '../../../core/errors.ts';
import { mostWorkbookBytes } from '../../../core/readers.ts';
import { plainText } from '../../../core/text.ts';
import type { ImportPlan, ImportReport, ListSource } from '../../../monitor/sites/import-sites.ts';
import { longerThan, plannedRow } from '../../../monitor/sites/long-import.ts';
import { createPace } from '../../../monitor/sites/pace.ts';
import { isWorkbook, readListFile } from '../../../monitor/sites/read-list-file.ts';
import { isYaml, readSiteList, type SiteList } from '../../../monitor/sites/read-site-list.ts';
import { columns } from '../../../monitor/sites/site-list-columns.ts';
import { spreadsheet, workbook } from '../../../monitor/sites/spreadsheet.ts';
import { listTemplate, siteListRows } from '../../../monitor/sites/write-site-list.ts';
import { importsOf } from '../../../store/registry/imports.ts';
import type { SignedInVisit } from '../../gate/route.ts';
import { Lines, PostForm, Problem } from '../../views/form.tsx';
import { renderPage, Sheet } from '../../views/layout.tsx';
import { spreadsheetAnswer, workbookAnswer } from '../../views/spreadsheet.ts';
import { renderError } from '../../views/wording.ts';
import { cellField, ImportHead, mostPlanned, PlannedLines, ToMend } from './import-preview.tsx';
import { BegunImports } from './long-import.tsx';

/** As much as of a workbook; YAML is read in one piece. */
const textBytes = mostWorkbookBytes;
const yamlBytes = 512_000;
/** In addition, for the other fields of the form. */
export const importFormBytes = mostWorkbookBytes + 64_000;
/** A short list with its corrections. */
export const carriedFormBytes = 2_000_000;

export function showImport(visit: SignedInVisit): Promise<Response> {
  return importPage(visit, null);
}

async function importPage(visit: SignedInVisit, problem: string | null): Promise<Response> {
  const { texts } = visit;
  const begun = await importsOf(visit.web.parts.db, visit.actor.name);
  return renderPage(visit, {
    title: texts.importTitle,
    section: 'board',
    status: problem === null ? 200 : 400,
    body: (
      <div class="narrow-page">
        <ImportHead visit={visit} text={texts.importIntro} />
        {begun.length > 0 && <BegunImports visit={visit} begun={begun} />}
        <Sheet title={texts.importFile} id="import">
          <Problem text={problem} />
          <PostForm visit={visit} action="/sites/import" class="stack" files>
            <div class="field">
              <label for="file">{texts.importFileLabel}</label>
              <input
                id="file"
                type="file"
                name="file"
                accept=".xlsx,.csv,.txt,.tsv,.yaml,.yml,text/csv"
                aria-describedby="file-hint"
              />
              <p class="hint" id="file-hint">
                {texts.importFileHint} <a href="/sites/import/template?as=xlsx">{texts.importTemplateExcel}</a>{' '}
                <a href="/sites/import/template">{texts.importTemplate}</a>
              </p>
            </div>
            <Lines name="list" label={texts.importPaste} hint={texts.importPasteHint} value="" rows={4} long />
            <button type="submit" class="primary">
              {texts.importPreview}
            </button>
          </PostForm>
        </Sheet>
      </div>
    ),
  });
}

/** The uploaded file, the pasted text, or the list of the preview with its corrections. */
async function listOf(visit: SignedInVisit): Promise<ListSource> {
  const { form, files, web } = visit;
  const carried = form.get('carried');
  if (carried !== undefined) return mended(form, await readCarried(carried));
  const file = files.get('file');
  if (file && file.bytes.byteLength > 0) {
    if (!isWorkbook(file.name, file.bytes))
      assertShort(file.bytes.byteLength, isYaml(file.name) ? yamlBytes : textBytes);
    return readListFile(web.parts.read, { name: file.name.slice(-200), bytes: file.bytes });
  }
  const text = form.get('list') ?? '';
  if (text.trim() === '')
    throw new VonggacError('bad-input', visit.texts.importNothing, { vi: visit.texts.importNothing });
  assertShort(text.length, textBytes);
  return { name: 'list.csv', text };
}

function assertShort(size: number, most: number): void {
  if (size <= most) return;
  const limit = most >= 1_000_000 ? `${most / 1_000_000} MB` : `${most / 1_000} kB`;
  throw new VonggacError('bad-input', `This file has more than ${limit}: split the list.`, {
    vi: `Tệp này lớn hơn ${limit}: hãy chia nhỏ danh sách.`,
  });
}

const unusedShape = z.array(z.string());
const lineShape = z.object({
  line: z.number().int(),
  cells: z.partialRecord(z.enum(columns), z.string()),
  fault: z.object({ vi: z.string(), en: z.string() }).nullable(),
});

/** JSON Lines, so that a long list is read in pieces: first the unused headings, then the lines. */
async function carriedOf({ lines, unused }: SiteList): Promise<string> {
  const pace = createPace();
  const written = [JSON.stringify(unused)];
  for (const one of lines) {
    written.push(JSON.stringify(one));
    if (pace.isOver()) await pace.rest();
  }
  await pace.rest();
  return written.join('\n');
}

async function readCarried(text: string): Promise<SiteList> {
  const pace = createPace();
  try {
    const [head = '', ...rest] = text.split('\n');
    const lines: SiteList['lines'][number][] = [];
    for (const one of rest) {
      lines.push(lineShape.parse(JSON.parse(one)));
      if (pace.isOver()) await pace.rest();
    }
    return { unused: unusedShape.parse(JSON.parse(head)), lines };
  } catch (cause) {
    throw new VonggacError('bad-input', 'The list did not arrive whole: choose the file again.', {
      cause,
      vi: 'Danh sách không tới nơi trọn vẹn: hãy chọn lại tệp.',
    });
  }
}

/** A line whose cells were shown for correction takes the typed values. */
function mended(form: ReadonlyMap<string, string>, list: SiteList): SiteList {
  const lines = list.lines.map((one) => {
    const typed = columns.flatMap((column) => {
      const text = form.get(cellField(one.line, column));
      return text === undefined ? [] : [[column, text.trim()] as const];
    });
    return typed.length === 0 ? one : { ...one, cells: Object.fromEntries(typed), fault: null };
  });
  return { ...list, lines };
}

export function previewImport(visit: SignedInVisit): Promise<Response> {
  return orWhatIsWrong(visit, async () => {
    const source = await listOf(visit);
    const list = 'lines' in source ? source : await readSiteList(source);
    if (list.lines.length <= longerThan) {
      return previewPage(visit, await visit.web.acts.planImport(visit.actor, list), null);
    }
    const id = await visit.web.acts.beginLongImport(visit.actor, list);
    return visit.context.redirect(`/sites/import/${id}`, 303);
  });
}

/** All lines, or only the valid ones on request; the others are shown again. */
export function doImport(visit: SignedInVisit): Promise<Response> {
  return orWhatIsWrong(visit, async () => {
    const list = await listOf(visit);
    const partial = visit.form.has('partial');
    const report = await visit.web.acts.importSites(visit.actor, list, partial);
    if (report.bad.length === 0) return donePage(visit, report);
    const left = { lines: report.bad.map(({ line, cells }) => ({ line, cells, fault: null })), unused: [] };
    const rest: ImportPlan = { good: [], bad: report.bad, list: left };
    return partial
      ? previewPage(visit, rest, report)
      : previewPage(visit, { ...rest, list: listedIn(list, left) }, null);
  });
}

/** A list that was already read is passed on whole. */
const listedIn = (source: ListSource, left: SiteList): SiteList => ('lines' in source ? source : left);

/** The lines that still need correcting, as a file. */
export function serveRest(visit: SignedInVisit): Promise<Response> {
  return orWhatIsWrong(visit, async () => {
    const { bad } = await visit.web.acts.planImport(visit.actor, await listOf(visit));
    const lines = bad.map(({ cells }) => cells);
    return spreadsheetAnswer(visit, 'portals-to-mend', spreadsheet(siteListRows(lines, visit.language)));
  });
}

async function orWhatIsWrong(visit: SignedInVisit, answer: () => Promise<Response>): Promise<Response> {
  try {
    return await answer();
  } catch (error) {
    if (!isShown(error) || error.code === 'baseline-moved') throw error;
    return importPage(visit, plainText(renderError(visit, error), 500));
  }
}

export async function serveTemplate(visit: SignedInVisit): Promise<Response> {
  const rows = listTemplate(visit.language);
  if (visit.url.searchParams.get('as') === 'xlsx') return workbookAnswer(visit, 'portals', await workbook(rows));
  return spreadsheetAnswer(visit, 'portals', spreadsheet(rows));
}

async function previewPage(visit: SignedInVisit, plan: ImportPlan, report: ImportReport | null): Promise<Response> {
  const { texts } = visit;
  const { good, bad, list } = plan;
  const count = (outcome: 'added' | 'extended' | 'unchanged') =>
    good.filter((one) => one.plan.outcome === outcome).length;
  const carried = await carriedOf(list);
  const hasNews = count('added') + count('extended') > 0;
  const text =
    bad.length > 0
      ? texts.importMistakesText(bad.length, good.length)
      : texts.importPlanText(count('added'), count('extended'), count('unchanged'));
  return renderPage(visit, {
    title: texts.importTitle,
    section: 'board',
    status: bad.length > 0 && report === null ? 400 : 200,
    body: (
      <>
        <ImportHead visit={visit} text={report === null ? text : texts.importLeft(report.good.length, bad.length)} />
        {list.unused.length > 0 && (
          <p class="hint import-confirm">
            {texts.importUnused(plainText(list.unused.map((name) => `“${plainText(name, 40)}”`).join(', '), 400))}
          </p>
        )}
        <PostForm visit={visit} action={`/sites/import${bad.length > 0 ? '' : '/confirm'}`} class="import-form" files>
          <input type="hidden" name="carried" value={carried} />
          <ToMend visit={visit} bad={bad} count={bad.length} />
          <p class="buttons import-confirm">
            {bad.length > 0 ? (
              <>
                <button type="submit" class="primary">
                  {texts.importCheckAgain}
                </button>
                {hasNews && (
                  <button type="submit" formaction="/sites/import/confirm" name="partial" value="1">
                    {texts.importGoodOnly(count('added') + count('extended'))}
                  </button>
                )}
                <button type="submit" formaction="/sites/import/rest">
                  {texts.importRest}
                </button>
              </>
            ) : (
              <button type="submit" class="primary" disabled={!hasNews}>
                {texts.importConfirm}
              </button>
            )}
            <a class="button" href="/sites/import">
              {texts.cancel}
            </a>
          </p>
        </PostForm>
        {good.length > 0 && bad.length === 0 && (
          <PlannedLines
            visit={visit}
            good={good.slice(0, mostPlanned).map(({ line, site, plan: one }) => plannedRow(line, site, one))}
            count={good.length}
          />
        )}
      </>
    ),
  });
}

function donePage(visit: SignedInVisit, { good }: ImportReport): Promise<Response> {
  const { texts } = visit;
  const count = (outcome: 'added' | 'extended' | 'unchanged') => good.filter((one) => one.outcome === outcome).length;
  return renderPage(visit, {
    title: texts.importDoneTitle,
    section: 'board',
    body: (
      <section class="card stack link-once">
        <h1>{texts.importDoneTitle}</h1>
        <p>{texts.importDoneText(count('added'), count('extended'), count('unchanged'))}</p>
        <p>
          <a class="button primary" href="/">
            {texts.backToBoard}
          </a>
        </p>
      </section>
    ),
  });
}
