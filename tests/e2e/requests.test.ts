/** The way of a request with the built product: a real daemon, DNS, mail and portal, and an operator at a terminal. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Portals, startPortals } from '../../fixtures/portals/server.ts';
import { openDnsServer, type TestDnsServer } from '../support/dns-server.ts';
import { openSmtpServer, type TestSmtpServer } from '../support/smtp-server.ts';
import { createWatch, freePort, until, type WatchProcess } from '../support/watch-process.ts';

const host = 'cong.haithanh.example';
const phone = '0225 3000 219';
const email = 'mai.tt@hopthu.example';

let portals: Portals;
let smtp: TestSmtpServer;
let dns: TestDnsServer;
let watch: WatchProcess;
let publicUrl: string;
let portal: string;

beforeAll(async () => {
  portals = await startPortals({ seed: 3 });
  smtp = await openSmtpServer();
  dns = await openDnsServer({ names: { [host]: { A: ['127.0.0.1'] }, 'khac.haithanh.example': { A: ['127.0.0.1'] } } });
  const { port } = new URL(portals.portals[0]?.url ?? '');
  portal = `http://${host}:${port}/`;
  const listen = `127.0.0.1:${await freePort()}`;
  publicUrl = `http://${listen}`;
  watch = await createWatch({
    smtpPort: smtp.port,
    hosts: [`${host}:${port}`],
    schedule: { learnLooks: 2, learnEvery: '1s', every: '1s' },
    more: {
      web: { listen: `127.0.0.1:${await freePort()}`, publicListen: listen },
      requests: { publicUrl, operator: 'Trung tâm Giám sát' },
      mail: { from: 'Vọng Gác <canh-gac@vonggac.example>', operators: ['truc@dieuphoi.example'] },
      names: { enabled: false, resolvers: [dns.resolver] },
    },
  });
  await watch.start();
}, 180_000);
afterAll(async () => {
  await watch.close();
  await dns.close();
  await smtp.close();
  await portals.close();
});

const form = {
  agency: 'Sở Nông nghiệp và Môi trường Hải Thanh',
  portals: '',
  contact: 'Trần Thị Mai',
  phone,
  email,
  basis: 'Công văn số 12/SNNMT-VP',
  from: '',
  to: '',
  consent: 'yes',
};

function post(path: string, fields: Readonly<Record<string, string>>): Promise<Response> {
  const headers = { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' };
  const body = new URLSearchParams(fields).toString();
  return fetch(`${publicUrl}${path}`, { method: 'POST', redirect: 'manual', headers, body });
}

const mailsTo = (address: string) =>
  Promise.all(smtp.messages.flatMap(({ to }, index) => (to.includes(address) ? [smtp.read(index)] : [])));

async function linkTo(address: string): Promise<string> {
  await until('the mail with the link', async () => (await mailsTo(address)).length > 0, 60_000);
  const text = (await mailsTo(address)).at(-1)?.text ?? '';
  return new URL(/http:\/\/\S+\/confirm\/[\w-]{43}/.exec(text)?.[0] ?? '').pathname;
}

/** Null: there is no such request. */
async function statusOf(id: number): Promise<string | null> {
  const { code, out } = await watch.command('request', 'show', String(id), '--json');
  return code === 0 ? (JSON.parse(out) as { status: string }).status : null;
}

describe('a request to watch', () => {
  it('is confirmed by mail, proven by DNS, approved at the terminal, learned and announced', {
    timeout: 240_000,
  }, async () => {
    expect((await post('/watch', { ...form, portals: portal })).headers.get('location')).toBe('/sent/watch');
    const link = await linkTo(email);
    expect((await fetch(`${publicUrl}${link}`)).status).toBe(200);
    expect(await statusOf(1)).toBe('unconfirmed');
    expect((await post(link, { 'request-1': 'yes' })).status).toBe(200);
    expect(await statusOf(1)).toBe('waiting');
    // Nothing that was typed has been asked for.
    expect(dns.questions.filter(({ name }) => name.includes('haithanh'))).toEqual([]);

    const shown = await watch.command('request', 'show', '1');
    for (const typed of [form.agency, form.contact, phone, email, form.basis, 'waiting'])
      expect(shown.out).toContain(typed);
    expect((await watch.command('request', 'approve', '1')).err).toMatch(
      /Nobody has confirmed yet that the owner agrees/,
    );
    const unproven = await watch.command('request', 'check', '1');
    expect([unproven.code, unproven.out]).toEqual([1, `${host}: no proof\n`]);
    const proof = /vonggac-xac-nhan=[0-9a-f]{20}/.exec(unproven.err)?.[0] ?? '';
    dns.names[`_vonggac.${host}`] = { TXT: [proof] };
    const proven = await watch.command('request', 'check', '1');
    expect([proven.code, proven.out]).toEqual([0, `${host}: proven by dns\n`]);
    const approved = await watch.command('request', 'approve', '1');
    expect([approved.code, approved.err]).toEqual([0, expect.stringContaining('registered as site 1')]);
    expect((await watch.command('request', 'approve', '1')).code).toBe(1);

    await until('the portal to be learned', async () => (await statusOf(1)) === 'watched', 150_000);
    await until(
      'the mail that says so',
      async () => (await mailsTo(email)).some(({ subject }) => subject?.includes('đã được theo dõi')),
      30_000,
    );
    const [site] = await watch.json<{ url: string; agency: string; status: string }[]>('site', 'list');
    expect(site).toMatchObject({ url: portal, agency: form.agency });
    for (const mail of await mailsTo('truc@dieuphoi.example'))
      expect(`${mail.subject} ${mail.text}`).not.toMatch(/Trần Thị Mai|0225 3000|hopthu/);
    for (const typed of [form.contact, phone, email]) expect(watch.log()).not.toContain(typed);
  });
});

