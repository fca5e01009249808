import { expect, test } from 'vitest';
import { likeness, shinglesOf } from '../../../../src/core/judge/likeness.ts';

const sentence = 'Ủy ban nhân dân huyện thông báo về việc tiếp nhận và trả kết quả giải quyết thủ tục hành chính';

test('a text is like itself, whatever its case and accents', () => {
  expect(likeness(shinglesOf(sentence), shinglesOf(sentence.toUpperCase()))).toBe(1);
  expect(
    likeness(
      shinglesOf(sentence),
      shinglesOf('Uy ban nhan dan huyen thong bao ve viec tiep nhan va tra ket qua giai quyet thu tuc hanh chinh'),
    ),
  ).toBe(1);
});

test('a text with an insertion is still alike, another text is not', () => {
  const longer = shinglesOf(`${sentence} tại bộ phận một cửa`);
  expect(likeness(shinglesOf(sentence), longer)).toBeGreaterThan(0.7);
  const other = 'Chúng tôi đã chiếm quyền máy chủ này và sẽ còn trở lại vào một ngày khác với nhiều bạn hơn nữa';
  expect(likeness(shinglesOf(sentence), shinglesOf(other))).toBe(0);
});

test('few words say nothing', () => {
  expect(likeness(shinglesOf('Hacked by Bóng Đêm'), shinglesOf('Hacked by Bóng Đêm'))).toBeNull();
});

test('a text of any length costs and holds a bounded amount', () => {
  expect(shinglesOf('chữ này kia nọ '.repeat(100_000)).length).toBeLessThanOrEqual(198);
});
