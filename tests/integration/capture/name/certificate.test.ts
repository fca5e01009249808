import { X509Certificate } from 'node:crypto';
import { createServer, type TlsOptions } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTlsContext } from '../../../../src/capture/http/tls.ts';
import { type CertificateLookOptions, lookAtCertificate } from '../../../../src/capture/name/certificate.ts';
import { createGate } from '../../../../src/capture/outbound-guard.ts';
import type { Certificate } from '../../../../src/core/domain/capture.ts';
import { type Portal, serveRaw } from '../../../support/loopback-portal.ts';
import { createTlsAuthority, type TlsAuthority } from '../../../support/tls-authority.ts';

let authority: TlsAuthority;
let stranger: TlsAuthority;
const closing: (() => Promise<unknown>)[] = [];
const never = new AbortController().signal;

beforeAll(async () => {
  authority = await createTlsAuthority('Binh Giang');
  stranger = await createTlsAuthority('Stranger');
});
afterAll(async () => {
  authority.close();
  stranger.close();
  for (const close of closing) await close();
});

async function serveTls(options: TlsOptions): Promise<number> {
  const server = createServer(options, (socket) => socket.on('error', () => {}).end());
  server.on('tlsClientError', () => {});
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => new Promise((resolve) => server.close(resolve)));
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

async function serveSilence(): Promise<Portal> {
  const portal = await serveRaw(() => {});
  closing.push(portal.close);
  return portal;
}

function look(url: string, more: Partial<CertificateLookOptions> = {}, signal = never) {
  const gate = createGate({
    ownUrl: url,
    exceptions: ['127.0.0.1', 'portal.test'].map((host) => ({ host, addresses: ['127.0.0.1'] })),
    connectTimeoutMs: 3_000,
    resolveName: () => Promise.resolve([{ address: '127.0.0.1', family: 4 }]),
    signal,
  });
  return lookAtCertificate(
    url,
    { gate, tls: createTlsContext([authority.rootFile]), timeoutMs: 5_000, ...more },
    signal,
  );
}

async function shown(url: string): Promise<Certificate> {
  const tls = await look(url);
  if (tls?.certificate) return tls.certificate;
  throw new TypeError(`no certificate: ${tls?.failure}`);
}

describe('the certificate of a host', () => {
  it('is told with address, issuer, chain and key, and is trusted where its root is', async () => {
    const issued = await authority.issue({ name: 'portal.test' });
    const port = await serveTls(issued);
    const sent = issued.cert.split(/(?<=END CERTIFICATE-----)\s+(?=-)/).map((pem) => new X509Certificate(pem));
    const chain = sent.map((one) => one.fingerprint256.replaceAll(':', '').toLowerCase());
    expect(chain).toHaveLength(2);
    expect(await look(`https://portal.test:${port}/`)).toEqual({
      port,
      address: '127.0.0.1',
      failure: null,
      certificate: {
        subject: 'CN=portal.test',
        issuer: 'CN=Binh Giang Issuing CA',
        names: ['portal.test'],
        validFrom: Date.UTC(2024, 0, 1),
        validTo: Date.UTC(2049, 0, 1),
        fingerprint: chain[0],
        key: expect.stringMatching(/^[0-9a-f]{64}$/),
        chain,
        protocol: 'TLSv1.3',
        error: null,
      },
    });
  });

  it('keeps its key over a renewal that keeps it, and has another one after one that does not', async () => {
    const first = await authority.issue({ name: 'portal.test' });
    const renewed = await authority.issue({ name: 'portal.test', keyOf: first });
    const replaced = await authority.issue({ name: 'portal.test' });
    const [before, same, other] = await Promise.all(
      [first, renewed, replaced].map(async (one) => shown(`https://portal.test:${await serveTls(one)}/`)),
    );
    expect(same?.key).toBe(before?.key);
    expect(same?.fingerprint).not.toBe(before?.fingerprint);
    expect(other?.key).not.toBe(before?.key);
  });

  it.each([
    ['of a private root', 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY', () => stranger.issue({ name: 'portal.test' })],
    [
      'without its intermediate',
      'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
      () => authority.issue({ name: 'portal.test', withoutIntermediate: true }),
    ],
    ['for another name', 'ERR_TLS_CERT_ALTNAME_INVALID', () => authority.issue({ name: 'other.test' })],
    [
      'past its end',
      'CERT_HAS_EXPIRED',
      () =>
        authority.issue({ name: 'portal.test', valid: { from: new Date('2020-01-01'), to: new Date('2021-01-01') } }),
    ],
  ])('%s is shown with its error', async (_what, error, issue) => {
    expect(await shown(`https://portal.test:${await serveTls(await issue())}/`)).toMatchObject({ error });
  });

  it('is read over a protocol that nobody should speak any more', async () => {
    const issued = await authority.issue({ name: 'portal.test' });
    const port = await serveTls({
      ...issued,
      minVersion: 'TLSv1',
      maxVersion: 'TLSv1.1',
      ciphers: 'DEFAULT:@SECLEVEL=0',
    });
    expect(await shown(`https://portal.test:${port}/`)).toMatchObject({ protocol: 'TLSv1.1', error: null });
  });

  it('is none for a plain http address', async () => {
    expect(await look('http://portal.test/')).toBeNull();
  });
});

describe('no certificate because', () => {
  it('the host speaks no TLS', async () => {
    const portal = await serveRaw((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    closing.push(portal.close);
    expect(await look(`https://portal.test:${portal.port}/`)).toEqual({
      port: portal.port,
      address: '127.0.0.1',
      certificate: null,
      failure: 'tls-failed',
    });
  });

  it('the handshake never ends: given up in time, and the connection is closed', async () => {
    const hangUp = Promise.withResolvers<void>();
    const portal = await serveRaw((socket) => socket.resume().on('close', hangUp.resolve));
    closing.push(portal.close);
    const asked = await look(`https://portal.test:${portal.port}/`, { timeoutMs: 200 });
    expect(asked).toMatchObject({ failure: 'timed-out', certificate: null, address: '127.0.0.1' });
    await hangUp.promise;
  });

  it('the look was stopped', async () => {
    const portal = await serveSilence();
    const stop = new AbortController();
    const asked = look(`https://portal.test:${portal.port}/`, {}, stop.signal);
    stop.abort();
    expect(await asked).toMatchObject({ failure: 'timed-out' });
  });

  it('nobody listens there', async () => {
    const portal = await serveSilence();
    await portal.close();
    expect(await look(`https://portal.test:${portal.port}/`)).toMatchObject({ failure: 'connection-refused' });
  });

  it('its address is not public and no exception names the host', async () => {
    expect(await look('https://elsewhere.test/')).toMatchObject({ failure: 'address-refused', address: null });
  });
});
