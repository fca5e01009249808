/** The review queue, campaigns, and changes that are ignored. No token can promote a suspect. */
import { z } from '@hono/zod-openapi';
import { VonggacError } from '../../../core/errors.ts';
import { commonTraitWords } from '../../../core/incidents/campaign.ts';
import { readIgnoredChanges } from '../../../store/reads/ignored-changes.ts';
import { listCampaigns, readCampaign } from '../../../store/reads/related/campaigns.ts';
import { type QueuedSuspect, readSuspects } from '../../../store/reads/suspects.ts';
import { cursorOf, pageFrom, pageOf, paging } from '../cursor.ts';
import { type ApiRoute, type Call, route } from '../route.ts';
import { id, instant, note, numberedSite, time, timeOrNull } from '../shapes.ts';

const tag = 'Judging';
const words = z.object({ vi: z.string(), en: z.string() }).nullable();

const suspectSchema = z
  .object({
    id: z.int(),
    site: numberedSite.pick({ id: true, name: true }),
    agency: z.string().nullable(),
    targetId: z.string().nullable(),
    targetUrl: z.string(),
    checkId: z.int().openapi({ description: 'The look that shows it' }),
    kind: z.string(),
    score: z.number(),
    fingerprint: z.string(),
    firstSeenAt: time,
    lastSeenAt: time,
    assignee: z.string().nullable(),
    reason: words,
  })
  .openapi('Suspect');

function wordsOf(vi: string | null, en: string | null) {
  return vi === null || en === null ? null : { vi, en };
}

function shown(suspect: QueuedSuspect): z.input<typeof suspectSchema> {
  return {
    id: suspect.id,
    site: { id: suspect.siteId, name: suspect.siteName },
    agency: suspect.agency,
    targetId: suspect.targetId,
    targetUrl: suspect.targetUrl,
    checkId: suspect.checkId,
    kind: suspect.kind,
    score: suspect.score,
    fingerprint: suspect.fingerprint,
    firstSeenAt: instant(suspect.firstSeenAt),
    lastSeenAt: instant(suspect.lastSeenAt),
    assignee: suspect.assigneeName,
    reason: wordsOf(suspect.reasonVi, suspect.reasonEn),
  };
}

async function suspectOf({ web, scope, params }: Call<{ id: number }, unknown, unknown>) {
  const { suspects } = await readSuspects(web.parts.db, scope, { id: params.id, offset: 0, limit: 1 });
  const [suspect] = suspects;
  if (!suspect) throw new VonggacError('not-found', `There is no open suspect ${params.id}.`);
  return shown(suspect);
}

const oneSuspect = { params: z.object({ id }) };

const campaignSchema = z
  .object({
    number: z.int(),
    openedAt: time,
    common: z.array(z.object({ vi: z.string(), en: z.string() })).openapi({ description: 'What its incidents share' }),
    incidents: z.array(
      z.object({ number: z.int(), site: numberedSite, status: z.string(), kinds: z.array(z.string()), openedAt: time }),
    ),
  })
  .openapi('Campaign');

const ignoredSchema = z
  .object({
    fingerprint: z.string(),
    site: numberedSite.pick({ id: true, name: true }),
    by: z.string(),
    note: z.string().nullable(),
    expiresAt: timeOrNull,
    reason: words,
  })
  .openapi('IgnoredChange');

