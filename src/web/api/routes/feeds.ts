/** Incidents and indicators in the formats of other systems. */
import { z } from '@hono/zod-openapi';
import { stringify } from 'csv-stringify/sync';
import { Feed } from 'feed';
import { indicatorTypes } from '../../../core/domain/finding.ts';
import { VonggacError } from '../../../core/errors.ts';
import { blockable, type IndicatorRow, indicatorRows } from '../../../core/feeds/indicator-rows.ts';
import { mispEvent } from '../../../core/feeds/misp.ts';
import { stixBundle, stixObjects } from '../../../core/feeds/stix.ts';
import { kindWords } from '../../../core/terms.ts';
import { readIncident } from '../../../store/reads/incidents.ts';
import { cursorOf, paging } from '../cursor.ts';
import { feedIncident, feedOptions, readFeedPage, readScreenshots } from '../feed-incidents.ts';
import { type ApiRoute, type Call, route } from '../route.ts';
import { id, instant } from '../shapes.ts';

const tag = 'Feeds';
const one = { params: z.object({ number: id }) };
const stixType = 'application/stix+json';
const mostInFeed = 100;
/** Incidents of which indicators are gathered: a list for firewalls must stay small enough to load. */
const mostGathered = 1_000;

async function incidentOf({ web, scope, params }: Call<{ number: number }, unknown, unknown>) {
  const incident = await readIncident(web.parts.db, scope, params.number);
  if (!incident) throw new VonggacError('not-found', `There is no incident ${params.number}.`);
  return incident;
}

async function rowsOf(call: Call<unknown, unknown, unknown>): Promise<IndicatorRow[]> {
  const { web, scope, now, language } = call;
  const { indicatorMs } = feedOptions(web);
  const { incidents } = await readFeedPage(web, scope, language, { since: now - indicatorMs, limit: mostGathered });
  return indicatorRows(incidents, { now, indicatorMs });
}

const typesQuery = z
  .string()
  .default(blockable.join(','))
  .transform((text) => text.split(','))
  .pipe(z.array(z.enum(indicatorTypes)))
  .openapi({ type: 'string', description: `Separated by commas, of ${indicatorTypes.join(', ')}` });

export const feedRoutes: readonly ApiRoute[] = [
  route(
    {
      method: 'get',
      path: '/incidents/{number}/stix',
      needs: 'see',
      tag,
      summary: 'One incident as a STIX 2.1 bundle',
      ...one,
      answer: null,
      media: [stixType],
      status: 200,
    },
    async (call) => {
      const bundle = stixBundle(feedIncident(await incidentOf(call), call.language), feedOptions(call.web));
      return new Response(JSON.stringify(bundle), { headers: { 'Content-Type': `${stixType};version=2.1` } });
    },
  ),
  route(
    {
      method: 'get',
      path: '/stix',
      needs: 'see',
      tag,
      summary: 'STIX 2.1 objects of all incidents, newest first',
      description: 'An envelope as in TAXII 2.1: pass `next` as `cursor` while there is more.',
      query: z.object({ ...paging, limit: z.coerce.number().int().min(1).max(50).default(20) }),
      answer: z.object({
        more: z.boolean(),
        next: z.string().optional(),
        objects: z.array(z.looseObject({ type: z.string(), id: z.string() })),
      }),
    },
    async ({ web, scope, language, query }) => {
      const { cursor, limit } = query;
      const options = feedOptions(web);
      const page = await readFeedPage(web, scope, language, {
        ...(cursor === undefined ? {} : { before: cursor }),
        limit,
      });
      const objects = page.incidents.flatMap((incident) => stixObjects(incident, options));
      const distinct = [...new Map(objects.map((object) => [object.id, { ...object }])).values()];
      const next = page.more && page.last !== null ? { next: cursorOf(page.last) } : {};
      return { more: page.more, ...next, objects: distinct };
    },
  ),
  route(
    {
      method: 'get',
      path: '/incidents/{number}/misp',
      needs: 'see',
      tag,
      summary: 'One incident as a MISP event, with pictures',
      ...one,
      answer: z.object({ Event: z.looseObject({ uuid: z.string(), info: z.string() }) }),
    },
    async (call) => {
      const incident = await incidentOf(call);
      const screenshots = await readScreenshots(call.web, call.scope, incident);
      const { Event } = mispEvent(feedIncident(incident, call.language), feedOptions(call.web), screenshots);
      return { Event: { ...Event } };
    },
  ),
  route(
    {
      method: 'get',
      path: '/incidents.atom',
      needs: 'see',
      tag,
      summary: 'The latest incidents as an Atom feed (RFC 4287)',
      answer: null,
      media: ['application/atom+xml'],
      status: 200,
    },
    async ({ web, scope, language, now }) => {
      const { producer, installation } = feedOptions(web);
      const { publicUrl } = web.parts.config.web;
      const { incidents } = await readFeedPage(web, scope, language, { limit: mostInFeed });
      const feed = new Feed({
        title: `Vọng Gác: ${producer}`,
        id: installation,
        ...(publicUrl === undefined ? {} : { link: publicUrl }),
        updated: new Date(incidents[0]?.changedAt ?? now),
        copyright: '',
        generator: 'Vọng Gác',
      });
      for (const incident of incidents) {
        const kinds = incident.kinds.map((kind) => kindWords[kind][language]).join(', ');
        feed.addItem({
          title: `${kinds}: ${incident.site.name}`,
          id: `${installation}#incident-${incident.number}`,
          link: publicUrl === undefined ? installation : new URL(`/incidents/${incident.number}`, publicUrl).href,
          date: new Date(incident.changedAt),
          published: new Date(incident.openedAt),
          description: incident.targets.flatMap(({ url, reasons }) => [url, ...reasons]).join('\n'),
        });
      }
      return new Response(feed.atom1(), { headers: { 'Content-Type': 'application/atom+xml; charset=utf-8' } });
    },
  ),
  route(
    {
      method: 'get',
      path: '/indicators.csv',
      needs: 'see',
      tag,
      summary: 'Indicators that are worth blocking now, for firewalls, proxies and resolvers',
      query: z.object({ types: typesQuery }),
      answer: null,
      media: ['text/csv'],
      status: 200,
    },
    async (call) => {
      const rows = (await rowsOf(call)).filter(({ type }) => call.query.types.includes(type));
      const text = stringify(
        rows.map((row) => [
          row.type,
          row.value,
          instant(row.firstSeenAt),
          instant(row.lastSeenAt),
          instant(row.expiresAt),
          row.incidents.join(' '),
        ]),
        {
          header: true,
          columns: ['type', 'value', 'first_seen', 'last_seen', 'expires', 'incidents'],
          escape_formulas: true,
        },
      );
      return new Response(text, { headers: { 'Content-Type': 'text/csv; charset=utf-8; header=present' } });
    },
  ),
];
