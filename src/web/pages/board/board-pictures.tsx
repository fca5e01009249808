/** The board as pictures: one card per portal with what its page looked like last, in the order of the rows. */
import { holds } from '../../../core/people/actor.ts';
import { plainText } from '../../../core/text.ts';
import type { BoardSite } from '../../../store/reads/board.ts';
import type { LatestPicture } from '../../../store/targets/latest-pictures.ts';
import type { SignedInVisit } from '../../gate/route.ts';
import { Age, StateBadge } from '../../views/badges.tsx';
import { Icon } from '../../views/icon.tsx';
import { withQuery } from '../../views/pager.tsx';
import { ChooseBox } from '../../views/several.tsx';
import { TagLinks } from '../../views/tags.tsx';
import { moment, registeredAddress } from '../../views/wording.ts';
import { type BoardView, ExportLinks, KindLine, LastLook, Notes } from './board-rows.tsx';
import { hasMenus, RowMenu } from './row-menu.tsx';

export const arePictures = (url: URL) => url.searchParams.get('as') === 'pictures';

/** Rows or pictures: kept in the address, so that a saved filter remembers it. */
export const BoardForms = ({ visit }: { visit: SignedInVisit }) => {
  const { texts, url } = visit;
  const isShown = arePictures(url);
  return (
    <nav class="board-forms" aria-label={texts.boardForms}>
      <a href={withQuery(url, { as: null })} aria-current={isShown ? undefined : 'true'}>
        <Icon name="menu" />
        {texts.boardAsRows}
      </a>
      <a href={withQuery(url, { as: 'pictures' })} aria-current={isShown ? 'true' : undefined}>
        <Icon name="picture" />
        {texts.boardAsPictures}
      </a>
    </nav>
  );
};

export const SitePictures = ({ view }: { view: BoardView }) => {
  const { texts } = view.visit;
  if (view.board.sites.length === 0) return <p class="empty">{texts.boardNothing}</p>;
  return (
    <>
      <ul class="shots">
        {view.board.sites.map((site) => (
          <Shot view={view} site={site} />
        ))}
      </ul>
      <ExportLinks texts={texts} />
    </>
  );
};

const Shot = ({ view, site }: { view: BoardView; site: BoardSite }) => {
  const { visit, pictures } = view;
  const { texts } = visit;
  const name = plainText(site.name, 160);
  const picture = pictures.get(site.id);
  return (
    <li class={`shot row-${site.state} state-${site.state}`}>
      <a id={`site-${site.id}`} class="shot-link" href={`/sites/${site.id}`}>
        <Picture view={view} site={site} picture={picture} />
        <b>{name}</b>
      </a>
      <div class="shot-state">
        <StateBadge visit={visit} state={site.state} />
        <KindLine visit={visit} site={site} />
      </div>
      <p class="meta address">{registeredAddress(site.url)}</p>
      {site.agency !== null && (
        <p class="meta">
          <a id={`agency-of-${site.id}`} href={`/agencies/${site.agencyId}`}>
            {plainText(site.agency, 120)}
          </a>
        </p>
      )}
      <p class="meta">
        {site.state !== 'unseen' && `${texts.boardLast} `}
        <LastLook visit={visit} site={site} />
      </p>
      <Notes view={view} site={site} />
      {site.tags.length > 0 && <TagLinks tags={site.tags} most={3} />}
      {holds(visit.actor, 'manage-sites') && (
        <span class="cell-choose">
          <ChooseBox of="site" number={site.id} label={texts.severalChoose(name)} />
        </span>
      )}
      {hasMenus(visit) && (
        <div class="cell-menu">
          <RowMenu visit={visit} site={site} />
        </div>
      )}
    </li>
  );
};

interface PictureProps {
  readonly view: BoardView;
  readonly site: BoardSite;
  readonly picture: LatestPicture | undefined;
}

/** A clean picture on a portal in alarm would reassure: it says that it was taken before. */
const Picture = ({ view: { visit }, site, picture }: PictureProps) => {
  const { texts } = visit;
  if (picture === undefined) {
    return (
      <span class="shot-frame shot-none">
        <Icon name="picture" />
        {texts.boardNoPicture}
      </span>
    );
  }
  const isOutdated = site.state === 'alarm' && picture.level !== 'alarm' && picture.level !== 'suspect';
  const at = moment(visit, picture.at);
  return (
    <span class="shot-frame">
      <img
        src={`/looks/${picture.checkId}/thumbnail`}
        alt={texts.historyPictureAlt(at)}
        loading="lazy"
        decoding="async"
      />
      <small>
        {isOutdated && `${texts.boardPictureBefore} · `}
        <Age visit={visit} at={picture.at} />
      </small>
    </span>
  );
};
