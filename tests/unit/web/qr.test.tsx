import decodeQR from 'qr/decode.js';
import { expect, test } from 'vitest';
import { QrPicture } from '../../../src/web/views/qr.tsx';

/** What a camera would see: each unit of the drawing four pixels wide. */
function painted(svg: string) {
  const units = Number(/viewBox="0 0 (\d+) /.exec(svg)?.[1]);
  const width = units * 4;
  const data = new Uint8ClampedArray(width * width * 4).fill(255);
  for (const [, x, y] of svg.matchAll(/M(\d+) (\d+)h1v1h-1z/g)) {
    for (let row = 0; row < 4; row += 1) {
      for (let column = 0; column < 4; column += 1) {
        data.fill(
          0,
          ((Number(y) * 4 + row) * width + Number(x) * 4 + column) * 4,
          ((Number(y) * 4 + row) * width + Number(x) * 4 + column) * 4 + 3,
        );
      }
    }
  }
  return { width, height: width, data };
}

test('the drawn picture is read back as the address it was drawn of', () => {
  const address = 'otpauth://totp/Vong%20Gac:lan.tran?secret=SI4R3AYH64NXNMRZJO5NMNQQDSBH2KQJ&issuer=Vong%20Gac';
  const svg = String(<QrPicture text={address} label="QR" />);
  expect(decodeQR(painted(svg))).toBe(address);
});
