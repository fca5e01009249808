/** A duty room on an ordinary bad evening: one portal defaced, some doubtful, most quiet. All names are invented. */

import type { Finding } from '../../src/core/domain/finding.ts';
import type { Tag } from '../../src/core/domain/tag.ts';
import { insertLookPicture } from '../../src/store/targets/look-pictures.ts';
import { write } from '../../src/store/write.ts';
import { seedContact } from './seed-contact.ts';
import {
  finding,
  type SeedStore,
  type SeenPage,
  seedBaseline,
  seedCapture,
  seedCheck,
  seedIncident,
  seedMail,
  seedQuietLooks,
  seedSite,
  seedSuspect,
  setTarget,
} from './seed-desk.ts';
import { contentOf } from './test-pictures.ts';

export interface DutyRoomPages {
  readonly before: SeenPage;
  readonly after: SeenPage;
  readonly doubtful: { readonly before: SeenPage; readonly after: SeenPage };
}

export interface DutyRoom {
  readonly incidentNumber: number;
  readonly incidentCheckId: number;
  readonly suspectCheckId: number;
  readonly defacedSiteId: number;
  readonly provisionalSiteId: number;
}

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const everyMs = 5 * minute;

const quietNames: readonly [name: string, host: string, agency: string][] = [
  ['Cổng Dịch vụ công tỉnh An Lạc', 'dichvucong.anlac.example', 'UBND tỉnh An Lạc'],
  ['Sở Y tế tỉnh An Lạc', 'soyte.anlac.example', 'Sở Y tế An Lạc'],
  ['Sở Giáo dục và Đào tạo tỉnh An Lạc', 'sogddt.anlac.example', 'Sở GD&ĐT An Lạc'],
  ['Sở Tài nguyên và Môi trường tỉnh Bình Sơn', 'sotnmt.binhson.example', 'UBND tỉnh Bình Sơn'],
  ['Cổng thông tin điện tử tỉnh Bình Sơn', 'binhson.example', 'UBND tỉnh Bình Sơn'],
  ['Đài Phát thanh và Truyền hình Bình Sơn', 'phatthanh.binhson.example', 'UBND tỉnh Bình Sơn'],
  ['Trường Đại học Kỹ thuật Văn Giang', 'kythuat.vangiang.example', 'Bộ chủ quản'],
  ['Thư viện tỉnh Hải Thanh', 'thuvien.haithanh.example', 'Sở Văn hóa Hải Thanh'],
  ['Trung tâm Hành chính công Hải Thanh', 'hanhchinhcong.haithanh.example', 'UBND tỉnh Hải Thanh'],
  ['Cảng vụ hàng hải Hải Thanh', 'cangvu.haithanh.example', 'Cục Hàng hải'],
  ['Bệnh viện Đa khoa khu vực Đồng Mai', 'benhvien.dongmai.example', 'Sở Y tế Đồng Mai'],
  ['Cổng thông tin điện tử huyện Đồng Mai', 'dongmai.example', 'UBND huyện Đồng Mai'],
  ['Báo điện tử Đồng Mai', 'baodongmai.example', 'Tỉnh ủy Đồng Mai'],
  ['Sở Khoa học và Công nghệ Phú Lương', 'sokhcn.phuluong.example', 'UBND tỉnh Phú Lương'],
];

const tagsOf = (index: number): readonly Tag[] => [
  ...(index % 4 === 0 ? [{ name: 'Dịch vụ công', key: 'dich vu cong' }] : []),
  ...(index % 6 === 0 ? [{ name: 'Đợt 1', key: 'dot 1' }] : []),
  ...(index === 0 ? [{ name: 'Máy chủ dùng chung', key: 'may chu dung chung' }] : []),
];

