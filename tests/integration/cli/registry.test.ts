/** `vonggac apply` and `vonggac dump`: the registry follows a file, and no file stops the watching by what it lacks. */
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Assembly } from '../../../src/cli/assembly.ts';
import { configSchema } from '../../../src/config/schema/schema.ts';
import { openLiveConfig } from '../../../src/monitor/settings/live-config.ts';
import { contactsOf } from '../../../src/store/registry/contacts.ts';
import { getSite, listSites } from '../../../src/store/registry/registry.ts';
import { type Ran, runCommand } from '../../support/run-command.ts';
import { openTestDesk, type TestDesk } from '../../support/test-desk.ts';

const now = Date.parse('2026-11-21T14:38:00Z');

let desk: TestDesk;
let dir: string;
let file: string;

beforeEach(async () => {
  desk = await openTestDesk({ now });
  dir = await mkdtemp(join(tmpdir(), 'vonggac-registry-'));
  file = join(dir, 'registry.yaml');
});

afterEach(async () => {
  await desk.close();
  await rm(dir, { recursive: true });
});

/** As a command that is started anew: with the settings as they are by then. */
async function run(...argv: string[]): Promise<Ran> {
  const { config } = await openLiveConfig(configSchema.parse({ dataDir: desk.store.dir }), desk.store.db);
  const parts = { ...desk.parts, config, vet: async () => ({ status: 'allowed' as const }) };
  const opened = async () => ({ parts, close: async () => {} });
  return runCommand({ openOperatorParts: opened, openMonitorParts: opened } as unknown as Partial<Assembly>, argv);
}

async function apply(text: string, ...options: string[]): Promise<Ran> {
  await writeFile(file, text);
  return run('apply', file, ...options);
}

const whole = `
agencies:
  - name: UBND tỉnh Hải Thanh
    language: vi
    contacts:
      - {name: Trần Thị Mai, role: Trưởng phòng CNTT, phone: 0225 3000 210, email: mai.tt@bo.example, nightCap: 3}
      - {name: Chánh Văn phòng, phone: 0912 345 678, email: cvp@bo.example, mail: escalations}
sites:
  - url: https://haithanh.gov.vn/
    name: Cổng thông tin tỉnh Hải Thanh
    agency: UBND tỉnh Hải Thanh
    emails: [truc@bo.example]
    pages: [/tin-tuc, https://dichvucong.haithanh.gov.vn/]
    tags: [Cấp tỉnh]
    importance: high
    every: 10m
  - url: https://xa.haithanh.gov.vn/
    agency: UBND tỉnh Hải Thanh
    paused: true
windows:
  - {name: Đại hội, from: 2026-12-10, to: 2026-12-12}
roster:
  officers: [{name: Lê Văn An, email: an@bo.example, phone: 024 3000 0000}]
  startsOn: 2026-11-16
  ladder: [{after: 15m, to: agency-head}]
`;

test('brings about what the file says, each step recorded, and a second time changes nothing', async () => {
  const first = await apply(whole);
  expect([first.code, first.err]).toEqual([0, expect.stringContaining('changes are made.')]);
  const [site, paused] = await listSites(desk.store.db);
  expect(site).toMatchObject({ importance: 'high', agency: 'UBND tỉnh Hải Thanh', recipients: ['truc@bo.example'] });
  expect(site?.targets.map(({ url, everyMs }) => [url, everyMs])).toEqual([
    ['https://haithanh.gov.vn/', 600_000],
    ['https://haithanh.gov.vn/tin-tuc', 600_000],
    ['https://dichvucong.haithanh.gov.vn/', 600_000],
  ]);
  expect(paused?.status).toBe('paused');
  expect(await contactsOf(desk.store.db, site?.agencyId ?? null)).toMatchObject([
    { name: 'Trần Thị Mai', nightCap: 3, mail: 'alarms' },
    { name: 'Chánh Văn phòng', mail: 'escalations' },
  ]);
  const { config } = await openLiveConfig(configSchema.parse({ dataDir: desk.store.dir }), desk.store.db);
  expect(config.duty).toMatchObject({
    officers: [{ name: 'Lê Văn An' }],
    ladder: [{ after: 900_000, to: 'agency-head' }],
  });
  expect(config.schedule.watchWindows.events).toMatchObject([{ name: 'Đại hội' }]);
  const acts = await desk.store.db.selectFrom('audit').select('act').execute();
  expect(new Set(acts.map(({ act }) => act))).toEqual(
    new Set(['site-added', 'site-paused', 'agency-language-chosen', 'contact-added', 'setting-changed']),
  );
  const second = await apply(whole);
  expect(second).toMatchObject({ code: 0, out: '', err: expect.stringContaining('Everything is as the file says.') });
});

