/** Portals: their registration, and what is done with one as a whole. */
import { z } from '@hono/zod-openapi';
import { tagKey } from '../../../core/domain/tag.ts';
import { VonggacError } from '../../../core/errors.ts';
import { versionOf } from '../../../monitor/sites/edit-site.ts';
import { maintenanceAhead } from '../../../store/incidents/maintenance.ts';
import { type BoardSite, readSitesAfter } from '../../../store/reads/board.ts';
import { readSite, readTargets } from '../../../store/reads/site.ts';
import { findAgency } from '../../../store/registry/agencies.ts';
import { getSite } from '../../../store/registry/registry.ts';
import { pageFrom, pageOf, paging } from '../cursor.ts';
import { type ApiRoute, type Call, route } from '../route.ts';
import { agencyRef, id, instant, instantOrNull, note, targetId, time, timeOrNull } from '../shapes.ts';
import { everySeconds, freshnessOf, shownTarget, state, targetSchema } from './targets.ts';

const tag = 'Sites';
const importance = z.enum(['high', 'normal', 'low']);

const listedSchema = z
  .object({
    id: z.int(),
    name: z.string(),
    url: z.string(),
    agency: agencyRef,
    importance,
    tags: z.array(z.string()),
    state,
    kind: z.string().nullable(),
    isPaused: z.boolean(),
    pausedUntil: timeOrNull,
    createdAt: time,
    oldestLookAt: timeOrNull.openapi({ description: 'The oldest latest look among its pages' }),
    newestLookAt: timeOrNull,
    nextLookAt: timeOrNull,
    openIncident: z.int().nullable(),
  })
  .openapi('ListedSite');

const siteSchema = z
  .object({
    id: z.int(),
    name: z.string(),
    url: z.string(),
    agency: agencyRef,
    importance,
    tags: z.array(z.string()),
    recipients: z.array(z.string()),
    consent: z.string().nullable(),
    status: z.enum(['active', 'paused']),
    pauseReason: z.string().nullable(),
    pausedUntil: timeOrNull,
    createdAt: time,
    version: z.string().openapi({ description: 'Of the registration; pass it when changing the site' }),
    targets: z.array(targetSchema),
    maintenance: z.array(z.object({ id: z.int(), beginsAt: time, endsAt: time, reason: z.string(), by: z.string() })),
  })
  .openapi('Site');

function listed(site: BoardSite): z.input<typeof listedSchema> {
  return {
    id: site.id,
    name: site.name,
    url: site.url,
    agency: site.agency === null || site.agencyId === null ? null : { id: site.agencyId, name: site.agency },
    importance: site.importance,
    tags: site.tags.map((one) => one.name),
    state: site.state,
    kind: site.kind,
    isPaused: site.isPaused,
    pausedUntil: instantOrNull(site.pausedUntil),
    createdAt: instant(site.createdAt),
    oldestLookAt: instantOrNull(site.oldestLookAt),
    newestLookAt: instantOrNull(site.newestLookAt),
    nextLookAt: instantOrNull(site.nextLookAt),
    openIncident: site.incidentNumber,
  };
}

type OfSite = Call<{ id: number }, unknown, unknown>;

async function siteOf(call: OfSite): Promise<z.input<typeof siteSchema>> {
  const { web, scope, now, params } = call;
  const { db } = web.parts;
  const [shown, registered] = [await readSite(db, scope, params.id), await getSite(db, params.id)];
  if (!(shown && registered)) throw new VonggacError('not-found', `There is no site ${params.id}.`);
  const targets = await readTargets(db, scope, freshnessOf(call), { siteId: params.id });
  const language = shown.agencyId === null ? null : ((await findAgency(db, { id: shown.agencyId }))?.language ?? null);
  return {
    id: shown.id,
    name: shown.name,
    url: shown.url,
    agency: shown.agency === null || shown.agencyId === null ? null : { id: shown.agencyId, name: shown.agency },
    importance: shown.importance,
    tags: shown.tags.map((one) => one.name),
    recipients: [...shown.recipients],
    consent: shown.consent,
    status: shown.status === 'paused' ? 'paused' : 'active',
    pauseReason: shown.pauseReason,
    pausedUntil: instantOrNull(shown.pausedUntil),
    createdAt: instant(shown.createdAt),
    version: versionOf(registered, language),
    targets: targets.map(shownTarget),
    maintenance: (await maintenanceAhead(db, params.id, now)).map((one) => ({
      id: one.id,
      beginsAt: instant(one.beginsAt),
      endsAt: instant(one.endsAt),
      reason: one.reason,
      by: one.createdBy,
    })),
  };
}

const itself = '/sites/{id}';
const one = { params: z.object({ id }) };

/** The route of an act on one site: performs it, and answers with the site as it is then. */
function act<Body extends z.ZodObject>(
  name: string,
  summary: string,
  needs: 'judge' | 'approve' | 'manage-sites',
  body: Body,
  perform: (call: Call<{ id: number }, unknown, z.output<Body>>) => Promise<void>,
): ApiRoute {
  const spec = {
    method: 'post',
    path: `${itself}/${name}`,
    needs,
    tag,
    summary,
    ...one,
    body,
    answer: siteSchema,
  } as const;
  return route({ ...spec, matches: itself }, async (call) => {
    await perform(call as Call<{ id: number }, unknown, z.output<Body>>);
    return siteOf(call);
  });
}

const emails = z.array(z.string().max(254)).max(50);
const paths = z.array(z.string().max(2_000)).max(200);
const text = z.string().max(300);

