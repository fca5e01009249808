/** Answers that are no valid HTTP and that every browser shows all the same: a look by browser sees what people see. */
import { afterAll, afterEach, expect, it } from 'vitest';
import { captureOf, type Portal, request, serveRaw, testCapturer } from '../../support/loopback-portal.ts';

const capturer = testCapturer();
const open: Portal[] = [];
afterEach(async () => {
  for (const portal of open.splice(0)) await portal.close();
});
afterAll(() => capturer.close());

/** Answers each request by its path; `/` when nothing is said of it. */
async function answering(answers: Readonly<Record<string, string>>): Promise<Portal> {
  const portal = await serveRaw((socket) => {
    socket.on('data', (asked) => {
      const path = String(asked).split(' ')[1] ?? '/';
      const answer = answers[path] ?? answers['/'] ?? '';
      if (/keep-alive/.test(answer)) socket.write(answer);
      else socket.end(answer);
    });
  });
  open.push(portal);
  return portal;
}
const look = async (portal: Portal) => captureOf(await capturer.take(request(portal.url, { tier: 'browser' })));

const page = '<h1>Xin chao</h1>';
const status = 'HTTP/1.1 200 OK';
const headed = (header: string) => `${status}\r\n${header}\r\nContent-Type: text/html\r\n\r\n${page}`;
const chunked = 'Content-Type: text/html\r\nTransfer-Encoding: chunked';

it.each([
  ['a control character in a header', headed('X-A: a\u0001\u001b[31m')],
  ['letters in a header’s name', headed('Cổng thông tin: a')],
  ['a space before the colon', headed('X-A : a')],
  ['a line that is no header', headed('xin chao')],
  ['a folded header', headed('X-A: a\r\n  b')],
  ['a length that is said twice', headed(`Content-Length: ${page.length}\r\nContent-Length: ${page.length}`)],
  ['a length that is no number', headed('Content-Length: abc')],
  ['a length beside pieces', `${status}\r\nContent-Length: 5\r\n${chunked}\r\n\r\n11\r\n${page}\r\n0\r\n\r\n`],
  ['lines without CR', headed('X-A: a').replaceAll('\r\n', '\n')],
  ['a space behind a piece’s size', `${status}\r\n${chunked}\r\n\r\n11 \r\n${page}\r\n0\r\n\r\n`],
  ['another version', headed('X-A: a').replace('1.1', '1.2')],
  ['small letters', headed('X-A: a').replace('HTTP', 'http')],
  ['no status', headed('X-A: a').replace(' 200 OK', '')],
  ['an odd status', headed('X-A: a').replace('200', '999')],
])('%s', async (_name, answer) => {
  const { rendering } = await look(await answering({ '/': answer }));
  expect(rendering?.html).toContain(page);
});

it('what a host says beyond its answer is no answer to the next request', async () => {
  const kept = (type: string, body: string) =>
    `${status}\r\nContent-Type: ${type}\r\nConnection: keep-alive\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
  const forged = kept('text/javascript', "document.title = 'forged'");
  const scripts = '<script src="/1.js"></script><script src="/2.js"></script>';
  const portal = await answering({
    '/': `${kept('text/html', scripts)}${forged}${forged}`,
    '/1.js': `${kept('text/javascript', "document.title += 'one'")}${forged}`,
    '/2.js': kept('text/javascript', "document.title += 'two'"),
  });
  expect((await look(portal)).rendering?.html).toContain('<title>onetwo</title>');
});
