/** A long list that is checked and registered in the background: its progress, what it would do, and its result. */
import { plainText } from '../../../core/text.ts';
import { badLines, ownImport, readLongImport } from '../../../monitor/sites/long-import.ts';
import type { Cells } from '../../../monitor/sites/read-site-list.ts';
import { columns } from '../../../monitor/sites/site-list-columns.ts';
import { spreadsheet } from '../../../monitor/sites/spreadsheet.ts';
import { siteListRows } from '../../../monitor/sites/write-site-list.ts';
import type { ImportRecord } from '../../../store/registry/imports.ts';
import type { SignedInVisit } from '../../gate/route.ts';
import { PostForm } from '../../views/form.tsx';
import { renderPage, Sheet } from '../../views/layout.tsx';
import { spreadsheetAnswer } from '../../views/spreadsheet.ts';
import { cellField, ImportHead, mostMended, mostPlanned, PlannedLines, ToMend } from './import-preview.tsx';

const againAfter = 2;
/** As many as a list may have. */
const mostLines = 20_000;

type Shown = Awaited<ReturnType<typeof readLongImport>>;

const idOf = (visit: SignedInVisit): number => Number(visit.context.req.param('id'));
const pathOf = (id: number): string => `/sites/import/${id}`;

export async function showLongImport(visit: SignedInVisit): Promise<Response> {
  const most = { bad: mostMended, good: mostPlanned };
  const shown = await readLongImport(visit.web.parts.db, visit.actor, idOf(visit), most);
  const { step } = shown.list;
  return step === 'checking' || step === 'registering' ? progressPage(visit, shown) : listPage(visit, shown);
}

function progressPage(visit: SignedInVisit, { list, counts }: Shown): Promise<Response> {
  const { texts } = visit;
  const isChecking = list.step === 'checking';
  const title = isChecking ? texts.importChecking : texts.importRegistering;
  // Lines are deleted as they are registered.
  const all = isChecking ? list.lines : list.done + counts.added + counts.extended + counts.unchanged;
  const text = texts.importProgress(list.done, all);
  return renderPage(visit, {
    title: texts.importTitle,
    section: 'board',
    againAfter,
    body: (
      <div class="narrow-page" data-refresh={String(againAfter)}>
        <ImportHead visit={visit} text={texts.importMayLeave} />
        <Sheet title={title} id="import">
          <p class="import-progress">
            <progress value={list.done} max={all} aria-label={title}></progress>
            <b role="status">{text}</b>
          </p>
        </Sheet>
      </div>
    ),
  });
}

function listPage(visit: SignedInVisit, { list, counts, good, bad }: Shown): Promise<Response> {
  const { texts } = visit;
  const path = pathOf(list.id);
  const isRegistered = list.step === 'registered';
  const valid = counts.added + counts.extended + counts.unchanged;
  const text = isRegistered
    ? texts.importDoneText(list.added, list.extended, list.unchanged)
    : counts.bad > 0
      ? texts.importMistakesText(counts.bad, valid)
      : texts.importPlanText(counts.added, counts.extended, counts.unchanged);
  return renderPage(visit, {
    title: isRegistered ? texts.importDoneTitle : texts.importTitle,
    section: 'board',
    body: (
      <>
        <ImportHead visit={visit} text={text} />
        {isRegistered && counts.bad > 0 && <p class="import-confirm">{texts.importLeft(list.done, counts.bad)}</p>}
        {list.unused.length > 0 && !isRegistered && (
          <p class="hint import-confirm">
            {texts.importUnused(plainText(list.unused.map((name) => `“${plainText(name, 40)}”`).join(', '), 400))}
          </p>
        )}
        {bad.length > 0 && (
          <PostForm visit={visit} action={`${path}/mend`} class="import-form" id="mend" files>
            <ToMend visit={visit} bad={bad} count={counts.bad} />
          </PostForm>
        )}
        <LongImportButtons visit={visit} list={list} bad={counts.bad} news={counts.added + counts.extended} />
        {good.length > 0 && !isRegistered && <PlannedLines visit={visit} good={good} count={valid} />}
      </>
    ),
  });
}

