/** A route of the API declares its schemas and what it needs; `open-api.ts` enforces both. */
import type { z } from '@hono/zod-openapi';
import type { Actor, Scope } from '../../core/people/actor.ts';
import type { TokenCapability } from '../../core/people/api-token.ts';
import type { TokenHolder } from '../../monitor/people/api-tokens.ts';
import type { Language } from '../texts.ts';
import type { Web } from '../web.ts';

/** One request that the gate authorised and whose input is valid. */
export interface Call<Params, Query, Body> {
  readonly web: Web;
  readonly now: number;
  readonly language: Language;
  readonly holder: TokenHolder;
  readonly actor: Actor;
  readonly scope: Scope;
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
}

export type ApiTag =
  | 'Sites'
  | 'Looks'
  | 'Incidents'
  | 'Judging'
  | 'Agencies'
  | 'Evidence'
  | 'Reports'
  | 'Requests'
  | 'Feeds'
  | 'Monitor';

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** Everything about a route but its handler: what the document and the gate need. */
export interface RouteSpec {
  readonly method: Method;
  /** Below `/api/v1`, with places like `{number}`. */
  readonly path: string;
  readonly needs: TokenCapability;
  /** Heading in the document. */
  readonly tag: ApiTag;
  readonly summary: string;
  readonly description?: string;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodObject;
  /** Of the JSON answer; null: none, the answer is empty. */
  readonly answer: z.ZodType | null;
  /** Media types of an answer that is not JSON. */
  readonly media?: readonly string[];
  /** Of success; 200, or 204 without an answer, when omitted. */
  readonly status?: 200 | 201 | 202 | 204;
  /** Takes a process or the network for seconds: a token has one such request at a time. */
  readonly isCostly?: true;
  /** Acts on what was read before: `If-Match` with the ETag of this path is compared first. */
  readonly matches?: string;
}

export interface ApiRoute extends RouteSpec {
  readonly handle: (call: Call<never, never, never>) => Promise<unknown>;
}

type In<Shape> = Shape extends z.ZodObject ? z.output<Shape> : Record<never, never>;

/**
 * Checks the handler against its schemas. It returns the JSON answer, or a `Response` for other media types; it throws
 * a `VonggacError` that becomes a problem.
 */
export function route<
  const Spec extends RouteSpec,
  Answer = Spec['answer'] extends z.ZodType ? z.input<Spec['answer']> : undefined,
>(
  spec: Spec,
  handle: (call: Call<In<Spec['params']>, In<Spec['query']>, In<Spec['body']>>) => Promise<Answer | Response>,
): ApiRoute {
  return { ...spec, handle };
}
