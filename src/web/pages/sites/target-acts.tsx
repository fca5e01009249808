/** Acts on one page: learning it again, undoing its approval, and its look interval. */
import { holds } from '../../../core/people/actor.ts';
import { readTargets, type ShownTarget } from '../../../store/reads/site.ts';
import type { SignedInVisit } from '../../gate/route.ts';
import { Lines, PostForm } from '../../views/form.tsx';
import { IntervalChoice, intervalOf } from '../../views/interval.tsx';
import { Sheet } from '../../views/layout.tsx';
import { noteOf } from '../act.ts';
import { failurePage } from '../failure.tsx';

/** The target, when its site is in scope. */
export async function targetOf(visit: SignedInVisit): Promise<ShownTarget | null> {
  const { db, config } = visit.web.parts;
  const freshness = { now: visit.now, everyMs: config.schedule.every };
  const targetId = visit.context.req.param('id') ?? '';
  const [target] = await readTargets(db, visit.scope, freshness, { targetId });
  return target ?? null;
}

export const TargetActs = ({ visit, target }: { visit: SignedInVisit; target: ShownTarget }) => {
  const { texts } = visit;
  const mayRelearn = holds(visit.actor, 'approve') && target.baselineVersion > 0;
  const maySetInterval = holds(visit.actor, 'manage-sites') && target.role === 'registered';
  if (!mayRelearn && !maySetInterval) return null;
  return (
    <Sheet title={texts.targetActs} id="acts">
      <div class="target-acts">
        {maySetInterval && (
          <PostForm visit={visit} action={`/targets/${target.id}/interval`} class="stack">
            <IntervalChoice visit={visit} everyMs={target.everyMs} />
            <button type="submit">{texts.intervalButton}</button>
          </PostForm>
        )}
        {mayRelearn && (
          <details>
            <summary>{texts.relearn}</summary>
            <PostForm visit={visit} action={`/targets/${target.id}/relearn`} class="stack">
              <p class="hint">{texts.relearnHelp(visit.web.parts.config.schedule.learnLooks)}</p>
              <Lines name="reason" label={texts.relearnReason} value="" rows={2} needed />
              <button type="submit">{texts.relearnButton}</button>
            </PostForm>
          </details>
        )}
      </div>
    </Sheet>
  );
};

export async function relearnTarget(visit: SignedInVisit): Promise<Response> {
  const target = await targetOf(visit);
  if (!target) return failurePage(visit, 'not-found');
  const reason = noteOf(visit, 'reason');
  if (reason === undefined) return failurePage(visit, 'refused', visit.texts.relearnNeedsReason);
  await visit.web.acts.relearn(visit.actor, target.id, reason);
  return visit.context.redirect(`/targets/${target.id}?done=relearning`, 303);
}

export async function undoApproval(visit: SignedInVisit): Promise<Response> {
  const target = await targetOf(visit);
  const approvedAt = visit.form.get('approved-at') ?? '';
  if (!target || !/^\d{1,16}$/.test(approvedAt)) return failurePage(visit, 'not-found');
  await visit.web.acts.undoApproval(visit.actor, target.id, Number(approvedAt));
  return visit.context.redirect(`/targets/${target.id}?done=undone`, 303);
}

export async function changeInterval(visit: SignedInVisit): Promise<Response> {
  const target = await targetOf(visit);
  if (!target) return failurePage(visit, 'not-found');
  await visit.web.acts.changeInterval(visit.actor, target.id, intervalOf(visit));
  return visit.context.redirect(`/targets/${target.id}?done=interval-changed`, 303);
}