interface ButtonsProps {
  readonly visit: SignedInVisit;
  readonly list: ImportRecord;
  readonly bad: number;
  /** Valid lines that would change something. */
  readonly news: number;
}

const LongImportButtons = ({ visit, list, bad, news }: ButtonsProps) => {
  const { texts } = visit;
  const path = pathOf(list.id);
  const isRegistered = list.step === 'registered';
  return (
    <div class="buttons import-confirm">
      {bad > 0 && (
        <button type="submit" class="primary" form="mend">
          {texts.importCheckAgain}
        </button>
      )}
      {!isRegistered && news > 0 && (
        <PostForm visit={visit} action={`${path}/register`}>
          <button type="submit" class={bad > 0 ? undefined : 'primary'} name="partial" value={bad > 0 ? '1' : ''}>
            {bad > 0 ? texts.importGoodOnly(news) : texts.importConfirm}
          </button>
        </PostForm>
      )}
      {bad > 0 && (
        <a class="button" href={`${path}/rest`}>
          {texts.importRest}
        </a>
      )}
      {isRegistered && bad === 0 && (
        <a class="button primary" href="/">
          {texts.backToBoard}
        </a>
      )}
      <PostForm visit={visit} action={`${path}/drop`}>
        <button type="submit">{texts.importDrop}</button>
      </PostForm>
    </div>
  );
};

/** The person's lists that are not put away. */
export const BegunImports = ({ visit, begun }: { visit: SignedInVisit; begun: readonly ImportRecord[] }) => {
  const { texts } = visit;
  const steps = {
    receiving: texts.importChecking,
    checking: texts.importChecking,
    checked: texts.importChecked,
    registering: texts.importRegistering,
    registered: texts.importRegistered,
  };
  return (
    <Sheet title={texts.importBegun} id="begun">
      <ul class="import-begun">
        {begun.map(({ id, askedAt, step, lines }) => (
          <li>
            <span>
              {texts.importBegunAt(visit.web.moments(askedAt)[visit.language], steps[step])} ·{' '}
              {texts.importLines(lines)}
            </span>{' '}
            <a class="button" href={pathOf(id)}>
              {texts.importOpen}
            </a>
          </li>
        ))}
      </ul>
    </Sheet>
  );
};

/** The cells typed into the page; only lines that were shown have any. */
export async function doMend(visit: SignedInVisit): Promise<Response> {
  const id = idOf(visit);
  const { actor, form, web } = visit;
  await ownImport(web.parts.db, actor, id);
  const cells = new Map<number, Cells>();
  for (const { line, position } of await badLines(web.parts.db, id, mostMended)) {
    const typed = columns.flatMap((column) => {
      const text = form.get(cellField(line, column));
      return text === undefined ? [] : [[column, text.trim()] as const];
    });
    if (typed.length > 0) cells.set(position, Object.fromEntries(typed));
  }
  await web.acts.mendLongImport(actor, id, cells);
  return visit.context.redirect(pathOf(id), 303);
}

export async function doRegister(visit: SignedInVisit): Promise<Response> {
  const id = idOf(visit);
  await visit.web.acts.registerLongImport(visit.actor, id, visit.form.get('partial') === '1');
  return visit.context.redirect(pathOf(id), 303);
}

export async function doDrop(visit: SignedInVisit): Promise<Response> {
  await visit.web.acts.dropLongImport(visit.actor, idOf(visit));
  return visit.context.redirect('/sites/import', 303);
}

export async function serveLongRest(visit: SignedInVisit): Promise<Response> {
  const id = idOf(visit);
  const { db } = visit.web.parts;
  await ownImport(db, visit.actor, id);
  const lines = (await badLines(db, id, mostLines)).map(({ cells }) => cells);
  return spreadsheetAnswer(visit, 'portals-to-mend', spreadsheet(siteListRows(lines, visit.language)));
}
