/** The one gate: what it opens is what the table says, for everybody and every path. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { roleMay, roles } from '../../../src/monitor/people/capabilities.ts';
import { apiRoutes } from '../../../src/web/api/routes.ts';
import { routes } from '../../../src/web/routes.ts';
import { openTestDesk, type TestDesk, testOrigin } from '../../support/test-desk.ts';

const now = Date.parse('2026-11-21T14:38:00Z');
let desk: TestDesk;
const tokens = new Map<string, string>();

beforeAll(async () => {
  desk = await openTestDesk({ now });
  for (const role of roles) tokens.set(role, await desk.signedIn(role));
});
afterAll(() => desk.close());

const tokenOf = (role: string) => tokens.get(role) ?? null;

/** A path of that pattern; what it names does not exist. */
function sample(pattern: string): string {
  return pattern
    .replace(/:token\{[^/]*\}/, 'A'.repeat(43))
    .replace(/:handle\{[^/]*\}/, '0123456789abcdef')
    .replace(/:side\{[^/]*\}/, 'before')
    .replace(/:size\{[^/]*\}/, 'small')
    .replace(/:file\{[^/]*\}/, 'desk.css')
    .replace(/:id\{\[0-9\]\{1,15\}\\\.[^/]*\}/, '999.1')
    .replace(/:(id|maintenance|number|contact)\{[^/]*\}/g, '999');
}

test('nothing is served besides the table', () => {
  const served = desk.app.routes.filter((route) => route.method !== 'ALL').map((r) => `${r.method} ${r.path}`);
  const tables = [
    ...routes.map((route) => `${route.method} ${route.path}`),
    ...apiRoutes.map(({ method, path }) => `${method.toUpperCase()} /api/v1${path.replaceAll(/\{(\w+)\}/g, ':$1')}`),
    'GET /api/v1/openapi.json',
  ];
  expect([...new Set(served)].toSorted()).toEqual(tables.toSorted());
});

test('what is open to everybody is this and no more', () => {
  const open = routes
    .filter((route) => route.needs === 'nothing')
    .map((r) => `${r.method} ${r.path.replace(/\{.*\}/, '')}`);
  expect(open).toEqual([
    'GET /healthz',
    'GET /metrics',
    'GET /.well-known/vonggac-key',
    'GET /assets/:file',
    'GET /sign-in',
    'POST /sign-in',
    'GET /sign-in/code',
    'POST /sign-in/code',
    'GET /sign-in/provider',
    'GET /sign-in/provider/back',
    'GET /set-up/:token',
    'POST /set-up/:token',
    'GET /forgot-password',
    'POST /forgot-password',
    'GET /choose-password/:token',
    'POST /choose-password/:token',
    'GET /acknowledge/:token',
    'POST /acknowledge/:token',
    'POST /acknowledge/:token/own-work',
    'POST /language',
  ]);
});

describe.each(routes.filter((route) => route.needs !== 'nothing'))('$method $path', ({ method, path, needs }) => {
  const target = sample(path);

  test('is closed to somebody who is not signed in', async () => {
    const answer = method === 'GET' ? await desk.ask(target) : await desk.send(target, {}, null);
    expect(answer.status).toBe(method === 'GET' ? 303 : 401);
    if (method === 'GET') expect(answer.headers.get('location')).toMatch(/^\/sign-in/);
    const forged = await desk.ask(target, { as: 'forged-token' });
    expect([303, 401]).toContain(forged.status);
  });

  test.each(roles)('is open to the %s only with the capability', async (role) => {
    const token = tokenOf(role);
    const answer = method === 'GET' ? await desk.ask(target, { as: token }) : await desk.send(target, {}, token);
    const isOpen = roleMay(role, needs);
    if (isOpen) expect([200, 303, 400, 404, 409]).toContain(answer.status);
    else expect(answer.status).toBe(403);
    expect(answer.headers.get('location') ?? '').not.toMatch(/^\/sign-in\?/);
    if (path === '/sign-out') tokens.set(role, await desk.signedIn(role));
  });
});

