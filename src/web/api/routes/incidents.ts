/** Incidents, and what people decide about them. */
import { z } from '@hono/zod-openapi';
import { indicatorsOf } from '../../../core/detect/shared/indicators.ts';
import { VonggacError } from '../../../core/errors.ts';
import { defang } from '../../../core/text.ts';
import { holdOf } from '../../../store/incidents/hold.ts';
import { getIncident } from '../../../store/incidents/incidents.ts';
import {
  type ListedIncident,
  readIncident,
  readIncidents,
  type ShownIncident,
} from '../../../store/reads/incidents.ts';
import { pageFrom, pageOf, paging } from '../cursor.ts';
import { type ApiRoute, type Call, route } from '../route.ts';
import {
  agencyRef,
  findingOf,
  findingSchema,
  id,
  indicatorSchema,
  instant,
  instantOrNull,
  note,
  numberedSite,
  targetId,
  time,
  timeOrNull,
} from '../shapes.ts';

const tag = 'Incidents';
const kinds = ['defacement', 'injection', 'redirection', 'takeover', 'cloaking', 'ransom-note', 'certificate'] as const;

const listedFields = {
  number: z.int(),
  site: numberedSite,
  agency: agencyRef,
  status: z.enum(['open', 'acknowledged', 'resolved', 'dismissed']),
  kinds: z.array(z.enum(kinds)),
  openedAt: time,
  changedAt: time,
  endedAt: timeOrNull,
  acknowledgedBy: z.string().nullable(),
  acknowledgedAt: timeOrNull,
  assignee: z.string().nullable(),
  previousNumber: z.int().nullable().openapi({ description: 'The earlier incident, when the attacker came back' }),
  campaignNumber: z.int().nullable(),
};

const listedSchema = z.object(listedFields).openapi('ListedIncident');

const incidentSchema = z
  .object({
    ...listedFields,
    nextNumber: z.int().nullable(),
    isHeld: z.boolean().openapi({ description: 'Legal hold: its evidence is not pruned' }),
    changeCount: z.int().openapi({ description: 'Pass as `seenChanges` when dismissing' }),
    targets: z.array(
      z.object({
        id: targetId,
        url: z.string(),
        level: z.enum(['suspect', 'alarm']).openapi({ description: '`suspect`: confirmed by a person' }),
        kind: z.enum(kinds),
        score: z.number(),
        checkId: z.int().nullable(),
        firedAt: time,
        recoveredAt: timeOrNull,
        confirmation: z.object({ alarms: z.int(), looks: z.int() }).nullable(),
        findings: z.array(findingSchema),
      }),
    ),
    indicators: z.array(indicatorSchema),
    events: z.array(z.object({ at: time, type: z.string(), by: z.string(), note: z.string().nullable() })),
  })
  .openapi('Incident');

function listed(incident: ListedIncident): z.input<typeof listedSchema> {
  const { siteId, siteName, siteUrl, agency, agencyId, acknowledgement, assigneeName } = incident;
  return {
    number: incident.number,
    site: { id: siteId, name: siteName, url: siteUrl },
    agency: agency === null || agencyId === null ? null : { id: agencyId, name: agency },
    status: incident.status,
    kinds: [...incident.kinds],
    openedAt: instant(incident.openedAt),
    changedAt: instant(incident.changedAt),
    endedAt: instantOrNull(incident.endedAt),
    acknowledgedBy: acknowledgement?.by ?? null,
    acknowledgedAt: instantOrNull(acknowledgement?.at ?? null),
    assignee: assigneeName,
    previousNumber: incident.previousNumber,
    campaignNumber: incident.campaignNumber,
  };
}

function shown(incident: ShownIncident, isHeld: boolean): z.input<typeof incidentSchema> {
  return {
    ...listed(incident),
    nextNumber: incident.nextNumber,
    isHeld,
    changeCount: incident.changeCount,
    targets: incident.targets.map(({ targetId: of, firedAt, recoveredAt, findings, ...target }) => ({
      id: of,
      url: target.url,
      level: target.level,
      kind: target.kind,
      score: target.score,
      checkId: target.checkId,
      firedAt: instant(firedAt),
      recoveredAt: instantOrNull(recoveredAt),
      confirmation: target.confirmation,
      findings: findings.map(findingOf),
    })),
    indicators: [...indicatorsOf(incident.targets.flatMap(({ findings }) => findings))],
    events: incident.events.map(({ at, type, actor, note: text }) => ({
      at: instant(at),
      type,
      by: actor,
      note: text,
    })),
  };
}

const one = { params: z.object({ number: id }) };
const itself = '/incidents/{number}';

type OfIncident = Call<{ number: number }, unknown, unknown>;

async function incidentOf({ web, scope, params }: OfIncident) {
  const { db } = web.parts;
  const incident = await readIncident(db, scope, params.number);
  if (!incident) throw new VonggacError('not-found', `There is no incident ${params.number}.`);
  return shown(incident, (await holdOf(db, params.number)) !== null);
}

