/** Whatever a page, a server or a person wrote: no file of a package is led astray by it. */
import { load } from 'cheerio';
import { expect, test } from 'vitest';
import { WARCParser } from 'warcio';
import { owner } from '../../../../src/core/people/actor.ts';
import { verifyPackage } from '../../../../src/monitor/evidence/verify/verify-package.ts';
import { commentOnIncident } from '../../../../src/monitor/incidents/discuss-incident.ts';
import { readFiles } from '../../../support/evidence-packages.ts';
import { answerOf, home, keepTraffic, openEvidenceScene } from '../../../support/evidence-scene.ts';
import { hostileText, unprintable } from '../../../support/hostile-strings.ts';
import { defacedPage } from '../../../support/staged-watch.ts';

const injected = 'x\r\nInjected: yes\r\n\r\nWARC/1.1\r\nWARC-Type: response\r\n\r\n\0\u202egpj.exe';
const evil = hostileText('https://evil.example');
const long = 'A'.repeat(1_000_000);

async function hostilePackage() {
  const scene = await openEvidenceScene({ title: `Hacked By Kh4i-Test ${evil}` });
  const { db } = scene.parts;
  await db
    .updateTable('sites')
    .set({ name: `../../${evil}` })
    .execute();
  await commentOnIncident(scene.parts, scene.incident, { actor: owner(`an${injected}`), text: evil });
  const headers = [
    ['Content-Type', 'text/html'],
    ['X-Injected', injected],
    [`X-Name${injected}`, 'y'],
    ['X-Long', long],
    ['Content-Length', '5'],
    ['X-Joined', 'a,,,b'],
  ] as const;
  await keepTraffic(
    scene.parts,
    scene.captures[0] ?? 0,
    [
      {
        url: home,
        requestHeaders: [['Cookie', injected]],
        answer: answerOf(defacedPage, { headers, statusText: injected, address: injected }),
      },
      { url: `${home}../../etc/passwd\r\n${evil}`, method: `GET ${injected}`, failure: evil },
      { url: `not an address ${injected}`, type: injected, answer: answerOf(null, { status: -1, headers }) },
      { url: `${home}?q=${'a'.repeat(1_000_000)}`, answer: answerOf('x') },
    ],
    [{ hash: '../../evil', der: 'bm90IGEgY2VydGlmaWNhdGU=' }],
  );
  const { path } = await scene.export({ recipient: evil, purpose: `${injected} ${evil}` });
  return { scene, path, files: await readFiles(path) };
}

test('a package about hostile text verifies, and its own words hold nothing of it that acts', async () => {
  const { path, files } = await hostilePackage();
  const { claims } = await verifyPackage(path, { key: null, roots: null });
  expect(claims.filter(({ state }) => state === 'broken')).toEqual([]);
  for (const name of files.keys()) expect(name).toMatch(/^[A-Za-z0-9._/-]{1,100}$/);
  for (const [name, bytes] of files) {
    // The page's own markup, kept as it was; pictures, packed bytes and signatures.
    if (!/\.(json|jsonl|txt|html)$|^SHA256SUMS$/.test(name) || name.endsWith('rendered.html.txt')) continue;
    expect([name, bytes.toString('utf8').match(unprintable)?.[0]]).toEqual([name, undefined]);
  }
  const readme = String(files.get('README.txt'));
  expect(readme.split('\n').every((line) => line.length < 700)).toBe(true);
  const $ = load(String(files.get('BIEN-BAN-GIAO-NHAN.html')));
  expect($('script, img, iframe, svg, form, link, base, a, input').length).toBe(0);
  const attributes = $('*')
    .get()
    .flatMap((node) => ('attribs' in node ? Object.keys(node.attribs) : []));
  expect(attributes.filter((name) => name.startsWith('on'))).toEqual([]);
});

test('no header or address begins a record or a header of its own in the web archive', async () => {
  const { files } = await hostilePackage();
  const archive = files.get('archive.warc.gz') ?? Buffer.alloc(0);
  const types: string[] = [];
  const heads: string[] = [];
  for await (const record of new WARCParser([archive] as never)) {
    types.push(record.warcType ?? '');
    heads.push(record.warcHeaders.toString());
    if (record.httpHeaders) {
      heads.push(record.httpHeaders.toString());
      expect(record.httpHeaders.headers.get('Injected') ?? null).toBeNull();
    }
    await record.readFully(false);
  }
  const count = (type: string) => types.filter((one) => one === type).length;
  // Four exchanges by hand, three of them answered; two more looks with their main document.
  expect(count('request')).toBe(count('metadata'));
  expect(count('response')).toBe(count('request') - 1);
  expect(count('warcinfo')).toBe(1);
  expect(count('resource')).toBe(1);
  expect(heads.join('\n')).not.toMatch(/^Injected:/m);
  expect(heads.join('\n')).not.toContain('\0');
});
