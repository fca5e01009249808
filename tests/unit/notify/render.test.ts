import { load } from 'cheerio';
import { describe, expect, it } from 'vitest';
import type { AttackKind, UnknownKind } from '../../../src/core/domain/finding.ts';
import { stepRecipients } from '../../../src/core/duty/ladder.ts';
import type { Notice } from '../../../src/core/notices/notice.ts';
import { kindWords, unknownKindWords } from '../../../src/core/terms.ts';
import { cidOf } from '../../../src/notify/mail/picture-name.ts';
import { pictureHashes, renderNotice } from '../../../src/notify/mail/render.ts';
import { testPlaybook } from '../../support/playbook.ts';
import {
  assignedNotice,
  blindnessNotice,
  campaignIncident,
  campaignNotice,
  coverageNotice,
  incidentNotice,
  maintenanceNotice,
  noticeAt,
  overdueNotice,
  overflowNotice,
  reportDueNotice,
  shownPictures,
  testTarget,
  unknownNotice,
  unownedNotice,
  windowNotice,
} from '../../support/test-notices.ts';

const options = { languages: ['vi', 'en'], timeZone: 'Asia/Ho_Chi_Minh', playbook: testPlaybook } as const;
const render = (notice: Notice, change = {}) => renderNotice(notice, { ...options, ...change });
const visible = (html: string): string => load(html)('body').text().replace(/\s+/g, ' ');

const everyNotice: readonly Notice[] = [
  incidentNotice(),
  incidentNotice({ type: 'incident-updated', targets: [testTarget(), testTarget({ url: 'https://anlac.gov.vn/2' })] }),
  incidentNotice({ type: 'incident-escalated', previousNumber: 9 }),
  incidentNotice({ type: 'incident-reminder', reminder: { count: 2, most: 3 } }),
  incidentNotice({ type: 'incident-resolved' }),
  ...stepRecipients.map((to) => unownedNotice({ to })),
  assignedNotice(),
  reportDueNotice(),
  maintenanceNotice(),
  maintenanceNotice({ incidents: [] }),
  windowNotice(),
  windowNotice({ incidents: [] }),
  unknownNotice(),
  unknownNotice({ type: 'unknown-operator', kind: 'blind', reason: null }),
  overdueNotice(),
  overdueNotice({ unknownKind: null }),
  campaignNotice(),
  campaignNotice({ type: 'campaign-digest' }),
  overflowNotice(),
  overflowNotice({ incidents: [], late: 3 }),
  blindnessNotice(),
  blindnessNotice({ type: 'monitor-seeing', seeingSince: noticeAt + 5_400_000 }),
  coverageNotice(),
  coverageNotice({ blindSince: noticeAt - 600_000 }),
  { type: 'test', at: noticeAt },
];