/** Writes the whole scene; `now` is the time at which it is viewed. */
export async function seedDutyRoom(store: SeedStore, now: number, pages: DutyRoomPages): Promise<DutyRoom> {
  await store.db
    .insertInto('meta')
    .values({ key: 'heartbeat', value: String(now - 4_000) })
    .execute();
  const defaced = await seedDefaced(store, now, pages);
  const suspectCheckId = await seedDoubtful(store, now, pages.doubtful);
  await seedTroubled(store, now);
  for (const [index, [name, host, agency]] of quietNames.entries()) {
    const siteId = await seedSite(store, now - 40 * day, {
      url: `https://${host}/`,
      name,
      agency,
      importance: index % 5 === 0 ? 'high' : 'normal',
      paths: index % 3 === 0 ? ['/tin-tuc', '/van-ban'] : [],
      tags: tagsOf(index),
    });
    for (let position = 1; position <= (index % 3 === 0 ? 3 : 1); position += 1) {
      await quiet(store, `${siteId}.${position}`, now - (index % 4) * minute - 20_000);
    }
    const shown = index % 2 === 0 ? pages.doubtful.before : pages.before;
    await seedDailyPicture(store, `${siteId}.1`, now - (index % 4) * minute - 20_000, shown);
  }
  const provisionalSiteId = await seedSite(store, now - 5 * hour, {
    url: 'https://sonoivu.phuluong.example/',
    name: 'Sở Nội vụ tỉnh Phú Lương',
    agency: 'UBND tỉnh Phú Lương',
  });
  await seedBaseline(store, `${provisionalSiteId}.1`, { at: now - 4 * hour, status: 'provisional' });
  await seedQuietLooks(store, `${provisionalSiteId}.1`, { from: now - 5 * hour, to: now - 3 * minute, everyMs });
  return { ...defaced, suspectCheckId, provisionalSiteId };
}

async function quiet(store: SeedStore, targetId: string, to: number, from = to - day): Promise<void> {
  await seedBaseline(store, targetId, { at: to - 30 * day, status: 'approved' });
  const steps = Math.floor((to - from) / everyMs);
  await seedQuietLooks(store, targetId, { from: to - steps * everyMs, to, everyMs });
}

async function seedDefaced(store: SeedStore, now: number, pages: DutyRoomPages) {
  const firedAt = now - 34 * minute;
  const url = 'https://sotnmt.haithanh.example/';
  const siteId = await seedSite(store, now - 90 * day, {
    url,
    name: 'Sở Tài nguyên và Môi trường tỉnh Hải Thanh',
    agency: 'UBND tỉnh Hải Thanh',
    importance: 'high',
    recipients: ['truc.cntt@haithanh.example', 'vanphong@haithanh.example', 'ungcuu@dieuphoi.example'],
    paths: ['/tin-tuc', '/lien-he'],
  });
  await seedContact(store, siteId, {
    name: 'Trần Thị Mai',
    role: 'Trưởng phòng Công nghệ thông tin',
    phone: '0225 3000 210',
    email: 'mai.tt@haithanh.example',
    nightCap: 3,
  });
  await seedContact(store, siteId, {
    name: 'Vũ Đức Long',
    role: 'Chánh Văn phòng',
    phone: '0912 345 678',
    email: 'long.vd@haithanh.example',
    mail: 'escalations',
  });
  const targetId = `${siteId}.1`;
  const beforeId = await seedCapture(store, targetId, now - 20 * day, { ...pages.before, url });
  await seedBaseline(store, targetId, { at: now - 20 * day, status: 'approved', captureIds: [beforeId] });
  await seedQuietLooks(store, targetId, { from: firedAt - 23 * hour, to: firedAt - 9 * hour, everyMs });
  await seedQuietLooks(store, targetId, { from: firedAt - 8 * hour, to: firedAt - everyMs, everyMs });
  for (const days of [5, 4, 3, 2, 1]) await seedDailyPicture(store, targetId, firedAt - days * day, pages.before);
  const afterId = await seedCapture(store, targetId, firedAt, { ...pages.after, url });
  const checkId = await alarms(store, targetId, firedAt, now, afterId);
  for (const position of [2, 3]) await quiet(store, `${siteId}.${position}`, now - 2 * minute);
  const incidentNumber = await seedIncident(store, {
    siteId,
    openedAt: firedAt,
    targets: [{ targetId, url, kind: 'defacement', score: 24.6, findings: defacement, checkId }],
  });
  const mail = { incidentNumber, type: 'incident-opened', at: firedAt + 1_000 };
  await seedMail(store, { ...mail, recipient: 'truc.cntt@haithanh.example', status: 'sent' });
  await seedMail(store, {
    ...mail,
    recipient: 'vanphong@haithanh.example',
    status: 'dead',
    lastError: '550 5.1.1 No such user here',
  });
  await seedMail(store, { ...mail, recipient: 'ungcuu@dieuphoi.example', status: 'queued', attempts: 2 });
  return { incidentNumber, incidentCheckId: checkId, defacedSiteId: siteId };
}

