/** Ownership for real: TXT records of name servers, files of web servers, and what must not count. */
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { createAskTextRecords } from '../../../src/capture/name/text-records.ts';
import { configSchema } from '../../../src/config/schema/schema.ts';
import { owner } from '../../../src/core/people/actor.ts';
import { proofName, proofText } from '../../../src/core/requests/proof.ts';
import { openDnsServer, type TestDnsOptions } from '../../support/dns-server.ts';
import { servePortal, testCapturer } from '../../support/loopback-portal.ts';
import { seedRequest, watchDetails } from '../../support/seed-request.ts';
import { sharedRead } from '../../support/shared-threads.ts';
import { openTestDesk, type TestDesk } from '../../support/test-desk.ts';

const now = Date.parse('2026-11-21T14:38:00Z');
const token = '5ca1ab1e0ddba11d00d5';
const proof = proofText(token);
const an = owner('an.nguyen');

describe('a TXT record', () => {
  const name = proofName('so.example.vn');
  const names = { [name]: { TXT: ['khác', proof.toUpperCase()] } };

  async function ask(...servers: readonly TestDnsOptions[]): Promise<readonly string[]> {
    const resolvers: string[] = [];
    for (const options of servers) {
      const server = await openDnsServer(options);
      onTestFinished(server.close);
      resolvers.push(server.resolver);
    }
    const config = configSchema.parse({ names: { resolvers, timeout: '2s' } });
    return createAskTextRecords({ config, read: sharedRead })(name, AbortSignal.timeout(20_000));
  }

  test('is read in lower case', async () => expect(await ask({ names })).toContain(proof));

  test('counts only where every resolver that answers has it', async () => {
    expect(await ask({ names }, { names })).toContain(proof);
    expect(await ask({ names }, { names: { [name]: { TXT: ['khác'] } } })).not.toContain(proof);
    expect(await ask({ names }, { names: {} })).toEqual([]);
    expect(await ask({ names }, { names, conduct: { '*': { silent: true } } })).toContain(proof);
    expect(await ask({ names: {}, conduct: { '*': { silent: true } } })).toEqual([]);
  });
});

describe('a file', () => {
  type Answers = Readonly<Record<string, { readonly status?: number; readonly body?: string; readonly to?: string }>>;
  let desk: TestDesk;
  const capturer = testCapturer();
  beforeEach(async () => {
    desk = await openTestDesk({ now, outside: { takeCapture: capturer.take } });
  });
  afterEach(() => desk.close());

  async function serve(answers: Answers) {
    const portal = await servePortal((request, response) => {
      const { status = 200, body = '', to } = answers[request.url ?? ''] ?? { status: 404 };
      response.writeHead(to === undefined ? status : 302, {
        'content-type': 'text/plain; charset=utf-8',
        ...(to === undefined ? {} : { location: to }),
      });
      response.end(body);
    });
    onTestFinished(portal.close);
    return portal;
  }

  async function check(answers: Answers) {
    const portal = await serve(answers);
    const id = await seedRequest(desk.store, { at: now, details: { ...watchDetails, portals: [portal.url] } });
    return { portal, found: await desk.acts.checkRequestHost(an, id, '127.0.0.1') };
  }

  const path = '/.well-known/vonggac.txt';
  const security = '/.well-known/security.txt';

  test('with the line proves, and security.txt names who may be mailed; nothing else is fetched', async () => {
    const { portal, found } = await check({
      [path]: { body: `Cổng của chúng tôi\r\n${proof}\r\n` },
      [security]: { body: 'Contact: mailto:AnNinh@so.example\nContact: tel:113\n' },
    });
    expect(found).toEqual({ found: ['file'], published: ['anninh@so.example'] });
    expect(portal.requests.toSorted()).toEqual([`GET ${security}`, `GET ${path}`]);
  });

  test.each<[string, Answers]>([
    ['missing', {}],
    ['with another token', { [path]: { body: proofText('00') } }],
    ['of an error page', { [path]: { status: 404, body: proof } }],
    ['far down a long page', { [path]: { body: `${'x\n'.repeat(50_000)}${proof}` } }],
    ['that is a page quoting the line', { [path]: { body: `<p>${proof}</p>` } }],
  ])('%s proves nothing', async (_, answers) => {
    expect((await check(answers)).found).toEqual({ found: [], published: [] });
  });

  test('on another host proves nothing, wherever the portal redirects', async () => {
    const other = await servePortal((_request, response) => void response.end(proof), { host: '127.0.0.2' });
    onTestFinished(other.close);
    const to = `http://127.0.0.2:${other.port}${path}`;
    expect((await check({ [path]: { to }, [security]: { to } })).found).toEqual({ found: [], published: [] });
  });

  test('of a private address is not fetched without an exception', async () => {
    const portal = await serve({ [path]: { body: proof } });
    const details = { ...watchDetails, portals: [`http://localhost.example:${portal.port}/`] };
    const id = await seedRequest(desk.store, { at: now, details });
    expect((await desk.acts.checkRequestHost(an, id, 'localhost.example')).found).toEqual([]);
    expect(portal.requests).toEqual([]);
  });
});
