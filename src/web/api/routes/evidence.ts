/** Evidence packages, as jobs. */
import { z } from '@hono/zod-openapi';
import { VonggacError } from '../../../core/errors.ts';
import { readIncident } from '../../../store/reads/incidents.ts';
import type { EvidenceJob } from '../evidence-jobs.ts';
import { type ApiRoute, type Call, route } from '../route.ts';
import { id, instant, time } from '../shapes.ts';

const tag = 'Evidence';

const words = z.object({ vi: z.string(), en: z.string() });

const jobSchema = z
  .object({
    id: z.uuid(),
    incidentNumber: z.int(),
    startedAt: time,
    status: z.enum(['running', 'done', 'failed']),
    reason: words.nullable().openapi({ description: 'Why it failed' }),
    missing: z.array(z.object({ what: z.string(), reason: words })).openapi({ description: 'What the package lacks' }),
  })
  .openapi('EvidenceJob');

function shown({ id, incidentNumber, startedAt, status, reason, missing }: EvidenceJob): z.input<typeof jobSchema> {
  return {
    id,
    incidentNumber,
    startedAt: instant(startedAt),
    status,
    reason,
    missing: missing.map((one) => ({ ...one })),
  };
}

const one = { params: z.object({ id: z.uuid() }) };

function jobOf({ web, holder, params, now }: Call<{ id: string }, unknown, unknown>): EvidenceJob {
  const job = web.evidenceJobs.find(params.id, holder.token.id, now);
  if (!job) throw new VonggacError('not-found', 'There is no such job: packages are kept for an hour.');
  return job;
}

export const evidenceRoutes: readonly ApiRoute[] = [
  route(
    {
      method: 'post',
      path: '/incidents/{number}/evidence',
      needs: 'export-evidence',
      tag,
      summary: 'Begins to make the evidence package of an incident',
      params: z.object({ number: id }),
      body: z.object({ recipient: z.string().trim().min(1).max(300), purpose: z.string().trim().min(1).max(300) }),
      answer: jobSchema,
      status: 202,
    },
    async ({ web, scope, actor, holder, params, body, now }) => {
      const incident = await readIncident(web.parts.db, scope, params.number);
      if (!incident) throw new VonggacError('not-found', `There is no incident ${params.number}.`);
      return shown(web.evidenceJobs.start(actor, holder.token.id, params.number, body, now));
    },
  ),
  route(
    {
      method: 'get',
      path: '/evidence-jobs/{id}',
      needs: 'export-evidence',
      tag,
      summary: 'One job',
      ...one,
      answer: jobSchema,
    },
    async (call) => shown(jobOf(call)),
  ),
  route(
    {
      method: 'get',
      path: '/evidence-jobs/{id}/file',
      needs: 'export-evidence',
      tag,
      summary: 'The package, for an hour',
      ...one,
      answer: null,
      media: ['application/zip'],
      status: 200,
    },
    async (call) => {
      const file = await call.web.evidenceJobs.file(jobOf(call));
      if (!file) throw new VonggacError('not-found', 'The package is not done.');
      return file;
    },
  ),
];
