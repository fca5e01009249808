import { describe, expect, it } from 'vitest';
import { configSchema } from '../../../src/config/schema/schema.ts';
import { owner } from '../../../src/core/people/actor.ts';
import type { AddressVerdict } from '../../../src/core/ports.ts';
import { importSites } from '../../../src/monitor/sites/import-sites.ts';
import { registerSite, vetSite } from '../../../src/monitor/sites/register-site.ts';
import type { SiteRequest } from '../../../src/monitor/sites/site-request.ts';
import { switchSite } from '../../../src/monitor/sites/switch-site.ts';
import { listSites } from '../../../src/store/registry/registry.ts';
import { suspectPage } from '../../../src/store/targets/suspected-pages.ts';
import { openTestStore } from '../../support/open-test-store.ts';

const allow = async (): Promise<AddressVerdict> => ({ status: 'allowed' });
const refusePrivate = async (url: string): Promise<AddressVerdict> =>
  url.includes('10.0.0.') ? { status: 'refused', reason: 'the address 10.0.0.1 is not public' } : { status: 'allowed' };
const request = (url: string, more: Partial<SiteRequest> = {}): SiteRequest => ({
  url,
  emails: ['a@b.example'],
  paths: [],
  ...more,
});

async function desk() {
  const { db } = await openTestStore();
  return { db, clock: () => 1_000, vet: refusePrivate, config: configSchema.parse({ names: { enabled: false } }) };
}
const csv = (...lines: string[]) => ({ name: 'sites.csv', text: lines.join('\n') });

describe('registering a site', () => {
  it('numbers its pages, the home page first, and makes them due at once', async () => {
    const parts = await desk();
    const site = await vetSite(
      request('Example.gov.vn', { paths: ['/tin', 'van-ban', 'https://dvc.example.gov.vn/'] }),
      allow,
    );
    await registerSite(parts, site, { merge: false, actor: owner('an') });
    const [stored] = await listSites(parts.db);
    expect(stored?.targets.map((target) => [target.id, target.url, target.nextCheckAt])).toEqual([
      ['1.1', 'https://example.gov.vn/', 1_000],
      ['1.2', 'https://example.gov.vn/tin', 1_000],
      ['1.3', 'https://example.gov.vn/van-ban', 1_000],
      ['1.4', 'https://dvc.example.gov.vn/', 1_000],
    ]);
  });

  it('refuses an address that is watched already, and names the site', async () => {
    const parts = await desk();
    const site = await vetSite(request('https://a.example/'), allow);
    await registerSite(parts, site, { merge: false, actor: owner('an') });
    await expect(registerSite(parts, site, { merge: false, actor: owner('an') })).rejects.toThrow(
      /already monitored, as 1\.1/,
    );
  });

  it('refuses a non-public address, another scheme, user-info and a bad mail address with a sentence', async () => {
    await expect(vetSite(request('http://10.0.0.1/'), refusePrivate)).rejects.toThrow(
      /can't be monitored: the address 10.0.0.1 is not public; .* an exception in egress\.capture/,
    );
    await expect(vetSite(request('ftp://a.example/'), allow)).rejects.toThrow(/only http and https/);
    await expect(vetSite(request('https://u:p@a.example/'), allow)).rejects.toThrow(/user name or password/);
    await expect(vetSite(request('https://a.example/', { emails: ['x\ny@b.example'] }), allow)).rejects.toThrow(
      /not an email address/,
    );
  });

  it('warns when every recipient lives under the watched domain, when nobody is named, and when a name is unknown', async () => {
    const inside = await vetSite(request('https://www.a.gov.vn/', { emails: ['x@a.gov.vn'] }), allow);
    expect(inside.warnings.map(({ en }) => en).join()).toContain('Every recipient lives under a.gov.vn');
    const nobody = await vetSite(request('https://a.gov.vn/', { emails: [] }), allow);
    expect(nobody.warnings.map(({ en }) => en).join()).toContain('nobody at the agency');
    const unknown = await vetSite(request('https://a.gov.vn/'), async () => ({
      status: 'unresolved',
      reason: 'no such name',
    }));
    expect(unknown.warnings.map(({ en }) => en).join()).toContain("can't be resolved now (no such name)");
  });

  it('warns of what will not do what its author expects: accents in a mail address, an anchor', async () => {
    const { warnings, addresses } = await vetSite(
      request('https://a.gov.vn/#/trang-chu', { emails: ['nguyễn.an@b.example'], paths: ['/tin#muc-2', '/van-ban'] }),
      allow,
    );
    const said = warnings.map(({ en }) => en).join('\n');
    expect(said).toContain('nguyễn.an@b.example has accents');
    expect(said).toContain('The part of https://a.gov.vn/#/trang-chu after # is dropped');
    expect(said).toContain('The part of /tin#muc-2 after # is dropped');
    expect(said).not.toContain('/van-ban');
    expect(addresses.map(({ url }) => url)).toEqual([
      'https://a.gov.vn/',
      'https://a.gov.vn/tin',
      'https://a.gov.vn/van-ban',
    ]);
  });

  it('lets a removed address be registered again, as a new site', async () => {
    const parts = await desk();
    const site = await vetSite(request('https://a.example/'), allow);
    await registerSite(parts, site, { merge: false, actor: owner('an') });
    await switchSite(parts, owner('an'), 1, 'removed');
    expect(await registerSite(parts, site, { merge: false, actor: owner('an') })).toMatchObject({
      siteId: 2,
      outcome: 'added',
    });
    expect((await listSites(parts.db)).map((one) => one.id)).toEqual([2]);
    await expect(switchSite(parts, owner('an'), 1, 'paused')).rejects.toThrow(/no site 1/);
  });
});

