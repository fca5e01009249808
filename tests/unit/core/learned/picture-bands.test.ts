import { expect, test } from 'vitest';
import { commonColour } from '../../../../src/core/learned/picture-bands.ts';

test('the ground is the colour that most tiles have, although a line of text at the top is nearly as light', () => {
  const text = [239, 239, 239, 237, 237, 237, 231, 231, 231];
  const rgb = new Uint8Array([...text, ...Array.from({ length: 90 }, () => 255)]);
  expect(commonColour({ columns: 3, rows: 11, rgb })).toEqual([255, 255, 255]);
});