test.each([
  '/nowhere',
  '/incidents/abc',
  '/incidents/1/../../healthz2',
  '/sites/1e3',
  '/looks/1/pictures/before/../../source',
  '/looks/1/pictures/sideways/small',
  '/looks/1/pictures/before/huge',
  '/assets/../desk.css.map',
  '/.env',
  '/api/incidents',
])('the unknown path %s leads a stranger to the door and a user to 404', async (path) => {
  expect((await desk.ask(path)).status).toBe(303);
  expect((await desk.ask(path, { headers: { accept: 'image/png' } })).status).toBe(401);
  expect((await desk.ask(path, { as: tokenOf('administrator') })).status).toBe(404);
});

test.each(['PUT', 'PATCH', 'DELETE', 'OPTIONS', 'POST'])(
  '%s on a page changes nothing and opens nothing',
  async (method) => {
    expect((await desk.ask('/incidents', { method })).status).toBe(401);
    expect((await desk.ask('/incidents', { method, as: tokenOf('administrator') })).status).toBe(404);
  },
);

test('a disabled user is out at once', async () => {
  const token = await desk.signedIn('viewer');
  expect((await desk.ask('/', { as: token })).status).toBe(200);
  await desk.store.db.updateTable('users').set({ disabledAt: now }).where('name', '=', 'viewer').execute();
  expect((await desk.ask('/', { as: token })).status).toBe(303);
  await desk.store.db.updateTable('users').set({ disabledAt: null }).where('name', '=', 'viewer').execute();
});

describe('changes', () => {
  const body = (token: string) => new URLSearchParams({ 'form-token': token }).toString();
  const form = { 'content-type': 'application/x-www-form-urlencoded' };

  async function formTokenOf(role: string): Promise<string> {
    const html = await (await desk.ask('/suspects', { as: tokenOf(role) })).text();
    return /name="form-token" value="([^"]+)"/.exec(html)?.[1] ?? '';
  }

  test('a form without its token, or with that of another session, is refused', async () => {
    const path = '/sites/999/pause';
    const as = tokenOf('operator');
    const post = (token: string, headers = {}) =>
      desk.ask(path, { as, method: 'POST', headers: { ...form, ...headers }, body: body(token) });
    expect((await post('')).status).toBe(403);
    expect((await post(await formTokenOf('administrator'))).status).toBe(403);
    expect((await post(await formTokenOf('operator'))).status).toBe(404);
  });

  test('a form that another site sends is refused although it has the right token', async () => {
    const as = tokenOf('operator');
    const token = await formTokenOf('operator');
    const post = (headers: Record<string, string>) =>
      desk.ask('/sites/999/pause', { as, method: 'POST', headers: { ...form, ...headers }, body: body(token) });
    expect((await post({ 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await post({ 'sec-fetch-site': 'same-site' })).status).toBe(403);
    expect((await post({ origin: 'https://evil.example' })).status).toBe(403);
    expect((await post({ origin: testOrigin })).status).toBe(404);
  });

  test('other kinds of body are refused', async () => {
    const as = tokenOf('operator');
    const headers = { 'content-type': 'text/plain' };
    const token = await formTokenOf('operator');
    const answer = await desk.ask('/sites/999/pause', { as, method: 'POST', headers, body: body(token) });
    expect(answer.status).toBe(400);
  });

  test('a body past the limit is refused', async () => {
    const headers = { ...form, 'content-length': '70000' };
    const send = (language: string) =>
      desk.ask('/sign-in', {
        method: 'POST',
        headers: { ...headers, 'accept-language': language },
        body: 'a'.repeat(70_000),
      });
    const answer = await send('vi');
    expect(answer.status).toBe(413);
    expect(await answer.text()).toContain('Dữ liệu quá lớn');
    expect(await (await send('en')).text()).toContain('The text or file sent is too large.');
  });

  test('signing in from a page that this browser never opened is refused', async () => {
    const fields = new URLSearchParams({ 'form-token': 'x', name: 'operator', password: 'y' }).toString();
    expect((await desk.ask('/sign-in', { method: 'POST', headers: form, body: fields })).status).toBe(403);
  });
});