/** The route of a decision: performs it, and answers with the incident as it is then. */
function decision<Body extends z.ZodObject>(
  name: string,
  summary: string,
  body: Body,
  act: (call: Call<{ number: number }, unknown, z.output<Body>>) => Promise<void>,
  needs: 'judge' | 'export-evidence' = 'judge',
): ApiRoute {
  const spec = {
    method: 'post',
    path: `${itself}/${name}`,
    needs,
    tag,
    summary,
    ...one,
    body,
    answer: incidentSchema,
  } as const;
  return route({ ...spec, matches: itself }, async (call) => {
    await act(call as Call<{ number: number }, unknown, z.output<Body>>);
    return incidentOf(call);
  });
}

const noted = z.object({ note: note.optional() });
const reasoned = z.object({ note: note.min(1) });

export const incidentRoutes: readonly ApiRoute[] = [
  route(
    {
      method: 'get',
      path: '/incidents',
      needs: 'see',
      tag,
      summary: 'Incidents, newest first',
      query: z.object({
        ...paging,
        status: z
          .enum(['live', 'ended', 'all'])
          .default('all')
          .openapi({ description: '`live`: open or acknowledged' }),
        kind: z.enum(kinds).optional(),
        siteId: id.optional(),
        agencyId: id.optional(),
        endedSince: time.optional().openapi({ description: 'Leaves out those that ended before' }),
      }),
      answer: pageOf(listedSchema),
    },
    async ({ web, scope, query }) => {
      const { cursor, limit, status, kind, siteId, agencyId, endedSince } = query;
      const incidents = await readIncidents(web.parts.db, scope, {
        status,
        kind: kind ?? null,
        ...(siteId === undefined ? {} : { siteId }),
        ...(agencyId === undefined ? {} : { agencyId }),
        ...(endedSince === undefined ? {} : { since: Date.parse(endedSince) }),
        ...(cursor === undefined ? {} : { before: cursor }),
        offset: 0,
        limit: limit + 1,
      });
      return pageFrom(incidents.incidents, limit, (row) => row.number, listed);
    },
  ),
  route(
    {
      method: 'get',
      path: itself,
      needs: 'see',
      tag,
      summary: 'One incident with its evidence',
      ...one,
      answer: incidentSchema,
    },
    (call) => incidentOf(call),
  ),
  route(
    {
      method: 'get',
      path: `${itself}/indicators`,
      needs: 'see',
      tag,
      summary: 'What the evidence names, for other systems to look for',
      ...one,
      answer: z.object({
        items: z.array(indicatorSchema.extend({ defanged: z.string() })),
      }),
    },
    async ({ web, scope, params }) => {
      const incident = await readIncident(web.parts.db, scope, params.number);
      if (!incident) throw new VonggacError('not-found', `There is no incident ${params.number}.`);
      const indicators = indicatorsOf(incident.targets.flatMap(({ findings }) => findings));
      return { items: indicators.map(({ type, value }) => ({ type, value, defanged: defang(value) })) };
    },
  ),
  decision(
    'acknowledge',
    'Somebody is on it; reminders stop until it gets worse',
    noted,
    ({ web, actor, params, body }) => web.acts.acknowledge(actor, params.number, body.note),
  ),
  decision('resolve', 'It is over; the agency is notified', noted, ({ web, actor, params, body }) =>
    web.acts.resolve(actor, params.number, body.note),
  ),
  decision(
    'dismiss',
    'A false alarm: its changes are muted for 7 days',
    reasoned.extend({ seenChanges: z.int().min(0).openapi({ description: '`changeCount` as read' }) }),
    ({ web, actor, params, body }) => web.acts.dismissIncident(actor, params.number, body.note, body.seenChanges),
  ),
  decision('reopen', 'It is not over after all', noted, ({ web, actor, params, body }) =>
    web.acts.reopen(actor, params.number, body.note),
  ),
  decision('comment', 'Adds to its log', z.object({ text: note.min(1) }), ({ web, actor, params, body }) =>
    web.acts.comment(actor, params.number, body.text),
  ),
  decision(
    'assign',
    'Assigns it to an account that may judge, or to nobody',
    z.object({ assigneeId: z.int().min(1).nullable() }),
    ({ web, actor, params, body }) => web.acts.assign(actor, params.number, body.assigneeId),
  ),
  decision('hold', 'Legal hold: its evidence is kept until it is released', reasoned, ({ web, actor, params, body }) =>
    web.acts.hold(actor, params.number, body.note),
  ),
  decision(
    'release',
    'Ends a legal hold',
    reasoned,
    ({ web, actor, params, body }) => web.acts.release(actor, params.number, body.note),
    'export-evidence',
  ),
  decision('look-again', 'Makes looks at its pages due at once', z.object({}), async ({ web, actor, params }) => {
    const incident = await getIncident(web.parts.db, params.number);
    const targets = incident?.targets.map((target) => target.targetId) ?? [];
    await web.acts.lookAgain(actor, targets);
  }),
];
