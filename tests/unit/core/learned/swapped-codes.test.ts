/** QR codes as learned values: another one is told where it stood, and nothing else. */
import { describe, expect, test } from 'vitest';
import type { ImageHash } from '../../../../src/core/domain/capture.ts';
import { paymentAccount } from '../../../../src/core/facts/text/payment-code.ts';
import { type LearnedImage, learnImages, swappedCodes } from '../../../../src/core/learned/learned-images.ts';

const box = { x: 0, y: 0, width: 160, height: 160 };
const hash = '00ff00ff00ff00ff808080';
const shown = (qr: string | null, address = 'h/qr.png'): ImageHash => ({
  address,
  box,
  hash,
  ...(qr === null ? {} : { qr }),
});
const learned = (...looks: readonly ImageHash[][]) =>
  looks.reduce<LearnedImage[]>((known, look) => learnImages(known, look), []);
const nowOf = (known: readonly LearnedImage[], look: readonly ImageHash[]) =>
  swappedCodes(known, look).map(({ before, now }) => [before, now]);

describe('a code that was always the same', () => {
  const known = learned([shown('a')], [shown('a')]);
  test('is told when another stands there, or comes under another address while it is gone', () => {
    expect(nowOf(known, [shown('b')])).toEqual([['a', 'b']]);
    expect(nowOf(known, [shown('b', 'h/qr-2.png')])).toEqual([['a', 'b']]);
  });
  test('is quiet when it is still there, moved, or could not be read', () => {
    expect(nowOf(known, [shown('a')])).toEqual([]);
    expect(nowOf(known, [shown('a', 'h/qr-2.png')])).toEqual([]);
    expect(nowOf(known, [shown(null)])).toEqual([]);
    expect(nowOf(known, [shown('a'), shown('b', 'h/new.png')])).toEqual([]);
  });
});

test('a code that changes by itself, or was read once, is no value', () => {
  expect(nowOf(learned([shown('a')], [shown('b')], [shown('c')]), [shown('d')])).toEqual([]);
  expect(nowOf(learned([shown('a')]), [shown('b')])).toEqual([]);
});

test('a payment code names its account', () => {
  const vietQr = '00020101021138540010A00000072701240006970436011011700000860208QRIBFTTA53037045802VN63044F52';
  expect(paymentAccount(vietQr)).toBe('1170000086');
  expect(paymentAccount('https://dichvucong.gov.vn/')).toBeNull();
  expect(paymentAccount('000201')).toBe('');
});