async function alarms(store: SeedStore, targetId: string, firedAt: number, now: number, captureId: number) {
  let first = 0;
  for (let at = firedAt; at < now; at += everyMs) {
    const isFirst = at === firedAt;
    const id = await seedCheck(store, {
      targetId,
      at,
      level: 'alarm',
      kind: 'defacement',
      score: 24.6,
      captureId: isFirst ? captureId : null,
      findings: isFirst ? defacement : [],
    });
    if (isFirst) first = id;
  }
  return first;
}

const defacement: readonly Finding[] = [
  finding({
    score: 9.4,
    reason: {
      vi: 'Xuất hiện câu chữ của kẻ tấn công: “hacked by”, “security is just an illusion”',
      en: 'Phrases that attackers leave appeared: “hacked by”, “security is just an illusion”',
    },
    place: { path: 'html > body > h1', after: 'Hacked by NightKite T34m' },
    indicators: [
      { type: 'phrase', value: 'Hacked by NightKite T34m' },
      { type: 'domain', value: 'nightkite.example' },
      { type: 'url', value: 'https://nightkite.example/mirror?id=48211' },
      { type: 'handle', value: '@nightkite_t34m' },
    ],
  }),
  finding({
    detector: 'blocks-lost',
    family: 'text',
    score: 7.8,
    reason: {
      vi: 'Mất 96 % nội dung ổn định của trang, trong đó có tên cơ quan và thực đơn chính',
      en: '96 % of the page’s stable text is gone, the agency’s name and main menu among it',
    },
  }),
  finding({
    detector: 'picture-changed',
    family: 'picture',
    score: 5.1,
    reason: { vi: 'Hình ảnh trang khác mẫu chuẩn trên 93 % diện tích', en: 'The picture differs on 93 % of its area' },
    place: { box: { x: 180, y: 60, width: 1_000, height: 420 } },
  }),
  finding({
    detector: 'title-changed',
    family: 'title',
    score: 2.3,
    reason: { vi: 'Tiêu đề trang bị đổi', en: 'The title was changed' },
    place: { before: 'Sở Tài nguyên và Môi trường tỉnh Hải Thanh', after: 'Hacked by NightKite T34m' },
  }),
];

async function seedDoubtful(store: SeedStore, now: number, pages: DutyRoomPages['doubtful']): Promise<number> {
  const url = 'https://kinhte.vangiang.example/';
  const siteId = await seedSite(store, now - 60 * day, {
    url,
    name: 'Trường Đại học Kinh tế Văn Giang',
    agency: 'Bộ chủ quản',
  });
  const targetId = `${siteId}.1`;
  const beforeId = await seedCapture(store, targetId, now - 9 * day, { ...pages.before, url });
  await seedBaseline(store, targetId, { at: now - 9 * day, status: 'approved', captureIds: [beforeId] });
  await seedQuietLooks(store, targetId, { from: now - 23 * hour, to: now - 3 * hour, everyMs });
  const afterId = await seedCapture(store, targetId, now - 2 * hour, { ...pages.after, url });
  const reason = {
    vi: 'Đoạn giới thiệu ổn định từ lâu được thay bằng nội dung khác',
    en: 'A long-stable introduction was replaced by other text',
  };
  const changed = finding({ detector: 'blocks-lost', family: 'text', score: 3.2, reason });
  const look = { targetId, level: 'suspect', kind: 'defacement', score: 3.2, findings: [changed] } as const;
  const checkId = await seedCheck(store, { ...look, at: now - 2 * hour, captureId: afterId });
  await seedCheck(store, { ...look, at: now - 4 * minute });
  const seen = { siteId, targetId, fingerprint: changed.fingerprint ?? '', kind: 'defacement', score: 3.2, checkId };
  await seedSuspect(store, seen, [now - 2 * hour, now - hour, now - 4 * minute]);
  return checkId;
}