test('what is dumped is read back without a change, and only its owner may read it', async () => {
  await apply(whole);
  const dumped = join(dir, 'dumped.yaml');
  expect((await run('dump', '-o', dumped)).code).toBe(0);
  expect((await stat(dumped)).mode & 0o777).toBe(0o600);
  expect(await readFile(dumped, 'utf8')).toContain('every: 10m');
  expect((await run('apply', dumped, '--prune')).err).toContain('Everything is as the file says.');
  expect((await run('dump', '-o', dumped)).err).toContain('choose the name of a new file');
});

test('a dry run shows the plan and writes nothing', async () => {
  const { code, out } = await apply(whole, '--dry-run');
  expect(code).toBe(0);
  expect(out).toContain('+ site https://haithanh.gov.vn/ (UBND tỉnh Hải Thanh)');
  expect(out).toContain('+ contact Trần Thị Mai of UBND tỉnh Hải Thanh');
  expect(await listSites(desk.store.db)).toEqual([]);
});

test('changes only what the file names, and says from what to what', async () => {
  await apply(whole);
  const { out } = await apply(
    'sites: [{url: https://haithanh.gov.vn/, tags: [Cấp tỉnh, Ưu tiên], importance: normal}]',
  );
  expect(out.trim()).toBe(
    '~ site 1 https://haithanh.gov.vn/: tags ["Cấp tỉnh"] -> ["Cấp tỉnh","Ưu tiên"], importance "high" -> "normal"',
  );
  expect(await getSite(desk.store.db, 1)).toMatchObject({ importance: 'normal', recipients: ['truc@bo.example'] });
});

test('what a file no longer names is paused and mailed no more, never removed', async () => {
  await apply(whole);
  const others = Array.from({ length: 30 }, (_, index) => `  - {url: https://s${index}.gov.vn/}`).join('\n');
  await apply(`sites:\n${others}`);
  const kept = `agencies: [{name: UBND tỉnh Hải Thanh, contacts: [{name: Trần Thị Mai, email: mai.tt@bo.example}]}]\nsites:\n${others}`;
  const untouched = await apply(kept);
  expect(untouched.err).toContain('Everything is as the file says.');
  const { code, out } = await apply(kept, '--prune');
  expect(code).toBe(0);
  expect(out).toContain('- site 1 https://haithanh.gov.vn/: not in the file, paused');
  expect(out).toContain('- contact Chánh Văn phòng of UBND tỉnh Hải Thanh: not in the file, mailed no more');
  expect(await getSite(desk.store.db, 1)).toMatchObject({ status: 'paused' });
  expect(await contactsOf(desk.store.db, 1)).toMatchObject([{ mail: 'alarms' }, { mail: 'off' }]);
});

test('a file cut short stops nothing: pausing more than a few needs their number', async () => {
  const sites = (count: number) =>
    `sites:\n${Array.from({ length: count }, (_, index) => `  - {url: https://s${index}.gov.vn/}`).join('\n')}`;
  await apply(sites(100));
  const refused = await apply(sites(94), '--prune');
  expect(refused).toMatchObject({ code: 1, err: expect.stringContaining('--prune-at-most 6') });
  expect((await listSites(desk.store.db)).every(({ status }) => status === 'active')).toBe(true);
  expect((await apply(sites(94), '--prune', '--prune-at-most', '6')).code).toBe(0);
  expect((await listSites(desk.store.db)).filter(({ status }) => status === 'paused')).toHaveLength(6);
});

test('every mistake of a file is named at once, with its place, and nothing is done', async () => {
  const { code, err } = await apply(`
agencies: [{name: A, contacts: [{name: Không thư, mail: alarms}]}]
sites: [{url: "khong phai url"}, {url: https://a.gov.vn/, every: often}, {url: https://b.gov.vn/}, {url: "https://b.gov.vn"}]
roster: {startsOn: yesterday}
tenants: []
`);
  expect(code).toBe(65);
  for (const part of ['sites.0.url', 'sites.1.every', 'roster.startsOn', 'tenants', 'agencies.0.contacts.0.mail'])
    expect(err).toContain(part);
  expect(await listSites(desk.store.db)).toEqual([]);
});

test('a step that fails says what was done, and the next run goes on from there', async () => {
  const broken = `
agencies: [{name: Cơ quan chưa có, contacts: [{name: Ai đó, phone: 024 1000 2000}]}]
sites: [{url: https://a.gov.vn/}]
`;
  const { code, err } = await apply(broken);
  expect(code).toBe(1);
  expect(err).toContain('1 of 2 changes are made');
  expect(err).toContain('register one of its sites first');
  const mended = broken.replace('{url: https://a.gov.vn/}', '{url: https://a.gov.vn/, agency: Cơ quan chưa có}');
  expect((await apply(mended)).code).toBe(0);
});
