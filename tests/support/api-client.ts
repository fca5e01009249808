/** Calls the API of a test desk, and holds every answer against the document that the API serves. */
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { expect } from 'vitest';
import type { TokenCapability } from '../../src/core/people/api-token.ts';
import { tokenCapabilities } from '../../src/core/people/api-token.ts';
import { makeApiToken } from '../../src/monitor/people/api-tokens.ts';
import type { Role } from '../../src/store/people/users.ts';
import { findUser } from '../../src/store/people/users.ts';
import { apiRoutes } from '../../src/web/api/routes.ts';
import type { TestDesk } from './test-desk.ts';

export interface ApiAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed JSON, text, or the length of any other file; null without a body. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers freely; the document says what they hold.
  readonly body: any;
}

export type ApiClient = (
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  path: string,
  body?: unknown,
  headers?: Readonly<Record<string, string>>,
) => Promise<ApiAnswer>;

interface Document {
  readonly paths: Record<string, Record<string, { readonly responses: Record<string, Response> }>>;
}
interface Response {
  readonly content?: Record<string, { readonly schema: object }>;
}

export interface TestApi {
  readonly document: Document;
  /** A token of somebody with this role. */
  token(role: Role, options?: { agencyId?: number; may?: readonly TokenCapability[]; name?: string }): Promise<string>;
  as(token: string | null): ApiClient;
}

/** One for all desks of a worker: the document is the same, and compiling its schemas takes longer than the requests. */
let shared: { readonly text: string; readonly document: Document; readonly ajv: Ajv2020 } | null = null;
const compiled = new Map<string, ValidateFunction>();

function documentOf(text: string): { readonly document: Document; readonly ajv: Ajv2020 } {
  if (shared?.text === text) return shared;
  const document = JSON.parse(text);
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  ajv.addSchema(document, 'document');
  compiled.clear();
  shared = { text, document, ajv };
  return shared;
}

export async function openTestApi(desk: TestDesk): Promise<TestApi> {
  const { document, ajv } = documentOf(await (await desk.ask('/api/v1/openapi.json')).text());
  let tokens = 0;

  const check = (method: string, path: string, answer: ApiAnswer) => {
    const described = routeOf(method, path);
    if (!described) return expect(answer.status).toBe(404);
    const response = document.paths[described]?.[method.toLowerCase()]?.responses[String(answer.status)];
    if (!response)
      throw new Error(`${method} ${described} does not describe ${answer.status}: ${JSON.stringify(answer.body)}`);
    const type = answer.headers.get('content-type')?.split(';')[0];
    if (type === undefined) return expect(response.content).toBeUndefined();
    expect(Object.keys(response.content ?? {})).toContain(type);
    if (!type.endsWith('json')) return;
    const pointer = [
      'paths',
      described,
      method.toLowerCase(),
      'responses',
      String(answer.status),
      'content',
      type,
      'schema',
    ]
      .map((step) => step.replaceAll('~', '~0').replaceAll('/', '~1'))
      .map(encodeURIComponent)
      .join('/');
    const validate = compiled.get(pointer) ?? ajv.compile({ $ref: `document#/${pointer}` });
    compiled.set(pointer, validate);
    validate(answer.body);
    expect(validate.errors ?? [], `${method} ${path}`).toEqual([]);
  };

  return {
    document,
    async token(role, { agencyId, may = tokenCapabilities, name } = {}) {
      await desk.signedIn(role, agencyId);
      const user = await findUser(desk.store.db, agencyId === undefined ? role : `${role}.${agencyId}`);
      if (!user) throw new Error(`There is no ${role}.`);
      tokens += 1;
      const request = { name: name ?? `token ${tokens}`, capabilities: may, agencyId: null, validMs: 86_400_000 };
      return makeApiToken(desk.parts, user, request);
    },
    as: (token) => async (method, path, body, headers) => {
      const response = await desk.ask(`/api/v1${path}`, {
        method,
        headers: {
          accept: 'application/json',
          ...(token === null ? {} : { authorization: `Bearer ${token}` }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      });
      const isJson = /json/.test(response.headers.get('content-type') ?? '');
      const bytes = await response.arrayBuffer();
      const isText = /^text\/|xml/.test(response.headers.get('content-type') ?? '');
      const parsed = isText
        ? Buffer.from(bytes).toString()
        : isJson
          ? JSON.parse(Buffer.from(bytes).toString())
          : bytes.byteLength === 0
            ? null
            : bytes.byteLength;
      const answer = { status: response.status, headers: response.headers, body: parsed };
      if (answer.status !== 304) check(method, path.split('?')[0] ?? '', answer);
      return answer;
    },
  };
}

function routeOf(method: string, path: string): string | undefined {
  return apiRoutes.find((route) => {
    const pattern = new RegExp(`^${route.path.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}$`);
    return route.method.toUpperCase() === method && pattern.test(path);
  })?.path;
}
