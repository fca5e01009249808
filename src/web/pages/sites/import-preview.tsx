/** The lines of a list before registration: what each would do, and the cells to correct. */
import type { PropsWithChildren } from 'hono/jsx';
import { plainText } from '../../../core/text.ts';
import type { BadLine, CellProblem } from '../../../monitor/sites/import-sites.ts';
import type { PlannedRow } from '../../../monitor/sites/long-import.ts';
import { type Column, columns } from '../../../monitor/sites/site-list-columns.ts';
import type { SignedInVisit } from '../../gate/route.ts';
import type { Texts } from '../../texts/keys.ts';
import { shownInField } from '../../views/form.tsx';
import { registeredAddress, render } from '../../views/wording.ts';

/** Lines corrected at a time; the others follow. */
export const mostMended = 50;

/** Valid lines shown. */
export const mostPlanned = 200;

/** Name of a cell's field. */
export const cellField = (line: number, column: Column): string => `cell:${line}:${column}`;

const titles = {
  url: 'importUrl',
  name: 'importName',
  agency: 'importAgency',
  language: 'importLanguage',
  email: 'importEmail',
  every: 'importEvery',
  path: 'importPath',
  importance: 'importImportance',
  consent: 'importConsent',
  probe: 'importProbe',
  tags: 'siteTags',
} as const satisfies Record<Column, keyof Texts>;

export const ImportHead = ({ visit, text }: { visit: SignedInVisit; text: string }) => (
  <div class="page-head">
    <p class="crumbs">
      <a href="/">{visit.texts.navBoard}</a> › <a href="/sites/add">{visit.texts.addSite}</a>
    </p>
    <h1>{visit.texts.importTitle}</h1>
    <p>{text}</p>
  </div>
);

/** The invalid lines, with a field for each cell that the list has or that is required. */
export const ToMend = ({ visit, bad, count }: { visit: SignedInVisit; bad: readonly BadLine[]; count: number }) => {
  const { texts } = visit;
  if (bad.length === 0) return null;
  const listed = new Set(bad.flatMap(({ cells }) => Object.keys(cells)));
  const named = new Set(bad.flatMap(({ problems }) => problems.map(({ column }) => column)));
  const shown = columns.filter((column) => column === 'url' || listed.has(column) || named.has(column));
  return (
    <section class="sheet" aria-labelledby="mistakes">
      <div class="sheet-head">
        <h2 id="mistakes">{texts.importMistakes}</h2>
      </div>
      {bad.slice(0, mostMended).map((one) => (
        <fieldset class="mend">
          <legend>{texts.importLineNumber(one.line)}</legend>
          <Problems
            visit={visit}
            id={`line-${one.line}`}
            problems={one.problems.filter(({ column }) => column === null)}
          />
          <div class="mend-cells">
            {shown.map((column) => (
              <Cell visit={visit} bad={one} column={column} />
            ))}
          </div>
        </fieldset>
      ))}
      {count > mostMended && <p class="hint">{texts.importMoreBad(count - mostMended)}</p>}
    </section>
  );
};

const Problems = ({ visit, id, problems }: { visit: SignedInVisit; id: string; problems: readonly CellProblem[] }) =>
  problems.length === 0 ? null : (
    <p class="field-problem" id={id}>
      {problems.map(({ words }) => plainText(render(visit, words), 500)).join(' ')}
    </p>
  );

const Cell = ({ visit, bad, column }: { visit: SignedInVisit; bad: BadLine; column: Column }) => {
  const name = cellField(bad.line, column);
  const problems = bad.problems.filter((one) => one.column === column);
  const isWrong = problems.length > 0;
  return (
    <div class="field">
      <label for={name}>
        {visit.texts[titles[column]]}
        <span class="hidden"> · {visit.texts.importLineNumber(bad.line)}</span>
      </label>
      <input
        id={name}
        name={name}
        value={shownInField(bad.cells[column] ?? '')}
        maxlength={2_000}
        autocomplete="off"
        autocapitalize="none"
        spellcheck={false}
        aria-invalid={isWrong ? 'true' : undefined}
        aria-describedby={isWrong ? `${name}-problem` : undefined}
      />
      <Problems visit={visit} id={`${name}-problem`} problems={problems} />
    </div>
  );
};

interface PlannedLinesProps {
  readonly visit: SignedInVisit;
  /** As many as are shown. */
  readonly good: readonly PlannedRow[];
  readonly count: number;
}

export const PlannedLines = ({ visit, good, count }: PlannedLinesProps) => {
  const { texts } = visit;
  return (
    <ListedLines id="plan" title={texts.importPlan} columns={[texts.importLine, texts.columnSite, texts.importDoes]}>
      {good.map((row) => (
        <PlannedLine visit={visit} row={row} />
      ))}
      {count > good.length && (
        <tr>
          <td colspan={3}>{texts.importMorePlanned(count - good.length)}</td>
        </tr>
      )}
    </ListedLines>
  );
};

interface ListedLinesProps {
  readonly id: string;
  readonly title: string;
  readonly columns: readonly string[];
}

const ListedLines = ({ id, title, columns: heads, children }: PropsWithChildren<ListedLinesProps>) => (
  <section class="sheet" aria-labelledby={id}>
    <div class="sheet-head">
      <h2 id={id}>{title}</h2>
    </div>
    <table class="import">
      <thead>
        <tr>
          {heads.map((head) => (
            <th scope="col">{head}</th>
          ))}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  </section>
);

const PlannedLine = ({ visit, row }: { visit: SignedInVisit; row: PlannedRow }) => {
  const { texts } = visit;
  const { pages, emails, tags, outcome, agency } = row;
  const does = {
    added: texts.importAdds(pages, emails),
    extended: texts.importExtends(pages, emails, tags),
    unchanged: texts.importKnown,
  }[outcome];
  return (
    <tr>
      <th scope="row">{row.line}</th>
      <td>
        <b>{plainText(row.name, 160)}</b>
        <small>
          {registeredAddress(row.address)}
          {agency !== null && ` · ${plainText(agency, 120)}`}
        </small>
      </td>
      <td>
        <span class={`import-${outcome}`}>{does}</span>
        {outcome === 'added' && row.warnings.map((warning) => <small>{plainText(render(visit, warning), 400)}</small>)}
      </td>
    </tr>
  );
};
