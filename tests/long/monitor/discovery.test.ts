import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { owner } from '../../../src/core/people/actor.ts';
import type { Read } from '../../../src/core/ports.ts';
import { restingAt } from '../../../src/core/timetable.ts';
import { switchSite } from '../../../src/monitor/sites/switch-site.ts';
import { prune } from '../../../src/monitor/upkeep/prune.ts';
import { listIncidents } from '../../../src/store/incidents/incidents.ts';
import { suspectPage } from '../../../src/store/targets/suspected-pages.ts';
import { type DiscoveryScene, discoveryScene, framed } from '../../support/discovery-scene.ts';
import { defacedPage, stageWatch } from '../../support/staged-watch.ts';

const minute = 60_000;

function sitemapOf(scene: DiscoveryScene, paths: readonly string[]): void {
  const urls = paths.map((path) => `<url><loc>${new URL(path, scene.portal.url)}</loc></url>`).join('');
  scene.pages.set('/sitemap.xml', { type: 'application/xml', body: `<urlset>${urls}</urlset>` });
}

async function found(scene: DiscoveryScene) {
  const rows = await scene.parts.db.selectFrom('foundPages').selectAll().orderBy('url').execute();
  return rows.map((row) => ({ ...row, path: row.url.slice(scene.portal.url.length - 1) }));
}

const live = (scene: DiscoveryScene) => listIncidents(scene.parts.db, { onlyLive: true, limit: 9 });

describe('discovery', () => {
  it('finds pages in the sitemap and in links, looks at one in each round, and stays quiet about ordinary ones', async () => {
    const scene = await discoveryScene();
    for (const path of ['/gioi-thieu', '/van-ban', '/dich-vu']) scene.pages.set(path, framed(`<p>Trang ${path}</p>`));
    sitemapOf(scene, ['/', '/van-ban', '/tin/moi-nhat', 'https://noi-khac.example/x']);
    scene.pages.set('/tin/moi-nhat', framed('<p>Tin mới nhất <a href="/tin/cu-hon?trang=2#cuoi">cũ hơn</a></p>'));
    await scene.rounds(8);
    const pages = await found(scene);
    expect(pages.map(({ path }) => path)).toEqual(['/dich-vu', '/gioi-thieu', '/tin/moi-nhat', '/van-ban']);
    expect(pages.map(({ level }) => level)).toEqual(['clean', 'clean', 'clean', 'clean']);
    expect(scene.portal.requests).toContain('GET /tin/cu-hon?trang=2');
    expect(await live(scene)).toEqual([]);
    const targets = await scene.parts.db.selectFrom('targets').select('id').execute();
    expect(targets).toHaveLength(1);
  });

  it('looks at nothing and forgets nothing while the rules for robots hold up their reader', async () => {
    const scene = await discoveryScene();
    for (const path of ['/van-ban', '/dich-vu']) scene.pages.set(path, framed(`<p>Trang ${path}</p>`));
    sitemapOf(scene, ['/van-ban', '/dich-vu']);
    await scene.rounds(1);
    const before = (await found(scene)).map(({ path }) => path);
    expect(before).toContain('/van-ban');
    const { read } = scene.parts;
    const held: Read = (name, input, lane) => (name === 'allowed' ? Promise.resolve(null) : read(name, input, lane));
    Object.assign(scene.parts, { read: held });
    const asked = scene.portal.requests.length;
    await scene.rounds(3);
    expect(scene.portal.requests).toHaveLength(asked);
    expect((await found(scene)).map(({ path }) => path)).toEqual(before);
  });

  it('confirms a planted page by fresh looks, opens the incident of its site, and resolves it when the page is gone', async () => {
    const scene = await discoveryScene();
    sitemapOf(scene, ['/anh/la.php']);
    scene.pages.set('/anh/la.php', { body: defacedPage });
    await scene.rounds(3);
    expect(await live(scene)).toEqual([]);
    await scene.looks(5 * minute);
    const [incident] = await live(scene);
    expect(incident).toMatchObject({
      siteId: scene.siteId,
      targets: [{ url: `${scene.portal.url}anh/la.php`, level: 'alarm' }],
    });
    expect(incident?.targets[0]?.confirmation).toEqual({ alarms: 2, looks: 2 });
    const evidence = await scene.parts.db
      .selectFrom('captures')
      .select('screenshotHash')
      .where('keptFor', '=', 'evidence')
      .execute();
    expect(evidence.some(({ screenshotHash }) => screenshotHash !== null)).toBe(true);

    scene.pages.delete('/anh/la.php');
    await scene.looks(60 * minute);
    expect(await live(scene)).toEqual([]);
    // At rest: looked at no more as a target.
    const before = scene.portal.requests.filter((line) => line.includes('la.php')).length;
    await scene.looks(60 * minute);
    expect(scene.portal.requests.filter((line) => line.includes('la.php'))).toHaveLength(before);
  });

  it('takes a gambling page below a folder of pictures for planted, and news of arrested gamblers for news', async () => {
    const scene = await discoveryScene();
    sitemapOf(scene, ['/anh/tai-xiu/', '/tin/danh-bac']);
    const news = 'Công an bắt giữ nhóm tổ chức đánh bạc, cá độ bóng đá, nhận cá cược theo kèo và tài xỉu qua mạng';
    scene.pages.set(
      '/tin/danh-bac',
      framed(`<article><h1>${news}</h1><p>${news}, khuyến cáo người dân không tham gia.</p></article>`),
    );
    scene.pages.set('/anh/tai-xiu/', { body: doorway('/anh/tai-xiu/') });
    await scene.rounds(8);
    await scene.looks(5 * minute);
    const [incident] = await live(scene);
    expect(incident?.kinds).toEqual(['injection']);
    expect(incident?.targets.map(({ url }) => url)).toEqual([`${scene.portal.url}anh/tai-xiu/`]);
  });

  it('keeps the rules for robots and asks for nothing while the site is paused', async () => {
    const scene = await discoveryScene();
    scene.pages.set('/robots.txt', {
      type: 'text/plain',
      body: 'User-agent: *\nDisallow: /noi-bo/\nSitemap: /ban-do.xml',
    });
    const urls = ['/noi-bo/mot', '/mo/hai'].map((path) => `<url><loc>${new URL(path, scene.portal.url)}</loc></url>`);
    scene.pages.set('/ban-do.xml', { type: 'text/xml', body: `<urlset>${urls.join('')}</urlset>` });
    scene.pages.set('/mo/hai', framed('<p>Công khai</p>'));
    await scene.rounds(6);
    expect(scene.portal.requests).toContain('GET /mo/hai');
    expect(scene.portal.requests.filter((line) => line.includes('/noi-bo/'))).toEqual([]);
    await switchSite(scene.parts, owner('an'), scene.siteId, 'paused');
    const before = scene.portal.requests.length;
    scene.advance(86_400_000);
    expect(await scene.round()).toBe(false);
    expect(scene.portal.requests).toHaveLength(before);
  });
});

