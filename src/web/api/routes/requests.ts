/**
 * Requests from outside, with the personal data of those who sent them: for tokens that nobody narrowed to an agency.
 * What is decided by telephone or by a signed letter is recorded by people, at the dashboard.
 */
import { z } from '@hono/zod-openapi';
import { VonggacError } from '../../../core/errors.ts';
import { assertMay } from '../../../core/people/actor.ts';
import {
  closedStatuses,
  openStatuses,
  proofMethods,
  requestKinds,
  requestStatuses,
} from '../../../core/requests/request.ts';
import { readProofs } from '../../../monitor/requests/proof-of-hosts.ts';
import { findRequest, listRequests, type StoredRequest } from '../../../store/requests/requests.ts';
import { pageFrom, pageOf, paging } from '../cursor.ts';
import { type ApiRoute, type Call, route } from '../route.ts';
import { id, instant, instantOrNull, time, timeOrNull } from '../shapes.ts';

const tag = 'Requests';
const needs = 'handle-requests';

const typed = 'Typed by outsiders: hostile text, and personal data';

const requestSchema = z
  .object({
    id: z.int(),
    kind: z.enum(requestKinds),
    status: z.enum(requestStatuses),
    source: z.enum(['form', 'sheet']),
    language: z.enum(['vi', 'en']),
    createdAt: time,
    changedAt: time,
    confirmedAt: timeOrNull.openapi({ description: 'When the sender confirmed the address' }),
    closedAt: timeOrNull,
    from: timeOrNull,
    to: timeOrNull,
    repeats: z.int().openapi({ description: 'Equal requests that were only counted' }),
    siteIds: z.array(z.int()).openapi({ description: 'Registered by it' }),
    targetId: z.string().nullable().openapi({ description: 'The registered page that a report is about' }),
    watch: z
      .object({
        agency: z.string(),
        portals: z.array(z.string()),
        contact: z.string(),
        phone: z.string(),
        email: z.string(),
        basis: z.string(),
      })
      .nullable()
      .openapi({ description: typed }),
    report: z
      .object({ url: z.string(), seen: z.string(), name: z.string(), email: z.string() })
      .nullable()
      .openapi({ description: typed }),
    answer: z.string().nullable().openapi({ description: 'What the sender was told' }),
    hosts: z.array(
      z.object({
        host: z.string(),
        isRegistered: z.boolean(),
        isProven: z.boolean(),
        proofs: z.array(z.object({ method: z.enum(proofMethods), at: time, by: z.string() })),
      }),
    ),
  })
  .openapi('Request');

/** Watch and report details are both null once the personal data was erased. */
const listedSchema = requestSchema.omit({ hosts: true }).openapi('ListedRequest');

function listed(request: StoredRequest): z.input<typeof listedSchema> {
  const { details } = request;
  return {
    id: request.id,
    kind: request.kind,
    status: request.status,
    source: request.source,
    language: request.language,
    createdAt: instant(request.createdAt),
    changedAt: instant(request.changedAt),
    confirmedAt: instantOrNull(request.confirmedAt),
    closedAt: instantOrNull(request.closedAt),
    from: instantOrNull(request.periodFrom),
    to: instantOrNull(request.periodTo),
    repeats: request.repeats,
    siteIds: [...request.siteIds],
    targetId: request.targetId,
    // The schemas leave out what operators found; both are null once the personal data was erased.
    watch: details?.kind === 'watch' ? { ...details, portals: [...details.portals] } : null,
    report: details?.kind === 'report' ? details : null,
    answer: details?.answer || null,
  };
}

type OfRequest = Call<{ id: number }, unknown, unknown>;

async function requestOf(call: OfRequest): Promise<z.input<typeof requestSchema>> {
  const { db } = call.web.parts;
  assertMay(call.actor, needs, null);
  const request = await findRequest(db, call.params.id);
  if (!request) throw new VonggacError('not-found', `There is no request ${call.params.id}.`);
  const { details } = request;
  const hosts = details === null ? [] : (await readProofs(db, { ...request, details })).hosts;
  return {
    ...listed(request),
    hosts: hosts.map(({ host, registered, isProven, proofs }) => ({
      host,
      isRegistered: registered.length > 0,
      isProven,
      proofs: proofs.map(({ method, at, actor }) => ({ method, at: instant(at), by: actor })),
    })),
  };
}

const itself = '/requests/{id}';
const one = { params: z.object({ id }) };

/** The route of an act on one request: performs it, and answers with the request as it is then. */
function act<Body extends z.ZodObject>(
  name: string,
  summary: string,
  body: Body,
  perform: (call: Call<{ id: number }, unknown, z.output<Body>>) => Promise<unknown>,
): ApiRoute {
  const spec = { method: 'post', path: `${itself}/${name}`, needs, tag, summary, ...one, body } as const;
  return route({ ...spec, answer: requestSchema, matches: itself, isCostly: true }, async (call) => {
    await perform(call as Call<{ id: number }, unknown, z.output<Body>>);
    return requestOf(call);
  });
}

const words = z.string().trim().max(1_000).openapi({ description: 'The sender reads it' });

export const requestRoutes: readonly ApiRoute[] = [
  route(
    {
      method: 'get',
      path: '/requests',
      needs,
      tag,
      summary: 'Requests to be watched and reports about pages, newest first',
      query: z.object({ ...paging, show: z.enum(['open', 'closed']).default('open') }),
      answer: pageOf(listedSchema),
    },
    async ({ web, actor, query }) => {
      assertMay(actor, needs, null);
      const { cursor, limit, show } = query;
      const statuses = show === 'open' ? openStatuses : closedStatuses;
      const requests = await listRequests(web.parts.db, statuses, {
        limit: limit + 1,
        ...(cursor === undefined ? {} : { before: cursor }),
      });
      return pageFrom(requests, limit, (request) => request.id, listed);
    },
  ),
  route({ method: 'get', path: itself, needs, tag, summary: 'One request', ...one, answer: requestSchema }, (call) =>
    requestOf(call),
  ),
  act(
    'check-host',
    'Asks one of its hosts whether the owner agrees: TXT record and file',
    z.object({ host: z.string().max(253) }),
    ({ web, actor, params, body }) => web.acts.checkRequestHost(actor, params.id, body.host),
  ),
  act('approve', 'Registers its portals, once every host is proven', z.object({}), ({ web, actor, params }) =>
    web.acts.approveRequest(actor, params.id),
  ),
  act('refuse', 'Refuses a request to be watched', z.object({ reason: words.min(1) }), ({ web, actor, params, body }) =>
    web.acts.decideRequest(actor, params.id, 'refuse', body.reason),
  ),
  act('answer', 'Answers a report about a page', z.object({ text: words.min(1) }), ({ web, actor, params, body }) =>
    web.acts.decideRequest(actor, params.id, 'answer', body.text),
  ),
  act('close', 'Closes it without a mail', z.object({ reason: words.default('') }), ({ web, actor, params, body }) =>
    web.acts.decideRequest(actor, params.id, 'close', body.reason),
  ),
  act(
    'extend',
    'Moves the end of the period in which its portals are watched',
    z.object({ to: z.iso.date().openapi({ description: 'The last day' }) }),
    ({ web, actor, params, body }) => web.acts.extendRequest(actor, params.id, body.to),
  ),
];
