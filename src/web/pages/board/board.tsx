/** The board, as watched in a duty room. */

import { tagKey } from '../../../core/domain/tag.ts';
import { holds } from '../../../core/people/actor.ts';
import { plainText } from '../../../core/text.ts';
import { maintenanceEnds } from '../../../store/incidents/maintenance.ts';
import {
  type BoardFilter,
  type BoardOrder,
  type BoardSite,
  boardColumns,
  byState,
  readBoard,
} from '../../../store/reads/board.ts';
import { readLookSlices, readWatchedSince, targetsOfSites } from '../../../store/reads/looks.ts';
import { type SiteState, siteStates } from '../../../store/reads/site-state.ts';
import { type Agency, watchedAgencies } from '../../../store/registry/agencies.ts';
import { tagsInUse, type UsedTag } from '../../../store/registry/tags.ts';
import type { SiteRow } from '../../../store/schema/schema.ts';
import { latestPictures } from '../../../store/targets/latest-pictures.ts';
import type { SignedInVisit } from '../../gate/route.ts';
import { mergeStrips, type StripSpan, spanUntil, stripOf } from '../../strip.ts';
import { Icon } from '../../views/icon.tsx';
import { renderPage } from '../../views/layout.tsx';
import { lastPageInstead, Pager, pageNumber, withQuery } from '../../views/pager.tsx';
import { readSavedFilters, SavedFilters } from '../../views/saved-filters.tsx';
import { StripPatterns } from '../../views/strip.tsx';
import { importanceText, stateHelp, stateText } from '../../views/wording.ts';
import { arePictures, BoardForms, SitePictures } from './board-pictures.tsx';
import { Rail, readRail } from './board-rail.tsx';
import { type BoardView, Sites } from './board-rows.tsx';
import { EmptyBoard } from './empty-board.tsx';
import { hasMenus, RowActsForm } from './row-menu.tsx';
import { SitesBar } from './several-sites.tsx';

const pageSize = 50;
const dayMs = 86_400_000;
const slices = 48;
const importances: readonly SiteRow['importance'][] = ['high', 'normal', 'low'];

export async function showBoard(visit: SignedInVisit): Promise<Response> {
  const { db, config } = visit.web.parts;
  const filter = filterOf(visit.url);
  const freshness = { now: visit.now, everyMs: config.schedule.every };
  const board = await readBoard(db, visit.scope, freshness, filter);
  const pages = Math.ceil(board.found / pageSize);
  const instead = lastPageInstead(visit, filter.page, pages);
  if (instead) return instead;
  const agencies = await choosableAgencies(visit);
  const tags = await tagsInUse(db, visit.scope);
  const saved = await readSavedFilters(visit, 'board');
  const span = spanUntil(visit.now, dayMs, slices);
  const isPictured = arePictures(visit.url);
  const strips = isPictured ? new Map() : await stripsOf(visit, board.sites, span);
  const rail = await readRail(visit);
  const shown = board.sites.map(({ id }) => id);
  const maintenance = await maintenanceEnds(db, shown, visit.now);
  const pictures = isPictured ? await latestPictures(db, shown) : new Map();
  const view: BoardView = { visit, board, filter, agencies, tags, span, strips, maintenance, pictures };
  return renderPage(visit, {
    title: visit.texts.boardTitle,
    section: 'board',
    body: (
      <>
        <h1 class="hidden">{visit.texts.boardTitle}</h1>
        <StripPatterns />
        <div data-refresh="30">
          {board.total === 0 ? (
            <EmptyBoard visit={visit} />
          ) : (
            <div class={isFiltered(filter) ? 'board filtered' : 'board'}>
              <Tiles view={view} />
              <div class="board-main">
                <div class="board-bar">
                  <SavedFilters visit={visit} filters={saved} />
                  <BoardForms visit={visit} />
                  {holds(visit.actor, 'manage-sites') && (
                    <a class="button" href="/sites/add">
                      {visit.texts.addSite}
                    </a>
                  )}
                </div>
                <Filters view={view} />
                <div id="sites" data-fresh>
                  {isPictured ? <SitePictures view={view} /> : <Sites view={view} />}
                  <Pager visit={visit} page={filter.page} pages={pages} />
                </div>
                {holds(visit.actor, 'manage-sites') && board.sites.length > 0 && <SitesBar visit={visit} />}
                {hasMenus(visit) && <RowActsForm visit={visit} />}
              </div>
              <Rail visit={visit} rail={rail} />
            </div>
          )}
        </div>
      </>
    ),
  });
}

/** People of one agency have nothing to choose from. */
async function choosableAgencies(visit: SignedInVisit): Promise<readonly Agency[]> {
  return visit.scope.agencyId === null ? watchedAgencies(visit.web.parts.db) : [];
}

function filterOf(url: URL): BoardFilter {
  const agency = url.searchParams.get('agency') ?? '';
  const state = url.searchParams.get('state') as SiteState | null;
  const importance = url.searchParams.get('importance') as SiteRow['importance'] | null;
  return {
    state: state !== null && siteStates.includes(state) ? state : null,
    importance: importance !== null && importances.includes(importance) ? importance : null,
    agencyId: /^\d{1,9}$/.test(agency) ? Number(agency) : null,
    tag: tagKey(url.searchParams.get('tag') ?? '') || null,
    text: plainText(url.searchParams.get('q') ?? '', 100),
    order: orderOf(url.searchParams.get('sort') ?? ''),
    page: pageNumber(url),
    pageSize,
  };
}