const doorway = (path: string): string => `<!doctype html><html><head><title>Nhà cái uy tín ${path}</title></head><body>
<div class="wrap"><h1>${path} – Nhà cái số 1 châu Á</h1><p>Tài xỉu online, xóc đĩa, nổ hũ, bắn cá, soi cầu lô đề, kèo nhà cái, game bài đổi
thưởng, casino trực tuyến với dealer thật, nạp rút siêu tốc, khuyến mãi nạp đầu, cá cược thể thao cùng tỷ lệ kèo bóng đá.</p>
<a href="https://nha-cai-88.example/">Đăng ký</a> <a href="https://tai-xiu-bet.example/">Tài xỉu</a></div></body></html>`;

describe('addresses that do not exist', () => {
  it('are asked for under another name each time, learned, and quiet while the site answers in its own template', async () => {
    const scene = await discoveryScene({}, { controlEvery: '30m' });
    let count = 0;
    scene.answerOthers(() => {
      count += 1;
      return framed(`<p>Không tìm thấy trang</p><ul><li>Tin số ${count}</li></ul>`, 'Không tìm thấy trang');
    });
    await scene.rounds(6);
    const controls = scene.portal.requests.filter((line) => /-[0-9a-f]{10}/.test(line));
    expect(controls.length).toBeGreaterThanOrEqual(5);
    expect(new Set(controls).size).toBe(controls.length);
    const { notFoundJson } = await scene.parts.db.selectFrom('discoveries').selectAll().executeTakeFirstOrThrow();
    expect(JSON.parse(notFoundJson ?? '')).toMatchObject({ looks: controls.length, statuses: [200] });
    expect(await live(scene)).toEqual([]);
    expect(await scene.parts.db.selectFrom('targets').select('id').execute()).toHaveLength(1);
  });

  it('raise the incident of the site once they all show a strange page, and clear it once they are errors again', async () => {
    const scene = await discoveryScene({}, { controlEvery: '30m' });
    await scene.rounds(4);
    scene.answerOthers((path) => (path.startsWith('/sitemap') ? { status: 404, body: '' } : { body: doorway(path) }));
    await scene.rounds(2);
    await scene.looks(5 * minute);
    const [incident] = await live(scene);
    expect(incident?.targets).toHaveLength(1);
    expect(incident?.targets[0]?.findings.map(({ detector }) => detector)).toContain('not-found-changed');
    const asked = scene.portal.requests.filter((line) => /-[0-9a-f]{10}/.test(line));
    expect(new Set(asked).size).toBeGreaterThan(5);

    scene.answerOthers(() => ({ status: 404, body: '<h1>404 Not Found</h1><p>nginx</p>' }));
    await scene.looks(60 * minute);
    expect(await live(scene)).toEqual([]);
  });
});

