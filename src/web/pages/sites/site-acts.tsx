/** What people do about a whole portal: look now, learn again, pause. */
import { holds } from '../../../core/people/actor.ts';
import { readSite, readTargets, type ShownSite, type ShownTarget } from '../../../store/reads/site.ts';
import type { SignedInVisit } from '../../gate/route.ts';
import { backOf, withDone } from '../../views/back.tsx';
import { Decision, reasonOf } from '../../views/decision.tsx';
import type { Done } from '../../views/done.ts';
import { PostForm } from '../../views/form.tsx';
import { countRefused, numberParam } from '../act.ts';
import { failurePage } from '../failure.tsx';
import { MomentField, pauseIn } from './pause.tsx';
import { SiteCopy } from './site-copy.tsx';

interface ActsProps {
  readonly visit: SignedInVisit;
  readonly site: ShownSite;
  readonly targets: readonly ShownTarget[];
}

export const SiteActs = ({ visit, site, targets }: ActsProps) => {
  const { texts, actor } = visit;
  const path = `/sites/${site.id}`;
  const isPaused = site.status === 'paused';
  return (
    <div class="site-acts">
      {holds(actor, 'judge') && !isPaused && (
        <PostForm visit={visit} action={`${path}/look-now`}>
          <button type="submit" class="primary">
            {texts.siteLookNow}
          </button>
        </PostForm>
      )}
      {holds(actor, 'manage-sites') && isPaused && (
        <PostForm visit={visit} action={`${path}/resume`}>
          <button type="submit">{texts.siteResume}</button>
        </PostForm>
      )}
      {holds(actor, 'manage-sites') && !isPaused && (
        <Decision
          visit={visit}
          id="pause"
          title={texts.sitePause}
          means={texts.sitePauseMeans}
          action={`${path}/pause`}
          needsReason={false}
          field="reason"
        >
          <MomentField visit={visit} name="until" label={texts.groupPauseUntil} optional />
        </Decision>
      )}
      {holds(actor, 'judge') && targets.some(({ baselineStatus }) => baselineStatus === 'approved') && (
        <SiteCopy visit={visit} siteId={site.id} />
      )}
      {holds(actor, 'approve') && learnt(targets).length > 0 && (
        <Decision
          visit={visit}
          id="relearn"
          title={texts.siteRelearn}
          means={texts.siteRelearnMeans(learnt(targets).length, visit.web.parts.config.schedule.learnLooks)}
          action={`${path}/relearn`}
          needsReason
          field="reason"
        />
      )}
    </div>
  );
};

/** What is being learned has nothing to forget. */
const learnt = (targets: readonly ShownTarget[]) =>
  targets.filter(({ role, baselineVersion }) => role === 'registered' && baselineVersion > 0);

type Doing = (visit: SignedInVisit, site: ShownSite, targets: readonly ShownTarget[]) => Promise<Done>;

function act(doIt: Doing) {
  return async (visit: SignedInVisit): Promise<Response> => {
    const { db, config } = visit.web.parts;
    const site = await readSite(db, visit.scope, numberParam(visit, 'id'));
    if (!site) return failurePage(visit, 'not-found');
    const freshness = { now: visit.now, everyMs: config.schedule.every };
    const targets = await readTargets(db, visit.scope, freshness, { siteId: site.id });
    const done = await doIt(visit, site, targets);
    return visit.context.redirect(withDone(backOf(visit, `/sites/${site.id}`), done), 303);
  };
}

export const pauseSite = act(async (visit, site) => {
  await visit.web.acts.pauseSite(visit.actor, site.id, pauseIn(visit));
  return 'paused';
});

export const resumeSite = act(async (visit, site) => {
  await visit.web.acts.resumeSite(visit.actor, site.id);
  return 'resumed';
});

export const lookNow = act(async (visit, _, targets) => {
  const pages = targets.filter(({ role }) => role === 'registered').map(({ id }) => id);
  await visit.web.acts.lookAgain(visit.actor, pages);
  return 'look-asked';
});

export const relearnSite = act(async (visit, _, targets) => {
  const reason = reasonOf(visit, 'reason');
  const left = await countRefused(learnt(targets), ({ id }) => visit.web.acts.relearn(visit.actor, id, reason));
  return left === 0 ? 'site-relearning' : 'site-relearning-left';
});
