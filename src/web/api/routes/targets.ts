/** Pages of a portal, and their baselines. */
import { z } from '@hono/zod-openapi';
import { VonggacError } from '../../../core/errors.ts';
import { readTargets, type ShownTarget } from '../../../store/reads/site.ts';
import { siteStates } from '../../../store/reads/site-state.ts';
import { type ApiRoute, type Call, route } from '../route.ts';
import { instantOrNull, level, note, targetId, timeOrNull } from '../shapes.ts';

const tag = 'Sites';
export const state = z
  .enum(siteStates)
  .openapi({ description: 'Of the worst page; only `ok` is recently seen, clean and approved' });
export const everySeconds = z
  .int()
  .min(30)
  .max(7 * 86_400)
  .nullable()
  .openapi({ description: 'Null: the configured interval' });

export const targetSchema = z
  .object({
    id: targetId,
    url: z.string(),
    role: z.string(),
    state,
    level: level.nullable(),
    kind: z.string().nullable(),
    lastLookAt: timeOrNull,
    nextLookAt: timeOrNull,
    everySeconds,
    baseline: z
      .object({
        version: z.int(),
        status: z.enum(['provisional', 'approved', 'replaced']),
        learnedAt: timeOrNull,
        approvedAt: timeOrNull,
        approvedBy: z.string().nullable(),
      })
      .nullable(),
    looksLearned: z.int().openapi({ description: 'Clean looks so far while it is being learned' }),
  })
  .openapi('Target');

export function shownTarget(target: ShownTarget): z.input<typeof targetSchema> {
  return {
    id: target.id,
    url: target.url,
    role: target.role,
    state: target.state,
    level: target.lastLevel,
    kind: target.lastKind,
    lastLookAt: instantOrNull(target.lastCheckAt),
    nextLookAt: instantOrNull(target.nextCheckAt),
    everySeconds: target.everyMs === null ? null : Math.round(target.everyMs / 1_000),
    baseline:
      target.baselineStatus === null
        ? null
        : {
            version: target.baselineVersion,
            status: target.baselineStatus,
            learnedAt: instantOrNull(target.learnedAt),
            approvedAt: instantOrNull(target.approvedAt),
            approvedBy: target.approvedBy,
          },
    looksLearned: target.looksLearned,
  };
}

export const freshnessOf = ({ web, now }: Call<unknown, unknown, unknown>) => ({
  now,
  everyMs: web.parts.config.schedule.every,
});

async function targetOf(call: Call<{ targetId: string }, unknown, unknown>): Promise<ShownTarget> {
  const { web, scope, params } = call;
  const [target] = await readTargets(web.parts.db, scope, freshnessOf(call), { targetId: params.targetId });
  if (!target) throw new VonggacError('not-found', `There is no page ${params.targetId}.`);
  return target;
}

const oneTarget = { params: z.object({ targetId }) };
const targetItself = '/targets/{targetId}';

export const targetRoutes: readonly ApiRoute[] = [
  route(
    { method: 'get', path: targetItself, needs: 'see', tag, summary: 'One page', ...oneTarget, answer: targetSchema },
    async (call) => shownTarget(await targetOf(call)),
  ),
  route(
    {
      method: 'post',
      path: `${targetItself}/relearn`,
      needs: 'approve',
      tag,
      summary: 'Discards the baseline and learns a new one',
      ...oneTarget,
      body: z.object({ reason: note.min(1) }),
      answer: targetSchema,
      matches: targetItself,
    },
    async (call) => {
      await call.web.acts.relearn(call.actor, call.params.targetId, call.body.reason);
      return shownTarget(await targetOf(call));
    },
  ),
  route(
    {
      method: 'post',
      path: `${targetItself}/interval`,
      needs: 'manage-sites',
      tag,
      summary: 'Changes the time between looks',
      ...oneTarget,
      body: z.object({ everySeconds }),
      answer: targetSchema,
      matches: targetItself,
    },
    async (call) => {
      const { everySeconds: every } = call.body;
      await call.web.acts.changeInterval(call.actor, call.params.targetId, every === null ? null : every * 1_000);
      return shownTarget(await targetOf(call));
    },
  ),
];