export const judgingRoutes: readonly ApiRoute[] = [
  route(
    {
      method: 'get',
      path: '/suspects',
      needs: 'see',
      tag,
      summary: 'Open suspects, strongest first',
      query: z.object({ ...paging, siteId: id.optional() }),
      answer: pageOf(suspectSchema),
    },
    async ({ web, scope, query }) => {
      const { cursor: offset = 0, limit, siteId } = query;
      const of = siteId === undefined ? {} : { siteId };
      const { suspects, found } = await readSuspects(web.parts.db, scope, { ...of, offset, limit });
      const end = offset + suspects.length;
      return { items: suspects.map(shown), next: end < found && suspects.length > 0 ? cursorOf(end) : null };
    },
  ),
  route(
    {
      method: 'get',
      path: '/suspects/{id}',
      needs: 'see',
      tag,
      summary: 'One suspect',
      ...oneSuspect,
      answer: suspectSchema,
    },
    (call) => suspectOf(call),
  ),
  route(
    {
      method: 'post',
      path: '/suspects/{id}/dismiss',
      needs: 'judge',
      tag,
      summary: 'No attack: closes it and mutes its change for 7 days',
      ...oneSuspect,
      body: z.object({ note: note.min(1) }),
      answer: null,
      matches: '/suspects/{id}',
    },
    async (call) => {
      await call.web.acts.dismissSuspect(call.actor, call.params.id, call.body.note);
      return undefined;
    },
  ),
  route(
    {
      method: 'post',
      path: '/suspects/{id}/assign',
      needs: 'judge',
      tag,
      summary: 'Assigns its review to an account, or to nobody',
      ...oneSuspect,
      body: z.object({ assigneeId: z.int().min(1).nullable() }),
      answer: suspectSchema,
      matches: '/suspects/{id}',
    },
    async (call) => {
      await call.web.acts.assignSuspect(call.actor, call.params.id, call.body.assigneeId);
      return suspectOf(call);
    },
  ),
  route(
    {
      method: 'get',
      path: '/campaigns',
      needs: 'see',
      tag,
      summary: 'Campaigns with an incident in scope, newest first',
      query: z.object(paging),
      answer: pageOf(
        campaignSchema
          .pick({ number: true, openedAt: true, common: true })
          .extend({ incidents: z.int().openapi({ description: 'How many in scope' }) })
          .openapi('ListedCampaign'),
      ),
    },
    async ({ web, scope, query }) => {
      const { cursor, limit } = query;
      const campaigns = await listCampaigns(web.parts.db, scope, { before: cursor ?? null, limit: limit + 1 });
      return pageFrom(
        campaigns,
        limit,
        ({ number }) => number,
        ({ number, openedAt, common, incidents }) => ({
          number,
          openedAt: instant(openedAt),
          common: common.map(commonTraitWords),
          incidents,
        }),
      );
    },
  ),
  route(
    {
      method: 'get',
      path: '/campaigns/{number}',
      needs: 'see',
      tag,
      summary: 'Incidents of several portals with a common attacker',
      params: z.object({ number: id }),
      answer: campaignSchema,
    },
    async ({ web, scope, params }) => {
      const campaign = await readCampaign(web.parts.db, scope, params.number);
      if (!campaign) throw new VonggacError('not-found', `There is no campaign ${params.number}.`);
      return {
        number: campaign.number,
        openedAt: instant(campaign.openedAt),
        common: campaign.common.map(commonTraitWords),
        incidents: campaign.incidents.map((incident) => ({
          number: incident.number,
          site: { id: incident.siteId, name: incident.siteName, url: incident.siteUrl },
          status: incident.status,
          kinds: [...incident.kinds],
          openedAt: instant(incident.openedAt),
        })),
      };
    },
  ),
  route(
    {
      method: 'get',
      path: '/ignored-changes',
      needs: 'see',
      tag,
      summary: 'Changes that are ignored now, next to expire first',
      query: z.object(paging),
      answer: pageOf(ignoredSchema),
    },
    async ({ web, scope, now, query }) => {
      const { cursor: offset = 0, limit } = query;
      const { changes, found } = await readIgnoredChanges(web.parts.db, scope, { now, offset, limit });
      const end = offset + changes.length;
      return {
        items: changes.map((change) => ({
          fingerprint: change.fingerprint,
          site: { id: change.siteId, name: change.siteName },
          by: change.createdBy,
          note: change.note,
          expiresAt: instant(change.expiresAt),
          reason: wordsOf(change.reasonVi, change.reasonEn),
        })),
        next: end < found && changes.length > 0 ? cursorOf(end) : null,
      };
    },
  ),
  route(
    {
      method: 'delete',
      path: '/sites/{id}/ignored-changes/{fingerprint}',
      needs: 'judge',
      tag,
      summary: 'Makes the change count again on this site',
      params: z.object({ id, fingerprint: z.string().max(200) }),
      answer: null,
    },
    async ({ web, actor, params }) => {
      await web.acts.forgetIgnored(actor, { siteId: params.id, fingerprint: params.fingerprint });
      return undefined;
    },
  ),
];
