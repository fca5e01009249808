/** The acts for one portal, behind `⋯` in its row. The buttons belong to one form outside the list. */
import { holds } from '../../../core/people/actor.ts';
import { plainText } from '../../../core/text.ts';
import type { BoardSite } from '../../../store/reads/board.ts';
import type { SignedInVisit } from '../../gate/route.ts';
import { Back } from '../../views/back.tsx';
import { PostForm } from '../../views/form.tsx';
import type { GroupActName } from './group-acts.tsx';

const form = 'row-acts';

/** Whether any row may have a menu. */
export const hasMenus = ({ actor }: SignedInVisit) => holds(actor, 'judge') || holds(actor, 'manage-sites');

export const RowActsForm = ({ visit }: { visit: SignedInVisit }) => (
  <PostForm visit={visit} action="/sites/several" id={form}>
    <Back visit={visit} />
  </PostForm>
);

export const RowMenu = ({ visit, site }: { visit: SignedInVisit; site: BoardSite }) => {
  const { texts, actor } = visit;
  const path = `/sites/${site.id}`;
  const manages = holds(actor, 'manage-sites');
  return (
    <details class="row-menu" name="row-menu" id={`menu-${site.id}`}>
      <summary id={`menu-${site.id}-dots`}>
        <span aria-hidden="true">⋯</span>
        <span class="hidden">{texts.rowMenu(plainText(site.name, 160))}</span>
      </summary>
      <ul>
        {site.incidentNumber !== null && (
          <li>
            <a id={`menu-${site.id}-incident`} href={`/incidents/${site.incidentNumber}`}>
              {texts.incidentShort(site.incidentNumber)}
            </a>
          </li>
        )}
        {holds(actor, 'judge') && !site.isPaused && (
          <li>
            <button id={`menu-${site.id}-look`} type="submit" form={form} formaction={`${path}/look-now`}>
              {texts.siteLookNow}
            </button>
          </li>
        )}
        {manages && (
          <>
            <Asking site={site} act={site.isPaused ? 'resume' : 'pause'}>
              {site.isPaused ? texts.siteResume : `${texts.sitePause}…`}
            </Asking>
            <Asking site={site} act="maintenance">{`${texts.maintenanceButton}…`}</Asking>
            <li>
              <a id={`menu-${site.id}-edit`} href={`${path}/edit`}>
                {texts.rowEdit}
              </a>
            </li>
          </>
        )}
      </ul>
    </details>
  );
};

interface AskingProps {
  readonly site: BoardSite;
  readonly act: GroupActName;
  readonly children: string;
}

/** Link to the page that asks for details. */
const Asking = ({ site, act, children }: AskingProps) => (
  <li>
    <button
      id={`menu-${site.id}-${act}`}
      type="submit"
      form={form}
      formaction={`/sites/several?act=${act}`}
      name={`site-${site.id}`}
      value="yes"
    >
      {children}
    </button>
  </li>
);