async function seedTroubled(store: SeedStore, now: number): Promise<void> {
  const spam = await seedSite(store, now - 60 * day, {
    url: 'https://tuyensinh.dongmai.example/',
    name: 'Trường Cao đẳng Nghề Đồng Mai',
    agency: 'UBND huyện Đồng Mai',
  });
  await quiet(store, `${spam}.1`, now - 40 * minute);
  const link = finding({
    detector: 'signature-phrase',
    kind: 'injection',
    score: 4.1,
    reason: { vi: 'Khối chữ mới có từ “nhà cái”, “cá cược”', en: 'A new block says “nhà cái”, “cá cược”' },
  });
  const look = { targetId: `${spam}.1`, level: 'suspect', kind: 'injection', score: 4.1, findings: [link] } as const;
  const checkId = await seedCheck(store, { ...look, at: now - 12 * minute });
  const seen = {
    siteId: spam,
    targetId: `${spam}.1`,
    fingerprint: link.fingerprint ?? '',
    kind: 'injection',
    score: 4.1,
  };
  await seedSuspect(store, { ...seen, checkId }, [now - 12 * minute]);

  const down = await seedSite(store, now - 60 * day, {
    url: 'https://sogtvt.phuluong.example/',
    name: 'Sở Giao thông vận tải Phú Lương',
    agency: 'UBND tỉnh Phú Lương',
    importance: 'high',
  });
  await quiet(store, `${down}.1`, now - 3 * hour);
  for (let at = now - 3 * hour + everyMs; at < now; at += everyMs) {
    await seedCheck(store, { targetId: `${down}.1`, at, level: 'unknown', kind: 'unavailable' });
  }
  const forgotten = await seedSite(store, now - 60 * day, {
    url: 'http://vannghe.binhson.example/',
    name: 'Hội Văn học Nghệ thuật Bình Sơn',
    agency: 'UBND tỉnh Bình Sơn',
    importance: 'low',
  });
  await quiet(store, `${forgotten}.1`, now - 2 * hour - 17 * minute);
  const young = await seedSite(store, now - 8 * minute, {
    url: 'https://thanhtra.anlac.example/',
    name: 'Thanh tra tỉnh An Lạc',
    agency: 'UBND tỉnh An Lạc',
  });
  await seedCheck(store, { targetId: `${young}.1`, at: now - 2 * minute });
  await setTarget(store, `${young}.1`, { status: 'learning' });
  const paused = await seedSite(store, now - 60 * day, {
    url: 'https://congbao.binhson.example/',
    name: 'Công báo tỉnh Bình Sơn',
    agency: 'UBND tỉnh Bình Sơn',
  });
  await quiet(store, `${paused}.1`, now - 11 * hour, now - day);
  await store.db.updateTable('sites').set({ status: 'paused' }).where('id', '=', paused).execute();
}

/** A clean browser look, with a thumbnail if one is given. */
async function seedDailyPicture(
  store: SeedStore,
  targetId: string,
  at: number,
  { thumbnail }: SeenPage,
): Promise<void> {
  const checkId = await seedCheck(store, { targetId, at, tier: 'browser' });
  if (thumbnail === undefined) return;
  const content = contentOf(thumbnail);
  await store.blobs.put(content.hash, content.bytes);
  await write(store.db, (trx) => insertLookPicture(trx, { checkId, targetId, at }, content));
}
