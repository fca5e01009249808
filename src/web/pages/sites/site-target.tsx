/** One watched page in the site's list. */
import type { Kind } from '../../../core/domain/finding.ts';
import { holds } from '../../../core/people/actor.ts';
import { anyKindWords, baselineStatusWords } from '../../../core/terms.ts';
import { plainText } from '../../../core/text.ts';
import { learnedAt } from '../../../core/timetable.ts';
import type { ShownTarget } from '../../../store/reads/site.ts';
import type { SignedInVisit } from '../../gate/route.ts';
import { Age, StateBadge } from '../../views/badges.tsx';
import { Icon } from '../../views/icon.tsx';
import { moment, registeredAddress, render } from '../../views/wording.ts';
import { nextLookAt } from './history.tsx';

interface TargetProps {
  readonly visit: SignedInVisit;
  readonly target: ShownTarget;
}

export const SiteTarget = ({ visit, target, isPaused }: TargetProps & { readonly isPaused: boolean }) => {
  const { texts } = visit;
  const nextAt = nextLookAt(visit, { targets: [target], isPaused });
  const kind = target.lastLevel === 'clean' ? null : target.lastKind;
  return (
    <li class="site-target">
      {target.pictureCheckId === null ? (
        <span class="thumb thumb-none">
          <Icon name="globe" />
        </span>
      ) : (
        <span class="thumb">
          <img src={`/looks/${target.pictureCheckId}/pictures/after/small`} alt="" loading="lazy" />
        </span>
      )}
      <div>
        <p class="target-head">
          <a class="address" href={`/targets/${target.id}`}>
            {registeredAddress(target.url)}
          </a>
          <StateBadge visit={visit} state={target.state} />
          {kind !== null && Object.hasOwn(anyKindWords, kind) && (
            <span>{render(visit, anyKindWords[kind as Kind])}</span>
          )}
        </p>
        <p class="meta">
          {texts.columnLastLook}:{' '}
          {target.lastCheckAt === null ? texts.neverSeen : <Age visit={visit} at={target.lastCheckAt} />}
          {nextAt !== null && ` · ${texts.nextLook(moment(visit, nextAt))}`}
        </p>
        <p class="meta">
          <TargetFacts visit={visit} target={target} isPaused={isPaused} />
        </p>
      </div>
    </li>
  );
};

/** How far learning has come, and when it ends if all goes well. */
export function learningText(visit: SignedInVisit, target: ShownTarget, isPaused: boolean): string {
  const { texts, web } = visit;
  const { learnLooks, learnEvery } = web.parts.config.schedule;
  const progress = texts.learningProgress(target.looksLearned, learnLooks);
  const nextAt = nextLookAt(visit, { targets: [target], isPaused });
  if (nextAt === null) return progress;
  return progress + texts.learningEnds(moment(visit, learnedAt(nextAt, learnLooks - target.looksLearned, learnEvery)));
}

function noBaselineText(visit: SignedInVisit, target: ShownTarget, isPaused: boolean): string {
  const { texts } = visit;
  const { role, status } = target;
  if (role === 'registered' && status === 'learning') return learningText(visit, target, isPaused);
  if (role === 'names') return texts.baselineNames;
  return role === 'registered' ? texts.baselineNone : texts.baselineFoundPage;
}

/** The baseline in words, and the approval of a provisional one. */
export const TargetFacts = ({ visit, target, isPaused }: TargetProps & { readonly isPaused: boolean }) => {
  const { texts } = visit;
  if (target.baselineStatus === null) {
    return (
      <span>
        {texts.baseline}: {noBaselineText(visit, target, isPaused)}
      </span>
    );
  }
  const canApprove =
    target.baselineStatus === 'provisional' && target.lastLevel === 'clean' && holds(visit.actor, 'approve');
  return (
    <span>
      {texts.baseline}: {render(visit, baselineStatusWords[target.baselineStatus])},{' '}
      {texts.baselineVersion(target.baselineVersion)}
      {target.approvedBy !== null && target.approvedAt !== null
        ? `, ${texts.baselineApprovedBy(plainText(target.approvedBy, 80), moment(visit, target.approvedAt))}`
        : target.learnedAt !== null && `, ${texts.baselineLearned(moment(visit, target.learnedAt))}`}
      {canApprove && (
        <>
          {' · '}
          <a href={`/looks/${target.lastCheckId}#approve-${target.lastCheckId}`}>{texts.approve}</a>
        </>
      )}
    </span>
  );
};
