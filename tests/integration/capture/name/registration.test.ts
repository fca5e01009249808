import type { IncomingMessage, ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTlsContext } from '../../../../src/capture/http/tls.ts';
import { lookAtRegistration, type RegistrationOptions } from '../../../../src/capture/name/registration.ts';
import { type Portal, servePortal, serveRaw } from '../../../support/loopback-portal.ts';
import { rdapDomain } from '../../../support/rdap-answers.ts';
import { sharedRead } from '../../../support/shared-threads.ts';
import { createTlsAuthority, type TlsAuthority } from '../../../support/tls-authority.ts';

const domain = 'binhgiang.com';
const rdap = { 'content-type': 'application/rdap+json' };
const never = new AbortController().signal;
const open: Portal[] = [];
let authority: TlsAuthority;

beforeAll(async () => {
  authority = await createTlsAuthority('Registry');
});
afterAll(async () => {
  authority.close();
  for (const portal of open) await portal.close();
});

const serve: typeof servePortal = async (handler, options) => {
  const portal = await servePortal(handler, options);
  open.push(portal);
  return portal;
};

const answer = (_request: IncomingMessage, response: ServerResponse) =>
  void response.writeHead(200, rdap).end(JSON.stringify(rdapDomain(domain)));

function look(services: readonly string[], more: Partial<RegistrationOptions> = {}, signal = never) {
  const options = {
    bootstrap: new Map([['com', services]]),
    exceptions: [{ host: '127.0.0.1', addresses: ['127.0.0.1'] }],
    tls: createTlsContext([authority.rootFile]),
    userAgent: 'VongGac/1.0 (test)',
    timeoutMs: 5_000,
    read: sharedRead,
    resolveName: async () => [{ address: '127.0.0.1', family: 4 }],
    ...more,
  };
  return lookAtRegistration(domain, options, signal);
}

const facts = {
  registrar: 'Nhà đăng ký Ví Dụ',
  statuses: ['active', 'client transfer prohibited'],
  nameServers: ['ns1.vidu.example', 'ns2.vidu.example'],
  registeredAt: Date.UTC(2008, 2, 5, 7),
  expiresAt: Date.UTC(2027, 2, 5, 7),
  changedAt: Date.UTC(2026, 0, 31, 20, 4, 5),
};
const answered = { domain, status: 'answered', reason: null, ...facts };
const silent = {
  domain,
  registrar: null,
  statuses: [],
  nameServers: [],
  registeredAt: null,
  expiresAt: null,
  changedAt: null,
};

describe('the registration of a domain', () => {
  it('is asked for as RFC 9082 says, by an honest visitor', async () => {
    const service = await serve(answer);
    expect(await look([`${service.url}v1`])).toEqual(answered);
    expect(service.requests).toEqual([`GET /v1/domain/${domain}`]);
    expect(service.headers[0]?.headers).toMatchObject({
      accept: 'application/rdap+json, application/json;q=0.9',
      'user-agent': 'VongGac/1.0 (test)',
    });
  });

  it('follows redirects, relative and to another service', async () => {
    const second = await serve(answer);
    const first = await serve((request, response) => {
      const location = request.url === '/domain/binhgiang.com' ? '/moved' : `${second.url}domain/${domain}`;
      response.writeHead(302, { location }).end();
    });
    expect(await look([first.url])).toEqual(answered);
    expect(first.requests).toEqual([`GET /domain/${domain}`, 'GET /moved']);
  });

  it('comes over TLS from a service whose certificate is trusted', async () => {
    const service = await serve(answer, { certificate: await authority.issue({ name: '127.0.0.1' }) });
    expect(await look([service.url])).toEqual(answered);
  });

  it('is asked of the next service when one fails', async () => {
    const broken = await serve((_request, response) => void response.writeHead(503).end());
    const service = await serve(answer);
    expect(await look([broken.url, service.url])).toEqual(answered);
    expect(broken.requests).toHaveLength(1);
  });

  it('is not there for a suffix without a service, and nobody is asked', async () => {
    const service = await serve(answer);
    const vn = await lookAtRegistration(
      'binhgiang.gov.vn',
      {
        bootstrap: new Map([['com', [service.url]]]),
        exceptions: [],
        tls: createTlsContext([]),
        userAgent: 'x',
        timeoutMs: 1_000,
        read: sharedRead,
        resolveName: async () => [],
      },
      never,
    );
    expect(vn).toMatchObject({ status: 'no-service', reason: expect.stringMatching(/^The suffix/), expiresAt: null });
    expect(service.requests).toEqual([]);
  });

  it.each([
    ['without a body', {}, ''],
    ['with an error of RFC 9083', rdap, '{"errorCode":404,"title":"Not found"}'],
  ])('is unknown to the registry when it answers 404 %s', async (_what, headers, body) => {
    const service = await serve((_request, response) => void response.writeHead(404, headers).end(body));
    expect(await look([service.url])).toEqual({
      ...silent,
      status: 'not-found',
      reason: 'The registry does not know the domain.',
    });
  });
});

