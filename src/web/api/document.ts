/** The API as an OpenAPI 3.1 document, from the schemas that its gate checks. */
import { OpenAPIHono } from '@hono/zod-openapi';
import { problemKinds, problemSchema } from './problem.ts';
import { requestsPerMinute } from './rate-limit.ts';
import type { ApiRoute, ApiTag } from './route.ts';

const descriptionOf: Partial<Record<keyof typeof problemKinds, string>> = {
  unauthorized: 'No token, or one that is not in force',
  forbidden: 'The token may not do this',
  'not-found': 'No such thing, or not within the scope of the token',
};

const about: Readonly<Record<ApiTag, string>> = {
  Sites: 'Portals, their pages and baselines.',
  Looks: 'What was seen, when, and how it was judged.',
  Incidents: 'What was confirmed, and who handles it.',
  Judging: 'The review queue, campaigns, changes that are ignored.',
  Agencies: 'Agencies and their contacts.',
  Evidence: 'Packages that stand up in court, made as jobs.',
  Reports: 'Period reports, and reports of incidents to the authorities.',
  Requests: 'What agencies and people ask for, with their personal data.',
  Feeds: 'STIX 2.1, MISP, Atom, and lists for firewalls.',
  Monitor: 'The monitor itself, and who is on duty.',
};

export function apiDocument(routes: readonly ApiRoute[], version: string): object {
  // Only describes: requests go through the gate, which answers with problems.
  const described = new OpenAPIHono();
  const registry = described.openAPIRegistry;
  const bearer = registry.registerComponent('securitySchemes', 'token', {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'vgt_…',
    description:
      'Made on the page of your account; shown once. Feed readers may send it as the password of HTTP Basic.',
  });
  for (const route of routes) {
    const { method, path, tag, summary, description, params, query, body, answer, media, needs } = route;
    const status = route.status ?? (answer === null && media === undefined ? 204 : 200);
    registry.registerPath({
      method,
      path,
      operationId: operationId(route),
      tags: [tag],
      summary,
      description: [description, `Needs \`${needs}\`.`].filter(Boolean).join(' '),
      security: [{ [bearer.name]: [] }],
      request: {
        ...(params ? { params } : {}),
        ...(query ? { query } : {}),
        ...(body ? { body: { content: { 'application/json': { schema: body } }, required: true } } : {}),
      },
      responses: {
        [status]: {
          description: summary,
          ...(answer === null ? {} : { content: { 'application/json': { schema: answer } } }),
          ...(media
            ? {
                content: Object.fromEntries(
                  media.map((type) => [
                    type,
                    { schema: type.endsWith('json') ? { type: 'object' } : { type: 'string', format: 'binary' } },
                  ]),
                ),
              }
            : {}),
        },
        ...problems(route),
      },
    });
  }
  return described.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'Vọng Gác API',
      version,
      description: `At most ${requestsPerMinute} requests a minute per token. Times are RFC 3339 in UTC. Failures are RFC 9457 problems in the language of Accept-Language (vi, en).`,
      license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
    },
    servers: [{ url: '/api/v1' }],
    tags: [...new Set(routes.map(({ tag }) => tag))].map((name) => ({ name, description: about[name] })),
  });
}

/** Like `postIncidentsNumberAcknowledge`. */
function operationId({ method, path }: ApiRoute): string {
  const words = path.split(/[^A-Za-z0-9]+/).filter((word) => word !== '');
  return [method, ...words.map((word) => `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`)].join('');
}

function problems({ method, body }: ApiRoute) {
  const codes: (keyof typeof problemKinds)[] = ['bad-request', 'unauthorized', 'forbidden', 'not-found', 'too-many'];
  if (method !== 'get') codes.push('refused', 'changed');
  if (body) codes.push('bad-input', 'not-json', 'too-large');
  const content = { 'application/problem+json': { schema: problemSchema } };
  return Object.fromEntries(
    codes.map((code) => {
      const { status, title } = problemKinds[code];
      return [status, { description: descriptionOf[code] ?? title.en, content }];
    }),
  );
}
