/** The audit log, for auditors and administrators; and whether it is intact. */
import { type AuditFilter, type AuditRow, auditActs, readAudit } from '../../../store/reads/audit.ts';
import type { CheckedAudit } from '../../audit-check.ts';
import type { SignedInVisit } from '../../gate/route.ts';
import {
  actorText,
  actText,
  detailText,
  recordedActor,
  recordedSubject,
  subjectText,
} from '../../views/audit-words.ts';
import { Moment } from '../../views/badges.tsx';
import { Icon } from '../../views/icon.tsx';
import { renderPage } from '../../views/layout.tsx';
import { Pager, pageNumber } from '../../views/pager.tsx';
import { moment } from '../../views/wording.ts';

const pageSize = 100;

export async function showAudit(visit: SignedInVisit): Promise<Response> {
  const { texts } = visit;
  const { db } = visit.web.parts;
  const page = pageNumber(visit.url);
  const filter = filterOf(visit.url, page);
  const { rows, found } = await readAudit(db, filter);
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
        <Filters visit={visit} filter={filter} acts={acts} />
        <p class="found">{texts.auditFound(found)}</p>
        {rows.length === 0 ? (
          <p class="empty sheet">{texts.auditNone}</p>
        ) : (
          <ol class="acts sheet">
            {rows.map((row) => (
              <Act visit={visit} row={row} />
            ))}
          </ol>
        )}
        <Pager visit={visit} page={page} pages={Math.ceil(found / pageSize)} />
      </>
    ),
  });
}

function filterOf(url: URL, page: number): AuditFilter {
  const value = (name: string) => (url.searchParams.get(name) ?? '').trim().slice(0, 120);
  return {
    actor: recordedActor(value('actor')),
    act: value('act'),
    subject: recordedSubject(value('subject')),
    offset: (page - 1) * pageSize,
    limit: pageSize,
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

const Filters = ({ visit, filter, acts }: { visit: SignedInVisit; filter: AuditFilter; acts: readonly string[] }) => {
  const { texts } = visit;
  return (
    <form class="filters" method="get" action="/audit">
      <label>
        {texts.auditActor}{' '}
        <input name="actor" value={actorText(visit, filter.actor)} maxlength={120} autocapitalize="none" />
      </label>
      <label>
        {texts.auditAct}{' '}
        <select name="act">
          <option value="">{texts.auditAnyAct}</option>
          {acts.map((act) => (
            <option value={act} selected={act === filter.act}>
              {actText(visit, act)}
            </option>
          ))}
        </select>
      </label>
      <label>
        {texts.auditSubject}{' '}
        <input
          name="subject"
          value={subjectText(visit, filter.subject)}
          maxlength={120}
          placeholder={texts.auditSubjectExample}
          autocapitalize="none"
        />
      </label>
      <button type="submit">{texts.search}</button>
      {(filter.actor || filter.act || filter.subject) && <a href="/audit">{texts.clearFilter}</a>}
    </form>
  );
};

const pageOf: Readonly<Record<string, string>> = {
  site: 'sites',
  target: 'targets',
  check: 'looks',
  incident: 'incidents',
};

/** A bare number means nothing to the reader, so it links to its subject. */
const Subject = ({ visit, subject }: { visit: SignedInVisit; subject: string }) => {
  const [, kind = '', id] = /^([a-z]+) (\d+(?:\.\d+)?)$/.exec(subject) ?? [];
  const text = subjectText(visit, subject);
  return Object.hasOwn(pageOf, kind) ? <a href={`/${pageOf[kind]}/${id}`}>{text}</a> : <span>{text}</span>;
};

const Act = ({ visit, row }: { visit: SignedInVisit; row: AuditRow }) => (
  <li>
    <p class="meta">
      <Moment visit={visit} at={row.at} />
    </p>
    <div>
      <p>
        <b>{actText(visit, row.act)}</b> · <Subject visit={visit} subject={row.subject} />
      </p>
      <p class="meta">
        {actorText(visit, row.actor)}
        {detailText(visit, row.detailJson)}
      </p>
    </div>
    <p class="meta hash" title={row.hash}>
      {row.seq} · {row.hash.slice(0, 12)}
    </p>
  </li>
);
