/** The rows of the board: one line per portal, sorted by the column that was chosen. */
import type { Kind } from '../../../core/domain/finding.ts';
import { holds } from '../../../core/people/actor.ts';
import { anyKindWords } from '../../../core/terms.ts';
import { plainText } from '../../../core/text.ts';
import { type Board, type BoardColumn, type BoardFilter, type BoardSite, byState } from '../../../store/reads/board.ts';
import type { Agency } from '../../../store/registry/agencies.ts';
import type { UsedTag } from '../../../store/registry/tags.ts';
import type { LatestPicture } from '../../../store/targets/latest-pictures.ts';
import type { SignedInVisit } from '../../gate/route.ts';
import type { Slice, StripSpan } from '../../strip.ts';
import type { Texts } from '../../texts/keys.ts';
import { Age, StateBadge } from '../../views/badges.tsx';
import { withQuery } from '../../views/pager.tsx';
import { ChooseBox } from '../../views/several.tsx';
import { Strip, StripLegend } from '../../views/strip.tsx';
import { TagLinks } from '../../views/tags.tsx';
import { moment, registeredAddress, render, roundedAge, span as spanText } from '../../views/wording.ts';
import { hasMenus, RowMenu } from './row-menu.tsx';

export interface BoardView {
  readonly visit: SignedInVisit;
  readonly board: Board;
  readonly filter: BoardFilter;
  readonly agencies: readonly Agency[];
  readonly tags: readonly UsedTag[];
  readonly span: StripSpan;
  readonly strips: ReadonlyMap<number, readonly Slice[]>;
  /** When the current maintenance ends, by site. */
  readonly maintenance: ReadonlyMap<number, number>;
  /** By site; empty while rows are shown. */
  readonly pictures: ReadonlyMap<number, LatestPicture>;
}