describe('at the terminal', () => {
  it('a request is refused with a reason, handed out and erased', { timeout: 120_000 }, async () => {
    const other = { ...form, portals: 'https://khac.haithanh.example/', contact: 'Bùi Văn Ba', phone: '0225 3000 777' };
    await post('/watch', { ...other, email: 'ba@hopthu.example' });
    await post(await linkTo('ba@hopthu.example'), { 'request-2': 'yes' });
    expect((await watch.command('request', 'refuse', '2')).code).toBe(64);
    const refused = await watch.command('request', 'refuse', '2', '--reason', 'Cổng không thuộc cơ quan nhà nước');
    expect([refused.code, refused.err]).toEqual([0, 'Request 2 is refused.\n']);
    expect((await watch.command('request', 'refuse', '2', '--reason', 'lại')).code).toBe(1);
    await until(
      'the reason by mail',
      async () => (await mailsTo('ba@hopthu.example')).some(({ text }) => text?.includes('không thuộc cơ quan')),
      60_000,
    );
    const file = join(watch.dir, 'ba.json');
    const exported = await watch.command('request', 'export', '--email', 'BA@hopthu.example', '-o', file);
    expect([exported.code, exported.out]).toEqual([0, `1 written to ${file}.\n`]);
    expect(await readFile(file, 'utf8')).toContain('Bùi Văn Ba');
    expect((await watch.command('request', 'export', '2', '--email', 'a@b.example', '-o', file)).code).toBe(64);
    const erased = await watch.command('request', 'erase', '--email', 'ba@hopthu.example');
    expect([erased.code, erased.err]).toEqual([0, 'Erased the personal data of 1 request.\n']);
    expect((await watch.command('request', 'erase', '--email', 'ba@hopthu.example')).code).toBe(1);
    expect((await watch.command('request', 'show', '2')).out).toMatch(/erased +yes/);
    await watch.stop();
    // Not even between the rows of the file.
    for (const name of ['vonggac.sqlite', 'vonggac.sqlite-wal']) {
      const bytes = await readFile(join(watch.dir, 'data', name)).catch(() => Buffer.alloc(0));
      for (const typed of ['Bùi Văn Ba', '0225 3000 777', 'ba@hopthu.example', 'không thuộc cơ quan'])
        expect([name, typed, bytes.includes(typed)]).toEqual([name, typed, false]);
    }
  });

  it('a sheet is previewed, and entered only when asked to', { timeout: 120_000 }, async () => {
    const sheet = join(watch.dir, 'de-nghi.csv');
    expect((await watch.command('request', 'template', '-o', sheet)).code).toBe(0);
    const [heads = ''] = (await readFile(sheet, 'utf8')).split('\r\n');
    const row = 'Sở Y tế;https://syt.haithanh.example/;Lê An;0225 3000 211;an@hopthu.example;Công văn 34/SYT;;';
    await writeFile(sheet, [heads, row, row.replace('0225 3000 211', 'không có')].join('\r\n'));
    const wrong = await watch.command('request', 'import', sheet, '--yes');
    expect([wrong.code, wrong.err]).toEqual([65, expect.stringContaining('Nothing was entered')]);
    await writeFile(sheet, [heads, row].join('\r\n'));
    const preview = await watch.command('request', 'import', sheet);
    expect([preview.code, preview.out, preview.err]).toEqual([
      0,
      'line 2: Sở Y tế: https://syt.haithanh.example/\n',
      expect.stringContaining('A preview of 1'),
    ]);
    expect(await statusOf(3)).toBe(null);
    const entered = await watch.command('request', 'import', sheet, '--yes');
    expect([entered.code, entered.err]).toEqual([0, expect.stringContaining('Entered as request 3.')]);
    expect(await statusOf(3)).toBe('waiting');
    expect((await watch.command('request', 'show', '99')).code).toBe(1);
  });
});
