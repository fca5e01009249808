/**
 * The API's gate: the only place where its routes are registered. Each request passes token, rate limit, capability,
 * size and schema before its handler, and leaves as JSON or as a problem.
 */
import { createHash } from 'node:crypto';
import type { z } from '@hono/zod-openapi';
import type { Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { holds } from '../../core/people/actor.ts';
import { holderOf, type TokenHolder } from '../../monitor/people/api-tokens.ts';
import { remoteAddress } from '../gate/client-address.ts';
import { chooseLanguage, type Language } from '../texts.ts';
import type { Web } from '../web.ts';
import { apiDocument } from './document.ts';
import { onceOnly } from './idempotency.ts';
import { type FieldProblem, ProblemError, problemOf, problemResponse } from './problem.ts';
import { createRateLimit, type RateLimit, requestsPerMinute } from './rate-limit.ts';
import type { ApiRoute, Call } from './route.ts';

export const apiBase = '/api/v1';
const bodyBytes = 1_000_000;

export function openApi(app: Hono, web: Web, routes: readonly ApiRoute[]): void {
  const gate: Gate = { web, routes, limit: createRateLimit(), busy: new Set() };
  const document = JSON.stringify(apiDocument(routes, web.version));
  app.get(`${apiBase}/openapi.json`, (context) => {
    return context.body(document, 200, { 'Content-Type': 'application/json' });
  });
  for (const route of routes) {
    const path = `${apiBase}${route.path.replaceAll(/\{(\w+)\}/g, ':$1')}`;
    app.on(route.method.toUpperCase(), path, sized, (context) => pass(gate, context, route));
  }
  app.all(`${apiBase}/*`, (context) => problemResponse({ code: 'not-found' }, languageOf(context)));
}

interface Gate {
  readonly web: Web;
  readonly routes: readonly ApiRoute[];
  readonly limit: RateLimit;
  /** Tokens with a costly request under way. */
  readonly busy: Set<number>;
}

const sized = bodyLimit({
  maxSize: bodyBytes,
  onError: (context) => problemResponse({ code: 'too-large' }, languageOf(context)),
});

/** Programs that ask for no language get Vietnamese. */
function languageOf(context: Context): Language {
  return chooseLanguage(null, context.req.header('accept-language') ?? 'vi');
}

async function pass(gate: Gate, context: Context, route: ApiRoute): Promise<Response> {
  const { web } = gate;
  const end = web.underWay({ act: 'request', id: context.req.method, place: `${apiBase}${route.path}` });
  const language = languageOf(context);
  try {
    return await passGate(gate, context, route, language);
  } catch (error) {
    const problem = problemOf(error, language);
    if (problem) return problemResponse(problem, language);
    web.parts.log.error({ err: error, route: route.path }, 'a request of the API failed');
    return problemResponse({ code: 'broken' }, language);
  } finally {
    end();
  }
}

async function passGate(gate: Gate, context: Context, route: ApiRoute, language: Language): Promise<Response> {
  const { web } = gate;
  const now = web.parts.clock();
  const secret = secretOf(context.req.header('authorization') ?? '');
  const holder = secret === null ? null : await holderOf(web.parts, secret, remoteAddress(web, context));
  if (!holder) {
    return problemResponse({ code: 'unauthorized' }, language, { 'WWW-Authenticate': 'Bearer, Basic realm="API"' });
  }
  const { isAllowed, left, resetSeconds } = gate.limit.take(holder.token.id, now);
  const rate = {
    'RateLimit-Limit': String(requestsPerMinute),
    'RateLimit-Remaining': String(left),
    'RateLimit-Reset': String(resetSeconds),
  };
  if (!isAllowed)
    return problemResponse({ code: 'too-many' }, language, { ...rate, 'Retry-After': String(resetSeconds) });
  if (!holds(holder.actor, route.needs)) return problemResponse({ code: 'forbidden' }, language, rate);
  const answer = await unlessBusy(gate, route, holder.token.id, () =>
    perform(gate, context, route, { holder, language, now }),
  );
  if (answer === null) return problemResponse({ code: 'too-many' }, language, { ...rate, 'Retry-After': '10' });
  for (const [name, value] of Object.entries(rate)) answer.headers.set(name, value);
  return answer;
}

/** Otherwise one stolen token could keep the queue of prints full for everybody. Null: another one is under way. */
async function unlessBusy<T>(
  { busy }: Gate,
  { isCostly }: ApiRoute,
  tokenId: number,
  act: () => Promise<T>,
): Promise<T | null> {
  if (!isCostly) return act();
  if (busy.has(tokenId)) return null;
  busy.add(tokenId);
  try {
    return await act();
  } finally {
    busy.delete(tokenId);
  }
}

/** `Bearer TOKEN`; or HTTP Basic with the token as the password, for readers of feeds that can do no other. */
function secretOf(authorization: string): string | null {
  const [, scheme = '', credentials = ''] = /^(bearer|basic) +(\S+)$/i.exec(authorization) ?? [];
  if (scheme.toLowerCase() === 'bearer') return credentials;
  if (scheme === '') return null;
  const [, ...password] = Buffer.from(credentials, 'base64').toString().split(':');
  return password.join(':');
}

interface Admitted {
  readonly holder: TokenHolder;
  readonly language: Language;
  readonly now: number;
}

async function perform(gate: Gate, context: Context, route: ApiRoute, admitted: Admitted): Promise<Response> {
  const { web } = gate;
  const { req: request } = context;
  const text = route.method === 'get' ? '' : await request.text();
  const call: Call<unknown, unknown, unknown> = {
    web,
    now: admitted.now,
    language: admitted.language,
    holder: admitted.holder,
    actor: admitted.holder.actor,
    scope: admitted.holder.actor.scope,
    params: valid(route.params, request.param(), 'not-found'),
    query: valid(route.query, request.query(), 'bad-request'),
    body: route.body ? valid(route.body, parsed(request.header('content-type'), text), 'bad-input') : {},
  };
  const key = request.header('idempotency-key');
  if (route.method === 'get') {
    const result = await answerOf(route, call);
    return result instanceof Response ? result : tagged(context, result);
  }
  const act = async () => {
    await assertMatches(gate, context, route, admitted);
    const result = await answerOf(route, call);
    if (result instanceof Response) throw new Error(`${route.path} answers with a file after an act.`);
    return result;
  };
  const { status, body } =
    key === undefined
      ? await act()
      : await onceOnly(
          web,
          { tokenId: admitted.holder.token.id, key, method: route.method, path: request.path, body: text },
          admitted.now,
          act,
        );
  return new Response(body === '' ? null : body, {
    status,
    ...(body === '' ? {} : { headers: { 'Content-Type': 'application/json' } }),
  });
}

async function answerOf(route: ApiRoute, call: Call<unknown, unknown, unknown>) {
  const result = await route.handle(call as Call<never, never, never>);
  if (result instanceof Response) return result;
  if (route.answer === null) return { status: route.status ?? 204, body: '' };
  return { status: route.status ?? 200, body: JSON.stringify(route.answer.parse(result)) };
}

function etagOf(body: string): string {
  return `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
}

function tagged(context: Context, { status, body }: { readonly status: number; readonly body: string }): Response {
  const etag = etagOf(body);
  const headers = { ETag: etag, 'Cache-Control': 'private, no-cache' };
  const known = context.req.header('if-none-match')?.split(',') ?? [];
  if (known.some((one) => one.trim().replace(/^W\//, '') === etag)) return new Response(null, { status: 304, headers });
  return new Response(body, { status, headers: { ...headers, 'Content-Type': 'application/json' } });
}

/**
 * Compares `If-Match` with what a GET of the resource answers now. The act itself checks again, in its transaction, the
 * state that it depends on.
 */
async function assertMatches(gate: Gate, context: Context, route: ApiRoute, admitted: Admitted): Promise<void> {
  const wanted = context.req.header('if-match');
  if (wanted === undefined || wanted.trim() === '*' || route.matches === undefined) return;
  const resource = gate.routes.find(({ method, path }) => method === 'get' && path === route.matches);
  if (!resource) throw new Error(`There is no GET ${route.matches}.`);
  const { actor } = admitted.holder;
  const params = valid(resource.params, context.req.param(), 'not-found');
  const call: Call<unknown, unknown, unknown> = {
    ...admitted,
    web: gate.web,
    actor,
    scope: actor.scope,
    params,
    query: {},
    body: {},
  };
  const answer = await answerOf(resource, call);
  const etag = answer instanceof Response ? null : etagOf(answer.body);
  if (!wanted.split(',').some((one) => one.trim() === etag)) throw new ProblemError({ code: 'changed' });
}

function parsed(contentType: string | undefined, text: string): unknown {
  if (text === '') return {};
  if (!/^application\/(?:[\w.-]+\+)?json\b/i.test(contentType ?? '')) throw new ProblemError({ code: 'not-json' });
  try {
    return JSON.parse(text);
  } catch {
    throw new ProblemError({ code: 'bad-request', errors: [{ at: '', message: 'not JSON' }] });
  }
}

function valid(schema: z.ZodObject | undefined, input: unknown, code: 'not-found' | 'bad-request' | 'bad-input') {
  if (!schema) return {};
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  if (code === 'not-found') throw new ProblemError({ code });
  const errors: FieldProblem[] = result.error.issues.slice(0, 20).map(({ path, message }) => ({
    at: code === 'bad-input' ? `/${path.map(String).join('/')}` : path.map(String).join('.'),
    message,
  }));
  throw new ProblemError({ code, errors });
}
