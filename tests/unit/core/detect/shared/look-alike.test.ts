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