describe('agreeing to being asked for dropped files', () => {
  const mayProbe = async (parts: Awaited<ReturnType<typeof desk>>) =>
    (await listSites(parts.db)).map((site) => site.mayProbe);

  it('needs consent in words, and is recorded beside it', async () => {
    const parts = await desk();
    await expect(vetSite(request('https://a.example/', { probe: true }), allow)).rejects.toThrow(
      /needs recorded consent/,
    );
    const site = await vetSite(request('https://a.example/', { probe: true, consent: 'Công văn 12' }), allow);
    await registerSite(parts, site, { merge: false, actor: owner('an') });
    expect(await mayProbe(parts)).toEqual([1]);
  });

  it('may come later, by an import, and is no by itself', async () => {
    const parts = await desk();
    const first = csv('url,consent', 'https://a.example/,Công văn 12', 'https://b.example/,Công văn 13');
    await importSites(parts, first, { partial: false, actor: owner('an') });
    expect(await mayProbe(parts)).toEqual([0, 0]);
    const later = csv('url,consent,probe', 'https://a.example/,Công văn 12,', 'https://b.example/,Công văn 15,yes');
    const report = await importSites(parts, later, { partial: false, actor: owner('an') });
    expect(report.good.map((line) => line.outcome)).toEqual(['unchanged', 'extended']);
    expect(await mayProbe(parts)).toEqual([0, 1]);
  });
});

it('a page that discovery had under suspicion is registered under the number it has', async () => {
  const parts = await desk();
  const home = await vetSite(request('https://a.example/'), allow);
  await registerSite(parts, home, { merge: false, actor: owner('an') });
  const page = { siteId: 1, url: 'https://a.example/la', host: 'a.example', role: 'found' as const };
  await suspectPage(parts.db, page, { everyMs: 9, now: 5 });
  const both = await vetSite(request('https://a.example/', { paths: ['/la'] }), allow);
  expect((await registerSite(parts, both, { merge: true, actor: owner('an') })).outcome).toBe('extended');
  const targets = (await listSites(parts.db))[0]?.targets ?? [];
  expect(targets.map(({ id, role, status }) => [id, role, status])).toEqual([
    ['1.1', 'registered', 'learning'],
    ['1.2', 'registered', 'learning'],
  ]);
});