describe('headers', () => {
  test.each(['/', '/sign-in', '/nowhere', '/looks/9/source'])('%s carries all of them', async (path) => {
    const { headers } = await desk.ask(path, { as: tokenOf('viewer') });
    expect(headers.get('content-security-policy')).toBe(
      "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; connect-src 'self'; " +
        "form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    );
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
    expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('permissions-policy')).toContain('camera=()');
  });

  test('what is no page can do nothing when it is opened by itself', async () => {
    const { headers } = await desk.ask('/healthz');
    expect(headers.get('content-security-policy')).toBe("default-src 'none'; frame-ancestors 'none'; sandbox");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });

  test('own files are kept for ever under a name that changes with them', async () => {
    const html = await (await desk.ask('/sign-in')).text();
    const css = /href="(\/assets\/desk\.[0-9a-f]{16}\.css)"/.exec(html)?.[1] ?? '';
    const answer = await desk.ask(css);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(answer.headers.get('content-type')).toBe('text/css; charset=utf-8');
  });

  test('pages carry no inline script, style or handler', async () => {
    for (const path of ['/', '/sign-in', '/suspects', '/incidents', '/nowhere']) {
      const html = await (await desk.ask(path, { as: tokenOf('operator') })).text();
      expect(html).not.toMatch(/<style|style=|<script(?![^>]*\bsrc=)|\son[a-z]+=|javascript:/i);
    }
  });

  test('a request by a foreign name is refused before anything is looked at', async () => {
    const answer = await desk.ask('/', { as: tokenOf('administrator'), headers: { host: 'rebound.evil.example' } });
    expect(answer.status).toBe(421);
    expect((await desk.ask('/healthz', { headers: { host: 'localhost:8080' } })).status).toBe(200);
    expect((await desk.ask('/healthz', { headers: { host: '[::1]:8080' } })).status).toBe(200);
  });

  test('cookies are out of reach of scripts and other sites, and secure when the desk is reached by https', async () => {
    const plain = (await desk.ask('/sign-in')).headers.get('set-cookie') ?? '';
    expect(plain).toMatch(/vonggac-visitor=.*HttpOnly.*SameSite=Strict/);
    const behindTls = await openTestDesk({ now, config: { web: { publicUrl: 'https://desk.example' } } });
    const answer = await behindTls.ask('/sign-in', { headers: { host: 'desk.example' } });
    expect(answer.headers.get('set-cookie')).toMatch(/__Host-vonggac-visitor=.*Secure/);
    expect(answer.headers.get('strict-transport-security')).toBe('max-age=31536000');
    await behindTls.close();
  });
});

test('health is told to everybody, and nothing else is', async () => {
  expect(await (await desk.ask('/healthz')).json()).toEqual({ ok: true });
  desk.setHealth({ ok: false, heartbeatAt: now - 600_000, blindSince: null });
  const sick = await desk.ask('/healthz');
  expect(sick.status).toBe(503);
  expect(await sick.json()).toEqual({ ok: false });
  const board = await (await desk.ask('/', { as: tokenOf('viewer') })).text();
  expect(board).toContain('Hệ thống giám sát đang dừng');
  desk.setHealth({ ok: true, heartbeatAt: now, blindSince: now - 600_000 });
  expect((await desk.ask('/healthz')).status).toBe(200);
  const blind = await (await desk.ask('/', { as: tokenOf('viewer') })).text();
  expect(blind).toContain('Hệ thống giám sát mất kết nối.');
  desk.setHealth({ ok: true, heartbeatAt: now, blindSince: null });
  expect(await (await desk.ask('/', { as: tokenOf('viewer') })).text()).not.toContain('mất kết nối.');
});

test('metrics are there only where the configuration says so, and only for whoever has their token', async () => {
  const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });
  expect((await desk.ask('/metrics', bearer(''))).status).toBe(404);
  const token = 'mot-ma-bi-mat-that-dai';
  const served = { token, contentType: 'text/plain; version=0.0.4', scrape: async () => 'vonggac_online 1\n' };
  const own = await openTestDesk({ now, metrics: served });
  const administrator = await own.signedIn('administrator');
  for (const options of [{}, bearer('another'), bearer(`${token}x`), { as: administrator }]) {
    const refused = await own.ask('/metrics', options);
    expect([refused.status, await refused.text()]).toEqual([401, 'send the token of metrics.tokenFile\n']);
  }
  const answer = await own.ask('/metrics', bearer(token));
  expect([answer.status, await answer.text()]).toEqual([200, 'vonggac_online 1\n']);
  await own.close();
});
