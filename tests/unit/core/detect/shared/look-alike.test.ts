import { describe, expect, test } from 'vitest';
import { lookAlikeOf } from '../../../../../src/core/detect/shared/look-alike.ts';
import { readPage } from '../../../../../src/core/facts/read-page.ts';
import { testPolicy } from '../../../../support/policy.ts';
import { portalPage } from '../../../../support/portal-pages.ts';

const finalUrl = 'https://a.gov.vn/';
const classOf = (html: string, status = 200) => lookAlikeOf({ status, finalUrl }, readPage(html, finalUrl), testPolicy);

describe('lookAlikeOf', () => {
  test.each([
    ['maintenance', '<title>Đang bảo trì</title><h1>Hệ thống đang bảo trì</h1>', 200],
    ['maintenance', '<title>503</title><h1>Hệ thống đang bảo trì</h1><p>đang bảo trì</p>', 503],
    [
      'maintenance',
      '<title>Cổng thông tin</title><p>Hệ thống đang bảo trì</p><p>Kính mong quý vị quay lại sau 17 giờ hôm nay. Mọi thắc mắc xin gọi số 0212 3852 000 trong giờ hành chính, hoặc gửi thư về địa chỉ của văn phòng. Trân trọng cảm ơn quý vị đã thông cảm.</p><a href="/a">Gọi</a> <a href="/b">Thư</a> <a href="/c">Bản đồ</a> <a href="/d">Giới thiệu</a>',
      503,
    ],
    ['error-page', '<title>Lỗi</title><p>Máy chủ quá tải, mời quay lại sau.</p>', 503],
    ['blocked', '<title>Access denied</title>', 200],
    ['blocked', '<p>Không có gì</p>', 403],
    ['login', '<title>Please sign in</title><form action="/"><input type=password></form>', 200],
    ['error-page', '<h1>Database error</h1><p>database error</p>', 200],
    ['error-page', '<p>Oops</p>', 500],
    ['error-page', '', 200],
    ['parked', '<title>x.vn: this domain is for sale</title>', 200],
  ] as const)('%s: %s with %i', (kind, html, status) => {
    expect(classOf(html, status)).toBe(kind);
  });
  test('an ordinary page that mentions maintenance is itself', () => {
    expect(classOf(portalPage({ extra: '<p>Cầu An Phú đang bảo trì đến hết tháng.</p>' }))).toBeNull();
  });
  test('an ordinary page is itself', () => {
    expect(classOf(portalPage())).toBeNull();
  });
});
