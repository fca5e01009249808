/** Beside the confirmation of an approval: its way back. */
import { holds } from '../../../core/people/actor.ts';
import { actorOf } from '../../../monitor/people/capabilities.ts';
import { readTargets } from '../../../store/reads/site.ts';
import { approvalOf } from '../../../store/targets/approvals.ts';
import type { SignedInVisit, Visit } from '../../gate/route.ts';
import { PostForm } from '../../views/form.tsx';
import { registeredAddress } from '../../views/wording.ts';

/** For the address of the page after the approval. */
export async function undoOf(visit: SignedInVisit, targetId: string): Promise<string> {
  const approval = await approvalOf(visit.web.parts.db, targetId);
  return approval === null ? '' : `&undo-approval=${targetId}-${approval.approvedAt}`;
}

const shape = /^(\d{1,15}\.\d{1,9})-(\d{1,16})$/;

/** Says of which page: the next one of the inbox may stand below. */
export const UndoApproval = async ({ visit }: { visit: Visit }) => {
  const [, targetId, approvedAt] = shape.exec(visit.url.searchParams.get('undo-approval') ?? '') ?? [];
  if (targetId === undefined || visit.user === null || !holds(actorOf(visit.user), 'approve')) return null;
  const { db, config } = visit.web.parts;
  const freshness = { now: visit.now, everyMs: config.schedule.every };
  const [target] = await readTargets(db, visit.scope, freshness, { targetId });
  if (!target) return null;
  return (
    <PostForm visit={visit} action={`/targets/${targetId}/undo-approval`} class="undo">
      <input type="hidden" name="approved-at" value={approvedAt} />
      <button type="submit">{`${visit.texts.undo}: ${registeredAddress(target.url)}`}</button>
    </PostForm>
  );
};