describe('every notice', () => {
  it.each(everyNotice)('$type: both languages, one subject line, lines short enough to read', (notice) => {
    const { subject, text, html } = render(notice);
    expect(subject).toMatch(/^(Re: )?\[Vọng Gác\] \S/);
    expect(Array.from(subject).length).toBeLessThan(130);
    for (const line of text.split('\n')) {
      // Addresses, and the head of the audit chain, are never broken.
      if (!line.includes('://') && !/\S{60}/.test(line)) expect(Array.from(line).length, line).toBeLessThanOrEqual(76);
    }
    expect(load(html)('[lang=vi], [lang=en]').length).toBe(3);
  });

  it.each(everyNotice)('$type: nothing is fetched, run or linked but the dashboard', (notice) => {
    const $ = load(render(notice).html);
    expect($('script, style, link, iframe, object, form, base, svg').length).toBe(0);
    const links = $('a')
      .toArray()
      .map((a) => $(a).attr('href'));
    expect(new Set(links).size).toBeLessThanOrEqual(1);
    for (const link of links) expect(link).toMatch(/^https:\/\/vonggac\.example\.vn\//);
    for (const img of $('img').toArray()) expect($(img).attr('src')).toMatch(/^cid:[0-9a-f]{32}@vonggac$/);
    expect(render(notice).html).not.toMatch(/url\(|@import|javascript:/);
  });

  it.each(everyNotice)('$type: no address of a watched page can be clicked or is recognised as one', (notice) => {
    const { subject, text, html } = render(notice);
    for (const out of [subject, text, html]) expect(out).not.toMatch(/(anlac|haithanh|vangiang)\.gov\.vn/);
  });
});

describe('what vantages report', () => {
  const words = { vi: 'Từ điểm quan sát “HCM” cũng thấy trang bất thường.', en: 'Bad as seen from “HCM” as well.' };
  const hostile = { ...words, vi: `${words.vi}\r\nBcc: a@b.example <script>alert(1)</script>` };

  it.each([
    ['an incident', incidentNotice({ targets: [testTarget({ seenFrom: [hostile] })] })],
    ['an outage', unknownNotice({ seenFrom: [hostile] })],
  ])('stands in the mail about %s, as text', (_, notice) => {
    const { text, html } = render(notice);
    for (const out of [text, visible(html)]) {
      expect(out.replace(/\s+/g, ' ')).toContain(words.vi);
      expect(out.replace(/\s+/g, ' ')).toContain(words.en);
    }
    expect(html).not.toContain('<script');
    expect(text).not.toMatch(/^Bcc:/m);
  });
});

describe('our own outage', () => {
  it('says that it is us, and when it is over for how long', () => {
    const blind = render(blindnessNotice());
    expect(blind.subject).toBe('[Vọng Gác] Vọng Gác mất kết nối ra bên ngoài — từ 21:04 22/11');
    expect(visible(blind.html)).toContain('lỗi nằm ở kết nối của hệ thống giám sát, không phải ở các cổng');
    expect(visible(blind.html)).toContain('0/2');
    const over = render(blindnessNotice({ type: 'monitor-seeing', seeingSince: noticeAt + 5_400_000 }));
    expect(over.subject).toBe('[Vọng Gác] Vọng Gác đã kết nối được trở lại — từ 22:34 22/11');
    expect(visible(over.html)).toContain('1 giờ 30 phút');
  });
});

describe('an alarm that could not be confirmed', () => {
  it('says what was seen, why nobody confirmed it, and that the agency does not know', () => {
    const { subject, html, urgent } = render(overdueNotice());
    expect(urgent).toBe(true);
    expect(subject).toBe(
      '[Vọng Gác] Báo động chưa xác nhận được: Cổng thông tin điện tử tỉnh An Lạc — phát hiện lúc 21:04 22/11',
    );
    const text = visible(html);
    expect(text).toContain('Trang có câu ký tên của kẻ tấn công');
    expect(text).toContain('Bị chặn hoặc yêu cầu đăng nhập');
    expect(text).toContain('cơ quan chủ quản chưa được thông báo');
    expect(text).toContain('the agency has not been notified');
    expect(text).toContain('11 phút');
  });
});

describe('an opened incident', () => {
  const { text, html, subject } = render(incidentNotice());

  it('says what happened to whom and since when in the subject', () => {
    expect(subject).toBe('[Vọng Gác] THAY ĐỔI GIAO DIỆN: Cổng thông tin điện tử tỉnh An Lạc — 21:04 22/11');
  });

  it.each(Object.keys(kindWords) as AttackKind[])('%s fits into the 40 characters that a phone shows', (kind) => {
    for (const language of ['vi', 'en'] as const) {
      const shown = render(incidentNotice({ kinds: [kind] }), { languages: [language] }).subject.slice(0, 40);
      expect(shown.toLowerCase()).toContain(`${kindWords[kind][language].toLowerCase()}: `);
    }
  });

  it.each([
    ['text', text],
    ['html', visible(html)],
  ])('tells in %s what, which page, since when, how sure, why, what to do, whom to call', (_, body) => {
    for (const words of [
      'bị tấn công thay đổi giao diện',
      'hxxps://anlac[.]gov[.]vn/trang-chu',
      '21:04 ngày 22/11/2026 (giờ Việt Nam)',
      'Rất cao (2/2 lượt kiểm tra xác nhận)',
      'Trang web này đã bị tấn công',
      'Giữ nguyên hiện trạng',
      'VNCERT/CC',
      '0900 000 000',
      'truc@ungcuu.example.vn',
      'was defaced',
      '22 Nov 2026, 21:04 (Vietnam time)',
      'Very high (2 of 2 checks agree)',
      'Keep everything as it is',
    ]) {
      expect(body.replace(/\s+/g, ' ')).toContain(words);
    }
    expect(body.indexOf('bị tấn công thay đổi giao diện')).toBeLessThan(body.indexOf('was defaced'));
  });

  it('shows the pictures once, with words in their place for readers that block them', () => {
    const $ = load(html);
    const pictures = $('img').toArray();
    expect(pictures.map((img) => $(img).attr('src'))).toEqual([
      `cid:${cidOf(shownPictures.after)}`,
      `cid:${cidOf(shownPictures.before)}`,
    ]);
    expect(pictures.map((img) => $(img).attr('alt'))).toEqual(['Trang lúc 21:04 ngày 22/11/2026', 'Bình thường']);
  });

  it('leaves out a picture that is not at hand, and names the others for attaching', () => {
    const rendered = render(incidentNotice(), { pictures: new Set([shownPictures.after]) });
    expect(rendered.inline).toEqual([{ cid: cidOf(shownPictures.after), hash: shownPictures.after }]);
    expect(load(rendered.html)('img').length).toBe(1);
    expect(pictureHashes(incidentNotice(), options)).toEqual([shownPictures.after, shownPictures.before]);
  });

  it('has no more link than there is dashboard', () => {
    expect(load(render(incidentNotice({ dashboardUrl: null })).html)('a').length).toBe(0);
    // biome-ignore lint/suspicious/noExplicitAny: what a hostile configuration could hold
    const bad = 'javascript:alert(1)' as any;
    expect(load(render(incidentNotice({ dashboardUrl: bad })).html)('a').length).toBe(0);
  });

  it('has one button: taking the incident on, when its recipient can; the evidence is a link beside it', () => {
    const acknowledgeUrl = 'https://vonggac.example.vn/acknowledge/7-abc';
    const { html, text } = render(incidentNotice({ acknowledgeUrl }));
    const $ = load(html);
    const buttons = $('td[bgcolor] > a').toArray();
    expect(buttons.map((a) => [$(a).attr('href'), $(a).text()])).toEqual([
      [acknowledgeUrl, 'Tiếp nhận sự cố'],
      [acknowledgeUrl, 'Acknowledge the incident'],
    ]);
    expect(
      $('p > a')
        .map((_, a) => $(a).text())
        .get(),
    ).toEqual([
      'Chúng tôi tự sửa, không phải sự cố',
      'Xem bằng chứng trên bảng theo dõi',
      'We made this change ourselves; it is not an incident',
      'See the evidence on the dashboard',
    ]);
    expect(text.indexOf(acknowledgeUrl)).toBeLessThan(text.indexOf('Xem bằng chứng trên bảng theo dõi'));
    const unsafe = render(incidentNotice({ acknowledgeUrl: 'javascript:alert(1)' }));
    expect(unsafe.html).not.toContain('javascript:');
  });

  it('is written in the languages that are asked for, in their order', () => {
    const english = render(incidentNotice(), { languages: ['en'] });
    expect(english.subject).toContain('DEFACEMENT: ');
    expect(english.text).not.toContain('BÁO ĐỘNG');
    expect(load(english.html)('img').length).toBe(2);
    expect(render(incidentNotice(), { languages: ['en', 'vi'] }).text.indexOf('ALARM')).toBe(0);
  });
});

describe('what a phone shows first', () => {
  const acknowledgeUrl = 'https://vonggac.example/acknowledge/1-x';

  it('is the page as it was caught, directly under the heading, once', () => {
    const { html, inline } = render(incidentNotice());
    const hero = html.indexOf(`cid:${cidOf(shownPictures.after)}`);
    expect(hero).toBeGreaterThan(html.indexOf('</h1>'));
    expect(hero).toBeLessThan(html.indexOf('Từ lúc'));
    expect(html.split(`cid:${cidOf(shownPictures.after)}`)).toHaveLength(2);
    expect(inline.map(({ hash }) => hash)).toContain(shownPictures.after);
    expect(render(incidentNotice({ type: 'incident-resolved' })).html).not.toContain('<img');
  });

  it('is three reasons at most, however many there are', () => {
    const reasons = Array.from({ length: 9 }, (_, n) => ({ vi: `Dấu hiệu thứ ${n}`, en: `Sign ${n}` }));
    const { text } = render(incidentNotice({ targets: [testTarget({ reasons })] }));
    expect(text.match(/Dấu hiệu thứ \d/g)).toEqual(['Dấu hiệu thứ 0', 'Dấu hiệu thứ 1', 'Dấu hiệu thứ 2']);
  });

  it('is a telephone beside the button, that can be pressed', () => {
    const calls = [
      { for: 'duty', name: 'Nguyễn Minh Anh', phone: '0912 345 678' },
      { for: 'agency', name: 'Trần Bình', phone: '0987 654 321' },
    ] as const;
    const { html, text } = render(incidentNotice({ acknowledgeUrl, calls }), { languages: ['vi'] });
    const $ = load(html);
    expect(
      $('a[href^="tel:"]')
        .map((_, a) => $(a).attr('href'))
        .get(),
    ).toEqual(['tel:0912345678', 'tel:0987654321']);
    expect(text).toContain('Trực giám sát: Nguyễn Minh Anh: 0912 345 678');
    expect(text).toContain('Đầu mối của cơ quan: Trần Bình: 0987 654 321');
    const resolved = incidentNotice({ type: 'incident-resolved', calls });
    expect(render(resolved).html).not.toContain('tel:');
  });

  it('is a way to say that the change is the agency’s own, on the page that asks first', () => {
    const { html } = render(incidentNotice({ acknowledgeUrl }), { languages: ['vi'] });
    const $ = load(html);
    expect($(`a[href="${acknowledgeUrl}#own-work"]`).text()).toBe('Chúng tôi tự sửa, không phải sự cố');
    expect(render(incidentNotice()).html).not.toContain('own-work');
  });

  it('is Vietnamese alone where the agency reads that, with English behind a link, or below where there is none', () => {
    const vietnamese = { languages: ['vi'], behindLink: 'en' } as const;
    const { html, text } = render(incidentNotice({ acknowledgeUrl }), vietnamese);
    expect(visible(html)).not.toContain('Since');
    expect(load(html)('a[lang="en"], [lang="en"] a').attr('href')).toBe(`${acknowledgeUrl}?language=en`);
    expect(text).toContain(`${acknowledgeUrl}?language=en`);
    const unlinked = render(incidentNotice({ dashboardUrl: null }), vietnamese);
    expect(visible(unlinked.html)).toContain('Since');
  });
});

describe('a return', () => {
  it('is said first, because restoring the page was not enough', () => {
    const back = render(incidentNotice({ previousNumber: 9, isReturn: true })).text.replace(/\s+/g, ' ');
    expect(back).toContain('Cổng này bị tấn công trở lại chỉ ít ngày sau khi sự cố trước được khắc phục');
    expect(back).toContain('số 12, tái diễn sau sự cố số 9');
    expect(render(incidentNotice({ previousNumber: 9, isReturn: false })).text).not.toContain('tấn công trở lại');
    expect(render(incidentNotice({ type: 'incident-updated', isReturn: true })).text).toContain('Có thêm trang');
  });
});

describe('an incident of a campaign', () => {
  it('says that maintenance is announced and until when, but not when it is over', () => {
    const maintenance = { endsAt: Date.UTC(2026, 8, 2, 23), reason: 'Nâng cấp <b>máy chủ</b>' };
    const { text, html } = render(incidentNotice({ maintenance }));
    expect(text).toContain('Bảo trì');
    expect(text).toContain('vẫn báo ngay');
    expect(html).not.toContain('<b>máy');
    expect(render(incidentNotice({ type: 'incident-resolved', maintenance })).text).not.toContain('vẫn báo ngay');
  });

  it('says that other portals fell alike, and by what', () => {
    const { common } = campaignNotice();
    const { text } = render(incidentNotice({ campaign: { number: 4, common } }));
    expect(text.replace(/\s+/g, ' ')).toContain('số 4, cùng các cổng khác: cùng dòng ký tên “Hacked by Kh4i”');
    expect(text).not.toContain('haithanh.gov.vn');
    expect(render(incidentNotice()).text).not.toContain('Chiến dịch');
  });
});

describe('a campaign', () => {
  it('says how many, which, since when, what is common and what to do first', () => {
    const { subject, text, html, urgent } = render(campaignNotice());
    expect(subject).toBe('[Vọng Gác] TẤN CÔNG HÀNG LOẠT: 2 cổng — chiến dịch số 4, từ 21:04 22/11');
    expect(urgent).toBe(true);
    for (const body of [text, visible(html)]) {
      const flat = body.replace(/\s+/g, ' ');
      for (const words of [
        '2 cổng bị tấn công có điểm chung',
        'cùng dòng ký tên “Hacked by Kh4i”; cùng dẫn tới tên miền haithanh[.]gov[.]vn',
        'Sự cố số 13: Cổng Hải Thành (hxxps://haithanh[.]gov[.]vn/) bị tấn công thay đổi giao diện, 21:05 22/11, chưa tiếp nhận',
        '2 trên 2 cổng',
        'Tìm điểm chung của các cổng',
        'truc@ungcuu.example.vn',
        'Possibly related attacks on 2 portals',
      ])
        expect(flat).toContain(words);
    }
  });

  it('counts what is over in a digest, and is good news when all is', () => {
    const other = { number: 13, url: 'https://haithanh.gov.vn/' };
    const incidents = [campaignIncident({ status: 'resolved' }), campaignIncident(other)];
    const { subject, text, urgent } = render(campaignNotice({ type: 'campaign-digest', incidents }));
    expect(subject).toContain('TỔNG HỢP TẤN CÔNG HÀNG LOẠT: 2 cổng');
    expect(text).toContain('1 trên 2 cổng');
    expect(urgent).toBe(false);
    const over = render(campaignNotice({ type: 'campaign-digest', incidents: incidents.slice(0, 1) }));
    expect(over.subject).toContain('TẤN CÔNG HÀNG LOẠT ĐÃ KẾT THÚC: 1 cổng');
    expect(over.html).toContain('#1b7a3d');
    expect(over.text).not.toContain('Tìm điểm chung');
  });

  it('counts a portal that fell twice once', () => {
    const incidents = [campaignIncident({ number: 15 }), campaignIncident({ status: 'resolved' })];
    const { text } = render(campaignNotice({ type: 'campaign-digest', incidents }));
    expect(text).toContain('1 trên 1 cổng');
    expect(text).toContain('Sự cố số 15');
  });

  it('of a whole country stays a message that mail readers show', () => {
    const site = 'Cổng thông tin điện tử Ủy ban nhân dân xã An Phú, huyện Bình Giang, tỉnh An Lạc';
    const incidents = Array.from({ length: 500 }, (_, i) =>
      campaignIncident({ number: i, site, url: `https://x${i}.vn/` }),
    );
    const { html, text } = render(campaignNotice({ type: 'campaign-digest', incidents }));
    expect(Buffer.byteLength(html)).toBeLessThan(100_000);
    expect(text).toContain('và 440 mục khác');
  });

  it('keeps hostile names and lines as text', () => {
    const evil = '<script>alert(1)</script>\r\nBcc: a@evil.example http://evil.example/ \u202e';
    const incidents = [campaignIncident({ site: evil, url: `https://evil.example/"><b>` })];
    const { subject, text, html } = render(campaignNotice({ incidents, common: [{ vi: evil, en: evil }] }));
    expect(load(html)('script, b').length).toBe(0);
    for (const out of [subject, text.slice(0, text.indexOf('LIÊN HỆ'))])
      expect(out).not.toMatch(/evil\.example|http:\/\//);
    expect(subject).not.toMatch(/[\p{C}]/u);
  });
});

describe('a digest of too many', () => {
  it('names the alarms that no look could confirm, and is urgent for them alone', () => {
    const overdue = [{ site: 'Cổng Vân Giang', url: 'https://vangiang.gov.vn/', since: noticeAt }];
    const { subject, text, urgent } = render(overflowNotice({ incidents: [], unseen: [], overdue }));
    expect(subject).toContain('1 báo động chưa xác nhận được');
    expect(text).toContain('BÁO ĐỘNG CHƯA XÁC NHẬN ĐƯỢC (1)\n- Cổng Vân Giang (hxxps://vangiang[.]gov[.]vn/)');
    expect(urgent).toBe(true);
  });

  it('says how many go on, which, and whose mail waits', () => {
    const { subject, text, urgent } = render(overflowNotice({ late: 12 }));
    expect(subject).toBe('[Vọng Gác] TỔNG HỢP BÁO ĐỘNG: 2 sự cố đang diễn ra, 1 trang không giám sát được');
    expect(text.replace(/\s+/g, ' ')).toContain('12 thư gửi các cơ quan phải chờ sang giờ sau');
    expect(text.replace(/\s+/g, ' ')).toContain('Sự cố số 13: Cổng Hải Thành');
    expect(urgent).toBe(true);
  });

  it('of 500 hostile names stays short and text', () => {
    const site = '<img src=x onerror=alert(1)>\u202e\u0007'.repeat(40_000);
    const incidents = Array.from({ length: 500 }, (_, number) => campaignIncident({ number, site }));
    const { html, subject } = render(overflowNotice({ incidents }));
    expect(html).not.toContain('<img src=x');
    expect(html.length).toBeLessThan(102_000);
    expect(subject.length).toBeLessThan(130);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they must not be there
    expect(html).not.toMatch(/[\u0007\u202e]/);
  });
});

describe('a reminder', () => {
  it('says that nobody took the incident on, and which reminder of how many it is', () => {
    const { text, urgent } = render(incidentNotice({ type: 'incident-reminder', reminder: { count: 2, most: 3 } }));
    expect(text).toContain('NHẮC LẠI: CHƯA CÓ NGƯỜI TIẾP NHẬN');
    expect(text.replace(/\s+/g, ' ')).toContain('Lần nhắc: 2/3');
    expect(urgent).toBe(true);
  });
});

describe('a thread', () => {
  it('keeps the subject on updates although kinds join', () => {
    const { subject } = render(incidentNotice());
    const later = { kinds: ['defacement', 'injection'] as const, at: noticeAt + 9e6 };
    expect(render(incidentNotice({ type: 'incident-updated', ...later })).subject).toBe(`Re: ${subject}`);
    expect(render(incidentNotice({ type: 'incident-escalated', ...later })).subject).toBe(`Re: ${subject}`);
  });

  it('never heads good news with an alarm', () => {
    const { subject, text, urgent } = render(incidentNotice({ type: 'incident-resolved', at: noticeAt + 5_400_000 }));
    expect(subject).toBe('[Vọng Gác] BÌNH THƯỜNG TRỞ LẠI: Cổng thông tin điện tử tỉnh An Lạc — sự cố số 12');
    expect(text).not.toContain('BÁO ĐỘNG');
    expect(text).toContain('1 giờ 30 phút');
    expect(urgent).toBe(false);
  });
});

describe('an end by hand', () => {
  it('claims no look that nobody made', () => {
    const { text } = render(incidentNotice({ type: 'incident-resolved', isByHand: true }));
    expect(text).toContain('Cán bộ trực đã xác nhận');
    expect(text).not.toContain('mọi lượt kiểm tra');
    expect(text).not.toContain('trở lại bình thường');
    expect(text).not.toContain('latest looks');
  });
});

describe('several pages', () => {
  it('gives the worst that still stand in full and the rest by address', () => {
    const targets = [
      testTarget({ url: 'https://anlac.gov.vn/cu', score: 30, recoveredAt: noticeAt + 1 }),
      ...Array.from({ length: 30 }, (_, i) => testTarget({ url: `https://anlac.gov.vn/p${i}`, score: 5 + i / 10 })),
    ];
    const { text, html } = render(incidentNotice({ type: 'incident-updated', targets }), { languages: ['vi'] });
    expect(text).toContain('31 trang');
    expect(text.indexOf('/p29')).toBeLessThan(text.indexOf('/p28'));
    expect(text).toContain('và 8 mục khác');
    // Gmail cuts a message at 102 kB.
    expect(Buffer.byteLength(html)).toBeLessThan(100_000);
  });

  it('says the steps of each kind, the same step only once', () => {
    const { text } = render(incidentNotice({ kinds: ['defacement', 'injection'] }), { languages: ['vi'] });
    expect(text.match(/Giữ nguyên hiện trạng/g)).toHaveLength(1);
    expect(text).toContain('VIỆC CẦN LÀM NGAY: CHÈN NỘI DUNG TRÁI PHÉP');
  });
});

describe('hostile content', () => {
  const attack = '</style></td><script>alert(1)</script><img src=x onerror=alert(1)>"\'\r\nBcc: a@evil.example\r\n\r\n';
  const evil = `${attack}\u202egnp.exe\u2066\u0000\u001b[2J http://evil.example/x ${'đ'.repeat(1_000_000)}`;
  const notice = incidentNotice({
    site: { id: 1, name: evil, url: 'https://anlac.gov.vn/', agency: evil },
    targets: [testTarget({ url: `https://anlac.gov.vn/"><b>${'x'.repeat(5_000)}`, reasons: [{ vi: evil, en: evil }] })],
    contacts: [{ name: evil, phone: evil, email: evil }],
  });
  const { subject, text, html } = render(notice);

  it('stays text in HTML', () => {
    const $ = load(html);
    expect($('script, b, img[src=x]').length).toBe(0);
    expect($('[onerror]').length).toBe(0);
    expect(visible(html)).toContain('<script>alert(1)</script>');
  });

  it('can neither break nor turn the subject, and is short everywhere', () => {
    expect(subject).not.toMatch(/[\p{C}]/u);
    expect(Array.from(subject).length).toBeLessThan(150);
    expect(text.length).toBeLessThan(20_000);
    expect(html.length).toBeLessThan(60_000);
    for (const out of [text, html]) expect(out.replaceAll('\n', '')).not.toMatch(/[\p{C}]/u);
  });

  it('carries no usable address except in the configured contacts', () => {
    for (const out of [subject, text.slice(0, text.indexOf('LIÊN HỆ'))])
      expect(out).not.toMatch(/evil\.example|http:\/\//);
  });
});

describe('wording', () => {
  it('has steps for every kind of attack and every unknown', () => {
    for (const kind of Object.keys(kindWords) as AttackKind[]) {
      expect(render(incidentNotice({ kinds: [kind] })).text).toMatch(/VIỆC CẦN LÀM NGAY\n1\. /);
    }
    for (const kind of Object.keys(unknownKindWords) as UnknownKind[]) {
      expect(render(unknownNotice({ kind })).text).toMatch(/VIỆC NÊN LÀM\n1\. /);
    }
  });

  it('does not claim looks that were not counted', () => {
    const { confirmation: _, ...uncounted } = testTarget({ score: 5 });
    expect(render(incidentNotice({ targets: [uncounted] })).text).toMatch(/Độ tin cậy: Trung bình\n/);
  });

  it('calls a day on which all was seen and nothing is open a good one', () => {
    const quiet = coverageNotice({ lookedAtCount: 120, openIncidents: [], openSuspects: [], unknown: [], unsent: 0 });
    expect(render(quiet).text).toContain('Cả 120 trang đều đã được kiểm tra');
    expect(render(quiet).html).toContain('#1b7a3d');
    expect(render(coverageNotice()).html).toContain('#a85800');
    expect(render(coverageNotice()).text).toContain('2 trang chưa được kiểm tra');
    expect(render(coverageNotice()).text).toContain('c'.repeat(64));
  });
});

it('the reminder of a report names the last minute of its last day, and what marks it as urgent', () => {
  const dueAt = Date.parse('2026-12-06T17:00:00Z');
  const of = (change: object) => render(reportDueNotice({ dueAt, at: dueAt - 172_800_000, ...change }));
  expect(of({}).text).toContain('23:59 ngày 06/12/2026 (giờ Việt Nam)');
  expect(of({}).subject).toContain('Sắp hết hạn báo cáo sự cố');
  expect(of({ stage: '12h', at: dueAt + 1 }).subject).toContain('Quá hạn báo cáo sự cố');
  expect(of({ stage: 'at-once' })).toMatchObject({ urgent: true });
  expect(of({ stage: 'at-once' }).text).toContain('Ngay lập tức, vì vượt khả năng tự xử lý');
});
