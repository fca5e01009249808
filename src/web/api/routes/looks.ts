/** Looks, their findings and pictures; approving what a look saw. */
import { z } from '@hono/zod-openapi';
import { VonggacError } from '../../../core/errors.ts';
import { captureFailure } from '../../../store/codecs/capture-codecs.ts';
import { readEvidence } from '../../../store/reads/evidence.ts';
import { readHistory } from '../../../store/reads/history.ts';
import { readTargets } from '../../../store/reads/site.ts';
import type { CheckRow } from '../../../store/schema/schema.ts';
import { pictureSides } from '../../evidence-pictures.ts';
import { pageFrom, pageOf, paging } from '../cursor.ts';
import { type ApiRoute, type Call, route } from '../route.ts';
import { findingOf, findingSchema, id, instant, level, note, targetId, time } from '../shapes.ts';

const tag = 'Looks';

const listedFields = {
  id: z.int(),
  targetId,
  at: time,
  tier: z.enum(['http', 'browser']),
  profile: z.string(),
  level,
  kind: z.string().nullable(),
  score: z.number(),
  confirmed: z.boolean(),
  baselineVersion: z.int(),
  status: z.int().nullable(),
  finalUrl: z.string().nullable(),
  durationMs: z.int(),
  latenessMs: z.int().openapi({ description: 'How much later it began than it was due' }),
  hasPicture: z.boolean(),
};

const listedSchema = z.object(listedFields).openapi('ListedLook');

const lookSchema = z
  .object({
    ...listedFields,
    siteId: z.int(),
    targetUrl: z.string(),
    captureFailure: z.string().nullable(),
    findings: z.array(findingSchema),
  })
  .openapi('Look');

function listed(check: CheckRow, hasPicture: boolean): z.input<typeof listedSchema> {
  return {
    id: check.id,
    targetId: check.targetId,
    at: instant(check.at),
    tier: check.tier,
    profile: check.profile,
    level: check.level,
    kind: check.kind,
    score: check.score,
    confirmed: check.confirmed === 1,
    baselineVersion: check.baselineVersion,
    status: check.status,
    finalUrl: check.finalUrl,
    durationMs: check.durationMs,
    latenessMs: check.latenessMs,
    hasPicture,
  };
}

const one = { params: z.object({ id }) };

async function evidenceOf({ web, scope, params }: Call<{ id: number }, unknown, unknown>) {
  const evidence = await readEvidence(web.parts.db, scope, params.id);
  if (!evidence) throw new VonggacError('not-found', `There is no look ${params.id}.`);
  return evidence;
}

export const lookRoutes: readonly ApiRoute[] = [
  route(
    {
      method: 'get',
      path: '/targets/{targetId}/looks',
      needs: 'see',
      tag,
      summary: 'Looks at one page, newest first',
      params: z.object({ targetId }),
      query: z.object({ ...paging, filter: z.enum(['all', 'pictures', 'changes']).default('all') }),
      answer: pageOf(listedSchema),
    },
    async ({ web, scope, now, params, query }) => {
      const { db, config } = web.parts;
      const freshness = { now, everyMs: config.schedule.every };
      const [target] = await readTargets(db, scope, freshness, { targetId: params.targetId });
      if (!target) throw new VonggacError('not-found', `There is no page ${params.targetId}.`);
      const { cursor, filter, limit } = query;
      const before = cursor ?? now + 1;
      const looks = await readHistory(db, [target.id], { before, filter, limit: limit + 1 });
      return pageFrom(
        looks,
        limit,
        ({ at }) => at,
        (look) => listed(look, look.isPictured === 1),
      );
    },
  ),
  route(
    {
      method: 'get',
      path: '/looks/{id}',
      needs: 'see',
      tag,
      summary: 'One look with its findings',
      ...one,
      answer: lookSchema,
    },
    async (call) => {
      const { check, siteId, targetUrl, findings, after } = await evidenceOf(call);
      return {
        ...listed(check, Boolean(after?.screenshotHash)),
        siteId,
        targetUrl,
        captureFailure: check.failureJson === null ? null : captureFailure.decode(check.failureJson, check.id).reason,
        findings: findings.map(findingOf),
      };
    },
  ),
  route(
    {
      method: 'get',
      path: '/looks/{id}/pictures/{side}',
      needs: 'see',
      tag,
      summary: 'A picture: the baseline, what was seen, or the difference',
      params: z.object({ id, side: z.enum(pictureSides) }),
      query: z.object({ size: z.enum(['small', 'full']).default('full') }),
      answer: null,
      media: ['image/png'],
      status: 200,
    },
    async (call) => {
      const { side } = call.params;
      const picture = await call.web.evidencePictures.load(await evidenceOf(call), side, call.query.size);
      if (!picture) throw new VonggacError('not-found', `Look ${call.params.id} has no such picture.`);
      return new Response(picture.bytes, { headers: { 'Content-Type': 'image/png', ETag: picture.tag } });
    },
  ),
  route(
    {
      method: 'post',
      path: '/looks/{id}/approve',
      needs: 'approve',
      tag,
      summary: 'Makes what the look saw the approved baseline',
      ...one,
      body: z.object({ reason: note.min(1) }),
      answer: null,
    },
    async (call) => {
      await evidenceOf(call);
      await call.web.acts.approveBaseline(call.actor, call.params.id, call.body.reason);
      return undefined;
    },
  ),
  route(
    {
      method: 'post',
      path: '/looks/{id}/ignore',
      needs: 'judge',
      tag,
      summary: 'Ignores exactly one change that the look found, on its site, for a while',
      ...one,
      body: z.object({
        fingerprint: z.string().max(200),
        days: z.int().min(1).max(90).default(7),
        reason: note.min(1),
      }),
      answer: null,
    },
    async (call) => {
      const { siteId } = await evidenceOf(call);
      const { fingerprint, days, reason } = call.body;
      await call.web.acts.ignoreChange(call.actor, { siteId, fingerprint }, days * 86_400_000, reason);
      return undefined;
    },
  ),
];