export const Sites = ({ view }: { view: BoardView }) => {
  const { texts } = view.visit;
  const chooses = holds(view.visit.actor, 'manage-sites');
  if (view.board.sites.length === 0) return <p class="empty">{texts.boardNothing}</p>;
  return (
    <>
      <table class={chooses ? 'sites choosing' : 'sites'}>
        <thead>
          <tr>
            {chooses && (
              <th scope="col" class="cell-choose">
                <span class="hidden">{texts.groupChoose}</span>
              </th>
            )}
            <Column view={view} name="state" text={texts.columnState} />
            <Column view={view} name="name" text={texts.columnSite} />
            <Column view={view} name="agency" text={texts.siteAgency} />
            <th scope="col" class="wide col-strip">
              {texts.columnDay}
            </th>
            <Column view={view} name="last" text={texts.columnLast} />
            <Column view={view} name="next" text={texts.columnNext} wide />
            {hasMenus(view.visit) && (
              <th scope="col" class="cell-menu">
                <span class="hidden">{texts.rowActs}</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {view.board.sites.map((site) => (
            <Site view={view} site={site} />
          ))}
        </tbody>
      </table>
      <StripLegend visit={view.visit} />
      <ExportLinks texts={texts} />
    </>
  );
};

export const ExportLinks = ({ texts }: { texts: Texts }) => (
  <p class="meta">
    <a href="/sites/export?as=xlsx">{texts.exportListExcel}</a> · <a href="/sites/export">{texts.exportList}</a>
  </p>
);

interface ColumnProps {
  readonly view: BoardView;
  readonly name: BoardColumn;
  readonly text: string;
  /** Left out on a phone. */
  readonly wide?: boolean;
}

/** Selecting the current sort column reverses its direction. */
const Column = ({ view: { visit, filter }, name, text, wide = false }: ColumnProps) => {
  const { column, isDescending } = filter.order ?? byState;
  const isChosen = column === name;
  const sort = isChosen && !isDescending ? `-${name}` : name;
  return (
    <th
      scope="col"
      class={wide ? `col-${name} wide` : `col-${name}`}
      aria-sort={isChosen ? (isDescending ? 'descending' : 'ascending') : undefined}
    >
      <a href={withQuery(visit.url, { sort: sort === 'state' ? null : sort, page: null })}>
        {text}
        {isChosen && <span aria-hidden="true">{isDescending ? ' ↓' : ' ↑'}</span>}
      </a>
    </th>
  );
};

const Site = ({ view, site }: { view: BoardView; site: BoardSite }) => {
  const { visit, span } = view;
  const { texts } = visit;
  const address = registeredAddress(site.url);
  const agency = site.agency === null ? '' : plainText(site.agency, 120);
  return (
    <tr class={`row-${site.state}`}>
      {holds(visit.actor, 'manage-sites') && (
        <td class="cell-choose">
          <ChooseBox of="site" number={site.id} label={texts.severalChoose(plainText(site.name, 160))} />
        </td>
      )}
      <td class="cell-state">
        <StateBadge visit={visit} state={site.state} />
        <KindLine visit={visit} site={site} />
      </td>
      <th scope="row" class="cell-site" title={`${plainText(site.name, 160)} · ${address}`}>
        <a id={`site-${site.id}`} href={`/sites/${site.id}`}>
          {plainText(site.name, 160)}
        </a>
        <Notes view={view} site={site} />
        <small>
          {address}
          {site.targetCount > 1 && ` · ${texts.targetCount(site.targetCount)}`}
        </small>
        {site.tags.length > 0 && <TagLinks tags={site.tags} most={1} />}
      </th>
      <td class="cell-agency" title={agency}>
        {agency !== '' && (
          <a id={`agency-of-${site.id}`} href={`/agencies/${site.agencyId}`}>
            {agency}
          </a>
        )}
      </td>
      <td class="cell-strip">
        <Strip visit={visit} strip={view.strips.get(site.id) ?? []} span={span} size="small" />
      </td>
      <td class="cell-age">
        <LastLook visit={visit} site={site} />
      </td>
      <td class="cell-age wide">{site.nextLookAt !== null && <NextLook visit={visit} at={site.nextLookAt} />}</td>
      {hasMenus(visit) && (
        <td class="cell-menu">
          <RowMenu visit={visit} site={site} />
        </td>
      )}
    </tr>
  );
};

/** What is unusual about how the portal is watched. */
export const Notes = ({ view, site }: { view: BoardView; site: BoardSite }) => {
  const { visit } = view;
  const { texts } = visit;
  const maintenanceUntil = view.maintenance.get(site.id);
  return (
    <>
      {site.importance !== 'normal' && (
        <span class={`importance importance-${site.importance}`}>
          {site.importance === 'high' ? texts.importanceHighTag : texts.importanceLowTag}
        </span>
      )}
      <Pause visit={visit} site={site} />
      {maintenanceUntil !== undefined && (
        <span class="importance maintenance-on">{texts.maintenanceUntil(moment(visit, maintenanceUntil))}</span>
      )}
    </>
  );
};

/** Until when, and why: a portal that nobody watches must not look forgotten. */
const Pause = ({ visit, site }: { visit: SignedInVisit; site: BoardSite }) => {
  const reason = site.pauseReason === null ? null : plainText(site.pauseReason, 500);
  const until = site.pausedUntil === null ? null : visit.texts.pausedUntil(moment(visit, site.pausedUntil));
  if (reason === null && until === null) return null;
  return (
    <span class="importance maintenance-on" title={reason ?? undefined}>
      {[until, reason === null ? null : plainText(reason, 60)].filter((part) => part !== null).join(': ')}
    </span>
  );
};

const NextLook = ({ visit, at }: { visit: SignedInVisit; at: number }) => (
  <time datetime={new Date(at).toISOString()} title={moment(visit, at)}>
    {at - visit.now < 60_000 ? visit.texts.nextNow : visit.texts.nextIn(spanText(visit, roundedAge(at - visit.now)))}
  </time>
);

export const KindLine = ({ visit, site }: { visit: SignedInVisit; site: BoardSite }) => {
  if (site.incidentNumber !== null) {
    return (
      <a class="sub" id={`incident-of-${site.id}`} href={`/incidents/${site.incidentNumber}`}>
        {visit.texts.incidentShort(site.incidentNumber)}
        {site.assigneeName !== null && ` · ${plainText(site.assigneeName, 80)}`}
      </a>
    );
  }
  const shows = site.state === 'confirming' || site.state === 'suspect' || site.state === 'unknown';
  if (!shows || site.kind === null || !Object.hasOwn(anyKindWords, site.kind)) return null;
  const kind = render(visit, anyKindWords[site.kind as Kind]);
  // The row's column cuts it off.
  return (
    <span class="sub" title={kind}>
      {kind}
    </span>
  );
};

export const LastLook = ({ visit, site }: { visit: SignedInVisit; site: BoardSite }) => {
  if (site.newestLookAt === null) return <span class="old">{visit.texts.neverSeen}</span>;
  if (site.state !== 'unseen') return <Age visit={visit} at={site.newestLookAt} />;
  const since = site.oldestLookAt;
  return (
    <span class="old">
      {since === null ? visit.texts.neverSeen : visit.texts.unseenSince(spanText(visit, roundedAge(visit.now - since)))}
    </span>
  );
};