const registration = {
  name: text.optional(),
  agency: text.optional(),
  emails: emails.default([]),
  paths: paths.default([]).openapi({ description: 'Further pages: paths below the address, or whole addresses' }),
  tags: z.array(text).max(50).optional(),
  importance: importance.optional(),
  consent: text.optional(),
  probe: z.boolean().optional().openapi({ description: 'The agency agreed to probes for names of dropped files' }),
};

export const siteRoutes: readonly ApiRoute[] = [
  route(
    {
      method: 'get',
      path: '/sites',
      needs: 'see',
      tag,
      summary: 'Portals, by their numbers',
      query: z.object({
        ...paging,
        state: state.optional(),
        importance: importance.optional(),
        agencyId: id.optional(),
        tag: text.optional(),
        text: text.optional().openapi({ description: 'Part of a name, address or agency; accents do not matter' }),
      }),
      answer: pageOf(listedSchema),
    },
    async (call) => {
      const { cursor, limit, ...filter } = call.query;
      const sites = await readSitesAfter(call.web.parts.db, call.scope, freshnessOf(call), {
        state: filter.state ?? null,
        importance: filter.importance ?? null,
        agencyId: filter.agencyId ?? null,
        tag: filter.tag === undefined ? null : tagKey(filter.tag),
        text: filter.text ?? '',
        after: cursor ?? 0,
        limit: limit + 1,
      });
      return pageFrom(sites, limit, (site) => site.id, listed);
    },
  ),
  route(
    {
      method: 'post',
      path: '/sites',
      needs: 'manage-sites',
      tag,
      summary: 'Registers a portal; it is learned from then on',
      body: z.object({ url: z.string().max(2_000), everySeconds: everySeconds.optional(), ...registration }),
      answer: z.object({ site: siteSchema, warnings: z.array(z.string()) }),
      status: 201,
    },
    async (call) => {
      const { everySeconds: every, ...request } = call.body;
      const { siteId, warnings } = await call.web.acts.addSite(call.actor, {
        ...request,
        everyMs: every === undefined || every === null ? undefined : every * 1_000,
      });
      const site = await siteOf({ ...call, params: { id: siteId } });
      return { site, warnings: warnings.map((words) => words[call.language]) };
    },
  ),
  route(
    {
      method: 'get',
      path: itself,
      needs: 'see',
      tag,
      summary: 'One portal with its pages',
      ...one,
      answer: siteSchema,
    },
    (call) => siteOf(call),
  ),
  route(
    {
      method: 'put',
      path: itself,
      needs: 'manage-sites',
      tag,
      summary: 'Changes a registration',
      ...one,
      body: z.object({
        ...registration,
        language: z.enum(['vi', 'en']).nullable().default(null).openapi({ description: 'Of mail to the agency' }),
        stop: z.array(targetId).max(200).default([]).openapi({ description: 'Pages to stop monitoring' }),
        version: z.string().max(64).openapi({ description: '`version` as read' }),
      }),
      answer: z.object({ site: siteSchema, warnings: z.array(z.string()) }),
      matches: itself,
    },
    async (call) => {
      const { language, stop, version, ...request } = call.body;
      const { warnings } = await call.web.acts.editSite(call.actor, call.params.id, {
        request,
        language,
        stop,
        version,
      });
      return { site: await siteOf(call), warnings: warnings.map((words) => words[call.language]) };
    },
  ),
  act(
    'pause',
    'Stops the looks',
    'manage-sites',
    z.object({ reason: note.optional(), until: time.optional().openapi({ description: 'When monitoring resumes' }) }),
    ({ web, actor, params, body }) =>
      web.acts.pauseSite(actor, params.id, {
        reason: body.reason,
        until: body.until === undefined ? undefined : Date.parse(body.until),
      }),
  ),
  act('resume', 'Looks again', 'manage-sites', z.object({}), ({ web, actor, params }) =>
    web.acts.resumeSite(actor, params.id),
  ),
  act(
    'tags',
    'Adds and removes tags; the others stay',
    'manage-sites',
    z.object({ add: z.array(text).max(50).default([]), remove: z.array(text).max(50).default([]) }),
    ({ web, actor, params, body }) => web.acts.tagSite(actor, params.id, body),
  ),
  act(
    'maintenance',
    'Announces maintenance: looks continue, mail about alarms is held until it ends',
    'manage-sites',
    z.object({ beginsAt: time, endsAt: time, reason: note.min(1) }),
    ({ web, actor, params, body }) =>
      web.acts.announceMaintenance(actor, params.id, {
        beginsAt: Date.parse(body.beginsAt),
        endsAt: Date.parse(body.endsAt),
        reason: body.reason,
      }),
  ),
  act('look-now', 'Makes looks at all its pages due at once', 'judge', z.object({}), async (call) => {
    const targets = await readTargets(call.web.parts.db, call.scope, freshnessOf(call), { siteId: call.params.id });
    await call.web.acts.lookAgain(
      call.actor,
      targets.map((target) => target.id),
    );
  }),
  route(
    {
      method: 'delete',
      path: `${itself}/maintenance/{maintenanceId}`,
      needs: 'manage-sites',
      tag,
      summary: 'Ends or cancels a maintenance',
      params: z.object({ id, maintenanceId: id }),
      answer: null,
    },
    async ({ web, actor, params }) => {
      await web.acts.endMaintenance(actor, params.id, params.maintenanceId);
      return undefined;
    },
  ),
  route(
    {
      method: 'delete',
      path: itself,
      needs: 'manage-sites',
      tag,
      summary: 'Stops monitoring; what was recorded is kept for the usual period',
      ...one,
      answer: null,
      matches: itself,
    },
    async ({ web, actor, params }) => {
      await web.acts.removeSite(actor, params.id);
      return undefined;
    },
  ),
];
