/** The audit log, for auditors and administrators; and whether it is intact. */
import { calendarDay } from '../../../config/fields.ts';
import { dayNumber, momentOf } from '../../../core/duty/days.ts';
import { type AuditFilter, type AuditRow, auditActs, readAudit } from '../../../store/reads/audit.ts';
import { type AuditNames, readAuditNames } from '../../../store/reads/audit-names.ts';
import type { CheckedAudit } from '../../audit-check.ts';
import type { SignedInVisit } from '../../gate/route.ts';
import { detailLines, isTime } from '../../views/audit/details.ts';
import { type Piece, subjectPieces, userPiece } from '../../views/audit/subjects.ts';
import { actText, recordedActor, recordedSubject } from '../../views/audit/words.ts';
import { Moment } from '../../views/badges.tsx';
import { Problem, shownInField } from '../../views/form.tsx';
import { Icon } from '../../views/icon.tsx';
import { renderPage } from '../../views/layout.tsx';
import { lastPageInstead, Pager, pageNumber } from '../../views/pager.tsx';
import { moment, sharedMinutes } from '../../views/wording.ts';

const pageSize = 100;

/** As typed. */
type Query = Readonly<Record<'actor' | 'act' | 'subject' | 'from' | 'to', string>>;

export async function showAudit(visit: SignedInVisit): Promise<Response> {
  const { texts } = visit;
  const { db } = visit.web.parts;
  const page = pageNumber(visit.url);
  const query = queryOf(visit.url);
  const days = daysOf(visit, query);
  const { rows, found } = await readAudit(db, { ...filterOf(query, page), ...(days ?? { from: null, until: null }) });
  const pages = Math.ceil(found / pageSize);
  const elsewhere = lastPageInstead(visit, page, pages);
  if (elsewhere) return elsewhere;
  const names = await readAuditNames(db, rows);
  const shared = sharedMinutes(rows);
  const acts = await auditActs(db);
  const checked = await visit.web.auditCheck(visit.now);
  return renderPage(visit, {
    title: texts.auditTitle,
    section: 'audit',
    body: (
      <>
        <div class="page-head">
          <h1>{texts.auditTitle}</h1>
          <p>{texts.auditIntro}</p>
        </div>
        <Chain visit={visit} checked={checked} />
        <Problem text={days === null ? texts.auditDaysWrong : null} />
        <Filters visit={visit} query={query} acts={acts} />
        <p class="found">{texts.auditFound(found)}</p>
        {rows.length === 0 ? (
          <p class="empty sheet">{texts.auditNone}</p>
        ) : (
          <ol class="acts sheet">
            {rows.map((row) => (
              <Act visit={visit} row={row} names={names} shared={shared} />
            ))}
          </ol>
        )}
        <Pager visit={visit} page={page} pages={pages} />
      </>
    ),
  });
}

function queryOf(url: URL): Query {
  const value = (name: string) => (url.searchParams.get(name) ?? '').trim().slice(0, 120);
  return { actor: value('actor'), act: value('act'), subject: value('subject'), from: value('from'), to: value('to') };
}

function filterOf({ actor, act, subject }: Query, page: number): Omit<AuditFilter, 'from' | 'until'> {
  const recorded = recordedSubject(subject);
  const named = subject === '' ? null : ({ by: 'named', text: subject } as const);
  return {
    actor: recordedActor(actor),
    act,
    subject: recorded === null ? named : { by: 'about', text: recorded },
    offset: (page - 1) * pageSize,
    limit: pageSize,
  };
}

/** Whole days, both included; null when they can't be used. */
function daysOf({ web }: SignedInVisit, { from, to }: Query): Pick<AuditFilter, 'from' | 'until'> | null {
  if ([from, to].some((day) => day !== '' && !calendarDay.safeParse(day).success)) return null;
  if (from !== '' && to !== '' && from > to) return null;
  const { timezone } = web.parts.config.schedule;
  return {
    from: from === '' ? null : momentOf(dayNumber(from), 0, timezone),
    until: to === '' ? null : momentOf(dayNumber(to) + 1, 0, timezone),
  };
}

const Chain = ({ visit, checked }: { visit: SignedInVisit; checked: CheckedAudit }) => {
  const { texts } = visit;
  const { report } = checked;
  const seq = report.faults[0]?.seq ?? null;
  const broken = seq === null ? texts.auditUnsealed : texts.auditBroken(seq);
  return (
    <div class={`banner ${report.ok ? 'banner-good' : 'banner-bad'}`} role={report.ok ? 'status' : 'alert'}>
      <Icon name={report.ok ? 'ok' : 'alarm'} />
      <div>
        <b>{report.ok ? texts.auditWhole(report.rows, moment(visit, checked.at)) : broken}</b>
        {report.ok && <p class="hash">{texts.auditHead(report.head)}</p>}
      </div>
    </div>
  );
};

const Filters = ({ visit, query, acts }: { visit: SignedInVisit; query: Query; acts: readonly string[] }) => {
  const { texts } = visit;
  return (
    <form class="filters" method="get" action="/audit">
      <label>
        {texts.auditActor}{' '}
        <input name="actor" value={shownInField(query.actor)} maxlength={120} autocapitalize="none" />
      </label>
      <label>
        {texts.auditAct}{' '}
        <select name="act">
          <option value="">{texts.auditAnyAct}</option>
          {acts.map((act) => (
            <option value={act} selected={act === query.act}>
              {actText(visit, act)}
            </option>
          ))}
        </select>
      </label>
      <label>
        {texts.auditSubject}{' '}
        <input
          name="subject"
          value={shownInField(query.subject)}
          maxlength={120}
          placeholder={texts.auditSubjectExample}
          autocapitalize="none"
        />
      </label>
      <label>
        {texts.auditFrom} <input type="date" name="from" value={shownInField(query.from)} />
      </label>
      <label>
        {texts.auditUntil} <input type="date" name="to" value={shownInField(query.to)} />
      </label>
      <button type="submit">{texts.search}</button>
      {Object.values(query).some((value) => value !== '') && <a href="/audit">{texts.clearFilter}</a>}
    </form>
  );
};

const Pieces = ({ pieces, between }: { pieces: readonly Piece[]; between: string }) => (
  <>
    {pieces.map(({ text, href }, index) => (
      <>
        {index > 0 && between}
        {href === null ? text : <a href={href}>{text}</a>}
      </>
    ))}
  </>
);

interface ActProps {
  readonly visit: SignedInVisit;
  readonly row: AuditRow;
  readonly names: AuditNames;
  readonly shared: ReadonlySet<number>;
}

const Act = ({ visit, row, names, shared }: ActProps) => {
  const details = detailLines(visit, names, row);
  return (
    <li>
      <p class="meta">
        {isTime(row.at) ? <Moment visit={visit} at={row.at} shared={shared} /> : visit.texts.auditNoTime}
      </p>
      <div>
        <p>
          <b>{actText(visit, row.act)}</b> · <Pieces pieces={subjectPieces(visit, names, row.subject)} between=" · " />
        </p>
        {details.length > 0 && (
          <ul class="act-details">
            {details.map(({ label, value }) => (
              <li>
                {label}
                {value.length > 0 && ': '}
                <Pieces pieces={value} between=", " />
              </li>
            ))}
          </ul>
        )}
        <p class="meta">
          {visit.texts.auditBy} <Pieces pieces={[userPiece(visit, names, row.actor)]} between="" />
        </p>
      </div>
      <p class="meta hash" title={row.hash}>
        {row.seq} · {row.hash.slice(0, 12)}
      </p>
    </li>
  );
};