describe('importing sites', () => {
  const good = csv(
    'url,name,agency,email,every,path,importance',
    'https://a.example/,Cổng A,Sở A,"x@b.example; y@b.example",10m,/tin /van-ban,high',
    'b.example,Cổng B,,z@b.example,,,',
  );

  it('takes a CSV file with header, and a second import changes nothing', async () => {
    const parts = await desk();
    const first = await importSites(parts, good, { partial: false, actor: owner('an') });
    expect(first.good.map((line) => [line.line, line.outcome])).toEqual([
      [2, 'added'],
      [3, 'added'],
    ]);
    const [a, b] = await listSites(parts.db);
    expect(a).toMatchObject({
      name: 'Cổng A',
      agency: 'Sở A',
      importance: 'high',
      recipients: ['x@b.example', 'y@b.example'],
    });
    expect(a?.targets.map((target) => target.everyMs)).toEqual([600_000, 600_000, 600_000]);
    expect(b?.url).toBe('https://b.example/');
    const again = await importSites(parts, good, { partial: false, actor: owner('an') });
    expect(again.good.map((line) => line.outcome)).toEqual(['unchanged', 'unchanged']);
    expect(await listSites(parts.db)).toHaveLength(2);
  });

  it('extends a known site by new pages and recipients', async () => {
    const parts = await desk();
    await importSites(parts, good, { partial: false, actor: owner('an') });
    const more = csv('url,email,path', 'https://b.example/,z@b.example;new@b.example,/lien-he');
    expect((await importSites(parts, more, { partial: false, actor: owner('an') })).good[0]).toMatchObject({
      outcome: 'extended',
      siteId: 2,
    });
    const site = (await listSites(parts.db))[1];
    expect(site?.recipients).toEqual(['new@b.example', 'z@b.example']);
    expect(site?.targets.map((target) => target.url)).toEqual(['https://b.example/', 'https://b.example/lien-he']);
  });

  it('reports each bad line with its number and reason and lets nothing in', async () => {
    const parts = await desk();
    const file = csv(
      'url,email,every',
      'https://ok.example/,a@b.example,',
      'ftp://x,a@b.example,',
      'http://10.0.0.7/,a@b.example,',
      'https://c.example/,not-mail,',
      'https://d.example/,a@b.example,soon',
      'https://ok.example/,a@b.example,',
    );
    const report = await importSites(parts, file, { partial: false, actor: owner('an') });
    expect(report.bad.map((line) => line.line)).toEqual([3, 4, 5, 6, 7]);
    expect(report.bad.map((line) => line.reason.en).join('\n')).toMatch(
      /only http[\s\S]*not public[\s\S]*not an email[\s\S]*not a duration[\s\S]*line 2 already/,
    );
    expect(await listSites(parts.db)).toEqual([]);
    const partial = await importSites(parts, file, { partial: true, actor: owner('an') });
    expect(partial.good).toHaveLength(1);
    expect(await listSites(parts.db)).toHaveLength(1);
  });

  it('takes YAML, and semicolons and a byte-order mark as spreadsheets write them', async () => {
    const parts = await desk();
    const yaml = { name: 'sites.yaml', text: '- url: https://a.example/\n  email: [x@b.example]\n- url: nope://\n' };
    expect((await importSites(parts, yaml, { partial: false, actor: owner('an') })).bad).toMatchObject([{ line: 3 }]);
    const excel = { name: 'x.csv', text: '\ufeffurl;name;email\r\nhttps://e.example/;Cổng E;x@b.example\r\n' };
    expect((await importSites(parts, excel, { partial: false, actor: owner('an') })).good).toHaveLength(1);
    expect((await listSites(parts.db))[0]?.name).toBe('Cổng E');
  });

  it('says what is wrong with a file as a whole', async () => {
    const parts = await desk();
    await expect(
      importSites(parts, csv('adresse,name', 'x,y'), { partial: false, actor: owner('an') }),
    ).rejects.toThrow(/must name the columns/);
    await expect(
      importSites(parts, { name: 'x.yml', text: 'a: [' }, { partial: false, actor: owner('an') }),
    ).rejects.toThrow(/YAML/);
  });
});
