/** Registers a whole list of portals: upload the file, preview each line, confirm. */
import type { PropsWithChildren } from 'hono/jsx';
import { isShown, VonggacError } from '../../../core/errors.ts';
import { plainText } from '../../../core/text.ts';
import type { BadLine, ImportPlan, ImportReport } from '../../../monitor/sites/import-sites.ts';
import { decodeList, type SiteListFile } from '../../../monitor/sites/read-site-list.ts';
import { listTemplate } from '../../../monitor/sites/write-site-list.ts';
import type { SignedInVisit } from '../../gate/route.ts';
import { Lines, PostForm, Problem } from '../../views/form.tsx';
import { renderPage, Sheet } from '../../views/layout.tsx';
import { spreadsheetAnswer } from '../../views/spreadsheet.ts';
import { registeredAddress, render, renderError } from '../../views/wording.ts';

/** A list of a thousand portals is about 200 kB; the form's other fields come on top. */
const listBytes = 512_000;
export const importFormBytes = listBytes + 64_000;

export function showImport(visit: SignedInVisit): Promise<Response> {
  return importPage(visit, null);
}

function importPage(visit: SignedInVisit, problem: string | null): Promise<Response> {
  const { texts } = visit;
  return renderPage(visit, {
    title: texts.importTitle,
    section: 'board',
    status: problem === null ? 200 : 400,
    body: (
      <div class="narrow-page">
        <Head visit={visit} text={texts.importIntro} />
        <Sheet title={texts.importFile} id="import">
          <Problem text={problem} />
          <PostForm visit={visit} action="/sites/import" class="stack" files>
            <div class="field">
              <label for="file">{texts.importFileLabel}</label>
              <input
                id="file"
                type="file"
                name="file"
                accept=".csv,.txt,.tsv,.yaml,.yml,text/csv"
                aria-describedby="file-hint"
              />
              <p class="hint" id="file-hint">
                {texts.importFileHint(Math.floor(listBytes / 1_000))}{' '}
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

const Head = ({ visit, text }: { visit: SignedInVisit; text: string }) => (
  <div class="page-head">
    <p class="crumbs">
      <a href="/">{visit.texts.navBoard}</a> › <a href="/sites/add">{visit.texts.addSite}</a>
    </p>
    <h1>{visit.texts.importTitle}</h1>
    <p>{text}</p>
  </div>
);

/** The uploaded file, else the form's text. */
function listOf(visit: SignedInVisit): SiteListFile {
  const file = visit.files.get('file');
  if (file && file.bytes.byteLength > 0) return { name: file.name.slice(-200), text: decodeList(file.bytes) };
  const text = visit.form.get('list') ?? '';
  if (text.trim() !== '') return { name: (visit.form.get('name') ?? 'list.csv').slice(-200), text };
  throw new VonggacError('bad-input', visit.texts.importNothing, { vi: visit.texts.importNothing });
}

export function previewImport(visit: SignedInVisit): Promise<Response> {
  return orWhatIsWrong(visit, async () => {
    const list = listOf(visit);
    const plan = await visit.web.acts.planImport(visit.actor, list);
    return plan.bad.length > 0 ? mistakesPage(visit, plan.bad, plan.good.length) : planPage(visit, list, plan);
  });
}

export function doImport(visit: SignedInVisit): Promise<Response> {
  return orWhatIsWrong(visit, async () => {
    const report = await visit.web.acts.importSites(visit.actor, listOf(visit));
    return report.bad.length > 0 ? mistakesPage(visit, report.bad, 0) : donePage(visit, report);
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

export function serveTemplate(visit: SignedInVisit): Response {
  return spreadsheetAnswer(visit, 'portals', listTemplate(visit.language));
}

function mistakesPage(visit: SignedInVisit, bad: readonly BadLine[], good: number): Promise<Response> {
  const { texts } = visit;
  return renderPage(visit, {
    title: texts.importTitle,
    section: 'board',
    status: 400,
    body: (
      <>
        <Head visit={visit} text={texts.importMistakesText(bad.length, good)} />
        <ListedLines
          id="mistakes"
          title={texts.importMistakes}
          columns={[texts.importLine, texts.columnSite, texts.importMend]}
        >
          {bad.map(({ line, address, reason }) => (
            <tr>
              <th scope="row">{line}</th>
              <td class="address">{plainText(address, 200) || '–'}</td>
              <td>{plainText(render(visit, reason), 500)}</td>
            </tr>
          ))}
        </ListedLines>
        <p>
          <a class="button primary" href="/sites/import">
            {texts.importAgain}
          </a>
        </p>
      </>
    ),
  });
}

function planPage(visit: SignedInVisit, list: SiteListFile, { good }: ImportPlan): Promise<Response> {
  const { texts } = visit;
  const count = (outcome: 'added' | 'extended' | 'unchanged') =>
    good.filter(({ plan }) => plan.outcome === outcome).length;
  return renderPage(visit, {
    title: texts.importTitle,
    section: 'board',
    body: (
      <>
        <Head visit={visit} text={texts.importPlanText(count('added'), count('extended'), count('unchanged'))} />
        <PostForm visit={visit} action="/sites/import/confirm" class="buttons import-confirm" files>
          <input type="hidden" name="name" value={list.name} />
          <input type="hidden" name="list" value={list.text} />
          <button type="submit" class="primary" disabled={count('added') + count('extended') === 0}>
            {texts.importConfirm}
          </button>
          <a class="button" href="/sites/import">
            {texts.cancel}
          </a>
        </PostForm>
        <ListedLines
          id="plan"
          title={texts.importPlan}
          columns={[texts.importLine, texts.columnSite, texts.importDoes]}
        >
          {good.map((row) => (
            <PlannedLine visit={visit} row={row} />
          ))}
        </ListedLines>
      </>
    ),
  });
}

interface ListedLinesProps {
  readonly id: string;
  readonly title: string;
  readonly columns: readonly string[];
}

const ListedLines = ({ id, title, columns, children }: PropsWithChildren<ListedLinesProps>) => (
  <section class="sheet" aria-labelledby={id}>
    <div class="sheet-head">
      <h2 id={id}>{title}</h2>
    </div>
    <table class="import">
      <thead>
        <tr>
          {columns.map((column) => (
            <th scope="col">{column}</th>
          ))}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  </section>
);

const PlannedLine = ({ visit, row }: { visit: SignedInVisit; row: ImportPlan['good'][number] }) => {
  const { texts } = visit;
  const { line, site, plan } = row;
  const does = {
    added: texts.importAdds(plan.pages.length, plan.emails.length),
    extended: texts.importExtends(plan.pages.length, plan.emails.length),
    unchanged: texts.importKnown,
  }[plan.outcome];
  return (
    <tr>
      <th scope="row">{line}</th>
      <td>
        <b>{plainText(site.name, 160)}</b>
        <small>
          {registeredAddress(site.addresses[0]?.url ?? '')}
          {site.request.agency !== undefined && ` · ${plainText(site.request.agency, 120)}`}
        </small>
      </td>
      <td>
        <span class={`import-${plan.outcome}`}>{does}</span>
        {plan.outcome === 'added' &&
          site.warnings.map((warning) => <small>{plainText(render(visit, warning), 400)}</small>)}
      </td>
    </tr>
  );
};

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
