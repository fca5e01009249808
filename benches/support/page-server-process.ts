/** The watched portals, in a process of their own: one web server per loopback address. Started by `page-server.ts`. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { drawPage } from './portal-page.ts';

/** `/still/SEED/KB` is the same for ever; `/changing/SEED/KB` has newer news at every request. */
const pathForm = /^\/(still|changing)\/(\d{1,6})\/(\d{1,5})$/;
/** Changing pages come around again after this many editions: drawing a page costs more than sending it. */
const editions = 8;

const bodies = new Map<string, Buffer>();
const turns = new Map<string, number>();
let requestCount = 0;

function bodyOf(path: string): Buffer | null {
  const [, kind, seed, kilobytes] = pathForm.exec(path) ?? [];
  if (kind === undefined) return null;
  const turn = turns.get(path) ?? 0;
  turns.set(path, turn + 1);
  const edition = kind === 'changing' ? turn % editions : 0;
  const key = `${path}#${edition}`;
  const body =
    bodies.get(key) ?? Buffer.from(drawPage({ seed: Number(seed), sizeBytes: Number(kilobytes) * 1_000, edition }));
  bodies.set(key, body);
  return body;
}

async function listen(address: string): Promise<string> {
  const server = createServer((request, response) => {
    requestCount += 1;
    const body = bodyOf(request.url ?? '');
    if (body === null) return response.writeHead(404).end();
    response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8', 'Content-Length': body.length }).end(body);
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port: 0, host: address, backlog: 1_024 }, resolve);
  });
  return `http://${address}:${(server.address() as AddressInfo).port}`;
}

process.on('disconnect', () => process.exit(0));
process.on('message', () => process.send?.({ requestCount }));
const addressCount = Number(process.argv[2]);
const origins: string[] = [];
// 127.0.1.1, 127.0.1.2 …: Linux answers for the whole of 127.0.0.0/8.
for (let i = 1; i <= addressCount; i += 1) origins.push(await listen(`127.0.1.${i}`));
process.send?.({ origins });