/** `name`, or `-name` for the other direction. */
function orderOf(text: string): BoardOrder {
  const column = boardColumns.find((one) => one === text.replace(/^-/, ''));
  return column === undefined ? byState : { column, isDescending: text.startsWith('-') };
}

const isFiltered = ({ state, importance, agencyId, tag, text }: BoardFilter) =>
  state !== null || importance !== null || agencyId !== null || Boolean(tag) || text !== '';

async function stripsOf(visit: SignedInVisit, sites: readonly BoardSite[], span: StripSpan) {
  const { db, config } = visit.web.parts;
  const targets = await targetsOfSites(
    db,
    sites.map((site) => site.id),
  );
  const seen = Map.groupBy(
    await readLookSlices(
      db,
      targets.map((target) => target.id),
      span,
    ),
    (slice) => slice.targetId,
  );
  const since = await readWatchedSince(
    db,
    targets.map((target) => target.id),
  );
  const bySite = Map.groupBy(targets, (target) => target.siteId);
  return new Map(
    sites.map((site) => {
      const strips = (bySite.get(site.id) ?? []).map((target) => {
        const everyMs = target.everyMs ?? config.schedule.every;
        return stripOf(seen.get(target.id) ?? [], span, {
          everyMs,
          since: since.get(target.id) ?? site.createdAt,
          now: visit.now,
        });
      });
      return [site.id, mergeStrips(strips, slices)];
    }),
  );
}

const Tiles = ({ view: { visit, board, filter } }: { view: BoardView }) => (
  <nav class="tiles" id="tiles" data-fresh aria-label={visit.texts.columnState}>
    <a
      class="tile tile-all"
      href={withQuery(visit.url, { state: null, page: null })}
      aria-current={filter.state === null ? 'true' : undefined}
    >
      <b>{Object.values(board.counts).reduce((sum, count) => sum + count, 0)}</b>
      <span>{visit.texts.boardAllHelp}</span>
    </a>
    {siteStates.map((state) => (
      <a
        id={`tile-${state}`}
        class={`tile state-${state} ${board.counts[state] === 0 ? 'zero' : ''}`}
        href={withQuery(visit.url, { state: filter.state === state ? null : state, page: null })}
        aria-current={filter.state === state ? 'true' : undefined}
        title={stateHelp(visit.texts, state)}
      >
        <b>
          <Icon name={state} />
          {board.counts[state]}
        </b>
        <span>{stateText(visit.texts, state)}</span>
      </a>
    ))}
  </nav>
);

interface TagChoiceProps {
  readonly visit: SignedInVisit;
  readonly tags: readonly UsedTag[];
  readonly chosen: string | null;
}

const TagChoice = ({ visit: { texts }, tags, chosen }: TagChoiceProps) =>
  tags.length === 0 ? null : (
    <label>
      <span class="hidden">{texts.siteTags}</span>
      <select id="board-tag" name="tag">
        <option value="">{texts.filterAnyTag}</option>
        {tags.map(({ key, name, sites }) => (
          <option value={key} selected={key === chosen}>
            {`${plainText(name, 60)} (${sites})`}
          </option>
        ))}
      </select>
    </label>
  );

const Filters = ({ view: { visit, board, filter, agencies, tags } }: { view: BoardView }) => {
  const { texts } = visit;
  return (
    <search>
      <form class="filters" method="get" action="/">
        {filter.state !== null && <input type="hidden" name="state" value={filter.state} />}
        {arePictures(visit.url) && <input type="hidden" name="as" value="pictures" />}
        {visit.url.searchParams.has('sort') && (
          <input type="hidden" name="sort" value={visit.url.searchParams.get('sort') ?? ''} />
        )}
        <label class="search">
          <Icon name="search" />
          <span class="hidden">{texts.boardSearch}</span>
          <input id="board-search" type="search" name="q" value={filter.text} placeholder={texts.boardSearch} />
        </label>
        <label>
          <span class="hidden">{texts.importance}</span>
          <select id="board-importance" name="importance">
            <option value="">{texts.filterAny}</option>
            {importances.map((one) => (
              <option value={one} selected={filter.importance === one}>
                {importanceText(texts, one)}
              </option>
            ))}
          </select>
        </label>
        {agencies.length > 1 && (
          <label>
            <span class="hidden">{texts.siteAgency}</span>
            <select id="board-agency" name="agency">
              <option value="">{texts.filterAnyAgency}</option>
              {agencies.map(({ id, name }) => (
                <option value={id} selected={filter.agencyId === id}>
                  {plainText(name, 80)}
                </option>
              ))}
            </select>
          </label>
        )}
        <TagChoice visit={visit} tags={tags} chosen={filter.tag ?? null} />
        <button type="submit">{texts.search}</button>
        {isFiltered(filter) && <a href={arePictures(visit.url) ? '/?as=pictures' : '/'}>{texts.clearFilter}</a>}
        <span class="found" role="status" id="found" data-fresh>
          {texts.boardFound(board.found)}
        </span>
      </form>
    </search>
  );
};
