/** A time-stamping authority: `openssl ts` behind a small HTTP server on loopback. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { onTestFinished } from 'vitest';

const run = promisify(execFile);

const config = `
[req]
distinguished_name = name
prompt = no
[name]
CN = Test authority
[root]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign
[stamping]
extendedKeyUsage = critical, timeStamping
[tsa]
default_tsa = one
[one]
serial = serial
crypto_device = builtin
signer_cert = tsa.pem
certs = root.pem
signer_key = tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
ess_cert_id_alg = sha256
`;

export interface TestAuthority {
  readonly url: string;
  readonly dir: string;
  /** PEM. */
  readonly root: string;
  /** What it answers instead of a stamp. */
  answerWith(answer: { readonly status?: number; readonly body?: Buffer } | null): void;
}

export async function openTimeStampAuthority(): Promise<TestAuthority> {
  const dir = await mkdtemp(join(tmpdir(), 'vonggac-tsa-'));
  const openssl = (...args: string[]) => run('openssl', args, { cwd: dir });
  await writeFile(join(dir, 'tsa.cnf'), config);
  await writeFile(join(dir, 'serial'), '01');
  const subject = (name: string) => ['-config', 'tsa.cnf', '-subj', `/CN=${name}`, '-nodes', '-newkey', 'rsa:2048'];
  await openssl('req', '-x509', '-extensions', 'root', ...subject('Root'), '-keyout', 'root.key', '-out', 'root.pem');
  await openssl('req', ...subject('Stamping'), '-keyout', 'tsa.key', '-out', 'tsa.csr');
  const signed = ['-CA', 'root.pem', '-CAkey', 'root.key', '-CAcreateserial', '-extfile', 'tsa.cnf'];
  await openssl('x509', '-req', '-in', 'tsa.csr', ...signed, '-extensions', 'stamping', '-out', 'tsa.pem');
  let instead: { readonly status?: number; readonly body?: Buffer } | null = null;
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    await writeFile(join(dir, 'query.tsq'), Buffer.concat(chunks));
    const stamp = async () => {
      await openssl('ts', '-reply', '-config', 'tsa.cnf', '-queryfile', 'query.tsq', '-out', 'reply.tsr');
      return readFile(join(dir, 'reply.tsr'));
    };
    response.writeHead(instead?.status ?? 200, { 'content-type': 'application/timestamp-reply' });
    response.end(instead ? (instead.body ?? '') : await stamp());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await rm(dir, { recursive: true, force: true });
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    dir,
    root: await readFile(join(dir, 'root.pem'), 'utf8'),
    answerWith: (answer) => {
      instead = answer;
    },
  };
}