describe('fails, and says why, when the service', () => {
  const fails = async (services: readonly string[], reason: RegExp | string, more: Partial<RegistrationOptions> = {}) =>
    expect(await look(services, more)).toEqual({
      ...silent,
      status: 'failed',
      reason: typeof reason === 'string' ? reason : expect.stringMatching(reason),
    });

  it.each([
    ['is a web server that knows nothing of RDAP', 404, 'text/html', '<h1>Not Found</h1>', /status 404/],
    ['asks for patience', 429, 'application/rdap+json', '{}', /status 429/],
    [
      'answers broken JSON',
      200,
      'application/rdap+json',
      '{"objectClassName":"domain",',
      /not readable registration data/,
    ],
    [
      'answers about another domain',
      200,
      'application/rdap+json',
      JSON.stringify(rdapDomain('khac.com')),
      /not readable registration data/,
    ],
    ['answers without end', 200, 'application/rdap+json', 'x'.repeat(1_000_001), /larger than the cap/],
  ])('%s', async (_what, status, type, body, reason) => {
    const service = await serve(
      (_request, response) => void response.writeHead(status, { 'content-type': type }).end(body),
    );
    await fails([service.url], reason);
  });

  it('sends a bomb', async () => {
    const bomb = gzipSync(Buffer.alloc(50_000_000, ' '));
    const service = await serve(
      (_request, response) => void response.writeHead(200, { ...rdap, 'content-encoding': 'gzip' }).end(bomb),
    );
    await fails([service.url], /larger than the cap/);
  });

  it('redirects in a circle', async () => {
    const service = await serve((request, response) => void response.writeHead(301, { location: request.url }).end());
    await fails([service.url], /more than 5 times/);
    expect(service.requests).toHaveLength(6);
  });

  it.each([
    ['http://10.0.0.1/domain/x', /not public/],
    ['http://localhost/domain/x', /not public/],
    ['file:///etc/passwd', /not fetched/],
    ['http://u:p@registry.example/', /user name/],
    ['http://[', /an invalid address/],
  ])('redirects to %s', async (location, reason) => {
    const service = await serve((_request, response) => void response.writeHead(302, { location }).end());
    await fails([service.url], reason);
  });

  it('redirects from https to http', async () => {
    const plain = await serve(answer);
    const certificate = await authority.issue({ name: '127.0.0.1' });
    const service = await serve((_request, response) => void response.writeHead(302, { location: plain.url }).end(), {
      certificate,
    });
    await fails([service.url], /from https to an insecure address/);
    expect(plain.requests).toEqual([]);
  });

  it('shows a certificate that is not trusted', async () => {
    const stranger = await createTlsAuthority('Stranger');
    const certificate = await stranger.issue({ name: '127.0.0.1' });
    stranger.close();
    const service = await serve(answer, { certificate });
    await fails([service.url], /not trusted \(UNABLE_TO_GET_ISSUER_CERT_LOCALLY\)/);
  });

  it('has an address that is not public, unless an exception names it', async () => {
    const service = await serve(answer);
    await fails([service.url], 'The address 127.0.0.1 is not public (loopback).', { exceptions: [] });
    expect(service.connectionCount()).toBe(0);
  });

  it.each([
    ['never answers', () => {}],
    [
      'answers drop by drop',
      (_: IncomingMessage, response: ServerResponse) => void response.writeHead(200, rdap).write('{'),
    ],
  ])('%s', async (_what, handler: (request: IncomingMessage, response: ServerResponse) => void) => {
    const service = await serve(handler);
    await fails([service.url, service.url], 'The registration service did not answer in time.', { timeoutMs: 300 });
    expect(service.requests).toHaveLength(1);
  });

  it('breaks off in the middle', async () => {
    const service = await serveRaw((socket) =>
      socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 900\r\n\r\n{"objectClassName":')),
    );
    open.push(service);
    await fails([service.url], 'The answer broke off.');
  });

  it('is asked by a look that is stopped', async () => {
    const service = await serve(() => {});
    const stop = new AbortController();
    const asked = look([service.url], {}, stop.signal);
    stop.abort();
    expect(await asked).toEqual({ ...silent, status: 'failed', reason: 'The look was stopped before its end.' });
  });
});