describe('names that attackers leave', () => {
  const probing = { consent: 'Văn phòng UBND, công văn 12', probe: true };

  it('are asked for only where the consent says so', async () => {
    const scene = await discoveryScene({ consent: 'Văn phòng UBND' }, { droppedPerDay: 48 });
    await scene.rounds(4);
    expect(scene.portal.requests.filter((line) => line.includes('hacked'))).toEqual([]);
  });

  it('say nothing while the site answers them like anything that does not exist, and alarm when a signed file is there', async () => {
    const scene = await discoveryScene(probing, { droppedPerDay: 48, controlEvery: '25m' });
    scene.answerOthers(() => framed('<p>Không tìm thấy trang</p>', 'Không tìm thấy trang'));
    await scene.rounds(15);
    expect(scene.portal.requests).toContain('GET /hacked.html');
    expect(await live(scene)).toEqual([]);
    scene.pages.set('/hacked.html', { body: '<title>x</title><h1>Hacked by Bong Dem</h1>' });
    await scene.rounds(14);
    await scene.looks(5 * minute);
    const [incident] = await live(scene);
    expect(incident?.targets[0]?.findings.map(({ detector }) => detector)).toContain('dropped-file');
  });
});

describe('what a hostile site says about itself', () => {
  it('is read within bounds: a bomb, a loop of indexes, a sitemap without end, addresses of others', async () => {
    const scene = await discoveryScene({}, { keep: 50, sitemap: { files: 6, entries: 500, size: '1MB' } });
    const at = (path: string): string => new URL(path, scene.portal.url).href;
    const loop = `<sitemapindex>${['/sitemap.xml', '/b.xml', '/bom.xml.gz', '/dai.xml', '/khac.xml'].map((path) => `<sitemap><loc>${at(path)}</loc></sitemap>`).join('')}</sitemapindex>`;
    scene.pages.set('/sitemap.xml', { type: 'text/xml', body: loop });
    scene.pages.set('/b.xml', { type: 'text/xml', body: loop });
    scene.pages.set('/bom.xml.gz', {
      type: 'application/gzip',
      body: gzipSync(Buffer.alloc(50_000_000, '<url><loc>')),
    });
    scene.pages.set('/dai.xml', {
      type: 'text/xml',
      body: `<urlset>${Array.from({ length: 60_000 }, (_, i) => `<url><loc>${at(`/lich?ngay=${i}`)}</loc></url>`).join('')}`,
    });
    const strange = [
      'http://u:p@127.0.0.1/a',
      'https://khac.example/b',
      'ftp://127.0.0.1/c',
      'javascript:alert(1)',
      '/anh.png',
    ];
    scene.pages.set('/khac.xml', {
      type: 'text/xml',
      body: `<urlset>${strange.map((url) => `<url><loc>${url}</loc></url>`).join('')}`,
    });
    await scene.rounds(1);
    const asked = scene.portal.requests.filter((line) => line.includes('.xml'));
    expect(new Set(asked).size).toBe(asked.length);
    const pages = await found(scene);
    expect(pages.length).toBeLessThanOrEqual(50);
    expect(pages.every(({ path }) => path.startsWith('/lich?ngay=') || /^\/[\w-]+$/.test(path))).toBe(true);
  });

  it('leads to no more pages than are kept, and to a hundred of one kind', async () => {
    const scene = await discoveryScene({}, { keep: 400 });
    const links = Array.from({ length: 20_000 }, (_, i) => `<a href="/lich?ngay=${i}">${i}</a>`).join('');
    for (const path of ['/gioi-thieu', '/van-ban', '/dich-vu']) scene.pages.set(path, framed(links));
    scene.answerOthers(() => framed(links));
    await scene.rounds(4);
    const pages = await found(scene);
    expect(pages.filter(({ path }) => path.startsWith('/lich?'))).toHaveLength(100);
  });
});

it('a page that was cleared long ago is forgotten with its looks, one under suspicion is not', async () => {
  const watch = await stageWatch();
  await watch.register('https://so.example/');
  const { db } = watch.parts;
  for (const name of ['cu', 'moi', 'dang-ngo']) {
    const page = { siteId: 1, url: `https://so.example/${name}`, host: 'so.example', role: 'found' as const };
    await suspectPage(db, page, { everyMs: minute, now: watch.now() });
  }
  await db.updateTable('targets').set({ lastCheckAt: 1 }).execute();
  await db.updateTable('targets').set({ nextCheckAt: restingAt }).where('id', 'in', ['1.2', '1.3']).execute();
  await db.updateTable('targets').set({ lastCheckAt: watch.now() }).where('id', '=', '1.3').execute();
  await prune(watch.parts);
  const left = await db.selectFrom('targets').select('id').orderBy('id').execute();
  expect(left.map(({ id }) => id)).toEqual(['1.1', '1.3', '1.4']);
});
