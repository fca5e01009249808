/** One act for several portals: confirmed on a page that lists them, then applied to each separately. */
import { isShown } from '../../../core/errors.ts';
import { plainText } from '../../../core/text.ts';
import { type NamedSite, readNamedSites } from '../../../store/reads/registered.ts';
import { tagsInUse } from '../../../store/registry/tags.ts';
import type { SignedInVisit } from '../../gate/route.ts';
import { Back, backOf, withDone } from '../../views/back.tsx';
import { PostForm } from '../../views/form.tsx';
import { renderPage, Sheet } from '../../views/layout.tsx';
import { chosenOf, SeveralBar } from '../../views/several.tsx';
import { registeredAddress, renderError } from '../../views/wording.ts';
import { failurePage } from '../failure.tsx';
import { type GroupAct, groupActCalled, groupActs } from './group-acts.tsx';

const path = '/sites/several';

/** Below the list: the choice of the act for the selected portals. */
export const SitesBar = ({ visit }: { visit: SignedInVisit }) => (
  <SeveralBar visit={visit} action={path}>
    <Back visit={visit} />
    <label for="several-act">{visit.texts.groupWith}</label>
    <select id="several-act" name="act">
      {Object.entries<GroupAct>(groupActs).map(([name, act]) => (
        <option value={name}>{act.label(visit.texts)}</option>
      ))}
    </select>
    <button type="submit">{visit.texts.groupGoOn}</button>
  </SeveralBar>
);

interface Refused {
  readonly site: NamedSite;
  readonly reason: string;
}

interface Asked {
  readonly name: string;
  readonly act: GroupAct;
  readonly sites: readonly NamedSite[];
  /** Address of the board they were selected on. */
  readonly back: string;
  /** Why these portals are unchanged, after `done` others were changed. */
  readonly refused: readonly Refused[];
  readonly done: number;
}

export async function decideSites(visit: SignedInVisit): Promise<Response> {
  const { context, form, url } = visit;
  const back = backOf(visit, '/');
  const name = form.get('act') ?? url.searchParams.get('act') ?? '';
  const act = groupActCalled(name);
  const ids = chosenOf(visit, 'site');
  if (act === null) return failurePage(visit, 'not-found');
  if (ids.length === 0) return context.redirect(withDone(back, 'none-chosen'), 303);
  const sites = await readNamedSites(visit.web.parts.db, visit.scope, ids);
  if (sites.length < ids.length) return failurePage(visit, 'not-found');
  if (form.get('sure') !== 'yes') return sheetPage(visit, { name, act, sites, back, refused: [], done: 0 });
  const refused = await runForEach(visit, act, sites);
  if (refused.length === 0) return context.redirect(withDone(back, 'sites-decided'), 303);
  const left = refused.map(({ site }) => site);
  return sheetPage(visit, { name, act, sites: left, back, refused, done: sites.length - left.length });
}

/** @returns the portals left unchanged */
async function runForEach(visit: SignedInVisit, act: GroupAct, sites: readonly NamedSite[]): Promise<Refused[]> {
  const refused: Refused[] = [];
  for (const site of sites) {
    try {
      await act.run(visit, site.id);
    } catch (error) {
      if (!isShown(error)) throw error;
      refused.push({ site, reason: plainText(renderError(visit, error), 500) });
    }
  }
  return refused;
}

async function sheetPage(visit: SignedInVisit, asked: Asked): Promise<Response> {
  const { texts } = visit;
  const { name, act, sites, back } = asked;
  const tags = await tagsInUse(visit.web.parts.db, visit.scope);
  const label = act.label(texts);
  const title = `${label}: ${texts.groupSites(sites.length)}`;
  return renderPage(visit, {
    title,
    section: 'board',
    status: asked.refused.length === 0 ? 200 : 400,
    body: (
      <div class="narrow-page">
        <div class="page-head">
          <p class="crumbs">
            <a href={back}>{texts.navBoard}</a>
          </p>
          <h1>{title}</h1>
        </div>
        <Outcome visit={visit} asked={asked} />
        <Sheet title={label} id="sure">
          <p>{act.means(texts, sites.length)}</p>
          <GroupList asked={asked} />
          <PostForm visit={visit} action={path} class="stack">
            {act.fields?.({ visit, tags })}
            {sites.map(({ id }) => (
              <input type="hidden" name={`site-${id}`} value="yes" />
            ))}
            <input type="hidden" name="sure" value="yes" />
            <input type="hidden" name="act" value={name} />
            <Back visit={visit} to={back} />
            <p class="buttons">
              <button type="submit" class="primary">
                {title}
              </button>
              <a class="button" href={back}>
                {texts.severalBack}
              </a>
            </p>
          </PostForm>
        </Sheet>
      </div>
    ),
  });
}

const Outcome = ({ visit: { texts }, asked: { refused, done } }: { visit: SignedInVisit; asked: Asked }) =>
  refused.length === 0 ? null : (
    <p class="problem" role="alert">
      {texts.groupLeft(done, refused.length)}
    </p>
  );

const GroupList = ({ asked: { sites, refused } }: { asked: Asked }) => {
  const reasons = new Map(refused.map(({ site, reason }) => [site.id, reason]));
  return (
    <ul class="notes group-list">
      {sites.map((site) => (
        <li>
          <a href={`/sites/${site.id}`}>{plainText(site.name, 160)}</a> <small>{registeredAddress(site.url)}</small>
          {reasons.has(site.id) && <span class="field-problem">{reasons.get(site.id)}</span>}
        </li>
      ))}
    </ul>
  );
};
