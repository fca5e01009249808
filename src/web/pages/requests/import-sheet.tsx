/** A template sheet that came by mail: upload, preview, confirm. */
import { isShown, VonggacError } from '../../../core/errors.ts';
import { plainText, shownAddress } from '../../../core/text.ts';
import type { SheetPlan } from '../../../monitor/requests/import-sheet.ts';
import { requestTemplate } from '../../../monitor/requests/sheet-columns.ts';
import type { ListFile } from '../../../monitor/sites/read-list-file.ts';
import { spreadsheet, workbook } from '../../../monitor/sites/spreadsheet.ts';
import type { SignedInVisit } from '../../gate/route.ts';
import { PostForm, Problem } from '../../views/form.tsx';
import { renderPage, Sheet } from '../../views/layout.tsx';
import { spreadsheetAnswer, workbookAnswer } from '../../views/spreadsheet.ts';
import { render, renderError } from '../../views/wording.ts';

const sheetBytes = 300_000;
/** The preview carries the file on in base64. */
export const sheetFormBytes = 500_000;

export async function serveRequestTemplate(visit: SignedInVisit): Promise<Response> {
  const rows = requestTemplate(visit.language);
  if (visit.url.searchParams.get('as') === 'xlsx') return workbookAnswer(visit, 'request', await workbook(rows));
  return spreadsheetAnswer(visit, 'request', spreadsheet(rows));
}

export function showSheetImport(visit: SignedInVisit): Promise<Response> {
  return importPage(visit, null);
}

function importPage(visit: SignedInVisit, problem: string | null): Promise<Response> {
  const { texts } = visit;
  return renderPage(visit, {
    title: texts.requestImportTitle,
    section: 'requests',
    status: problem === null ? 200 : 400,
    body: (
      <div class="narrow-page">
        <Head visit={visit} />
        <Sheet title={texts.requestsImport} id="import">
          <Problem text={problem} />
          <PostForm visit={visit} action="/requests/import" class="stack" files>
            <div class="field">
              <label for="file">{texts.requestImportFile}</label>
              <input
                id="file"
                type="file"
                name="file"
                accept=".xlsx,.csv,text/csv"
                aria-describedby="file-hint"
                required
              />
              <p class="hint" id="file-hint">
                <a href="/requests/template?as=xlsx">{texts.requestImportExcel}</a>{' '}
                <a href="/requests/template">{texts.requestImportCsv}</a>
              </p>
            </div>
            <button type="submit" class="primary">
              {texts.requestImportPreview}
            </button>
          </PostForm>
        </Sheet>
      </div>
    ),
  });
}

const Head = ({ visit }: { visit: SignedInVisit }) => (
  <div class="page-head">
    <p class="crumbs">
      <a href="/requests">{visit.texts.requestsTitle}</a>
    </p>
    <h1>{visit.texts.requestImportTitle}</h1>
    <p>{visit.texts.requestImportIntro}</p>
  </div>
);

/** The uploaded file, or the one that the preview carries on. */
function fileOf({ form, files, texts }: SignedInVisit): ListFile {
  const carried = form.get('carried');
  if (carried !== undefined)
    return { name: (form.get('name') ?? '').slice(-200), bytes: Buffer.from(carried, 'base64') };
  const file = files.get('file');
  if (!file || file.bytes.byteLength === 0) throw refusal(texts.requestImportNothing);
  if (file.bytes.byteLength > sheetBytes) throw refusal(texts.requestImportTooLarge);
  return { name: file.name.slice(-200), bytes: file.bytes };
}

const refusal = (text: string) => new VonggacError('bad-input', text, { vi: text });

export function previewSheetImport(visit: SignedInVisit): Promise<Response> {
  return orWhatIsWrong(visit, async () => {
    const file = fileOf(visit);
    return previewPage(visit, await visit.web.acts.planSheet(visit.actor, file), file);
  });
}

export function confirmSheetImport(visit: SignedInVisit): Promise<Response> {
  return orWhatIsWrong(visit, async () => {
    await visit.web.acts.importSheet(visit.actor, fileOf(visit));
    return visit.context.redirect('/requests?done=requests-imported', 303);
  });
}

async function orWhatIsWrong(visit: SignedInVisit, answer: () => Promise<Response>): Promise<Response> {
  try {
    return await answer();
  } catch (error) {
    if (!isShown(error)) throw error;
    return importPage(visit, plainText(renderError(visit, error), 500));
  }
}

function previewPage(visit: SignedInVisit, { good, bad, unused }: SheetPlan, file: ListFile): Promise<Response> {
  const { texts } = visit;
  const names = unused.map((name) => `“${plainText(name, 40)}”`).join(', ');
  return renderPage(visit, {
    title: texts.requestImportTitle,
    section: 'requests',
    status: bad.length > 0 ? 400 : 200,
    body: (
      <div class="narrow-page">
        <Head visit={visit} />
        {unused.length > 0 && <p class="hint">{texts.requestImportUnused(plainText(names, 400))}</p>}
        {bad.length > 0 && (
          <Sheet title={texts.requestImportBad} id="bad">
            <ul>
              {bad.map(({ lines, reasons }) => (
                <li>
                  <b>{texts.requestImportLines(lines.join(', '))}</b>:{' '}
                  {reasons.map((reason) => plainText(render(visit, reason), 300)).join(' ')}
                </li>
              ))}
            </ul>
          </Sheet>
        )}
        <Sheet title={texts.requestImportWill(good.length)} id="good">
          <ul class="request-list">
            {good.map(({ lines, details, known }) => (
              <li>
                <p class="request-status">{texts.requestImportLines(lines.join(', '))}</p>
                <div>
                  <p dir="auto">{plainText(details.agency, 200)}</p>
                  <p class="meta">{details.portals.map((url) => shownAddress(url)).join(', ')}</p>
                  <p class="meta" dir="auto">
                    {plainText(`${details.contact}, ${details.phone}, ${details.email}`, 300)}
                    {known > 0 && ` · ${texts.requestImportKnown(known)}`}
                  </p>
                </div>
              </li>
            ))}
          </ul>
          {bad.length === 0 && good.length > 0 && (
            <PostForm visit={visit} action="/requests/import/confirm" files>
              <input type="hidden" name="carried" value={Buffer.from(file.bytes).toString('base64')} />
              <input type="hidden" name="name" value={plainText(file.name, 200)} />
              <p class="buttons">
                <button type="submit" class="primary">
                  {texts.requestImportConfirm}
                </button>
                <a class="button" href="/requests/import">
                  {texts.cancel}
                </a>
              </p>
            </PostForm>
          )}
        </Sheet>
      </div>
    ),
  });
}
