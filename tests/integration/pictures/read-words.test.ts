import pino from 'pino';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Content } from '../../../src/core/domain/content.ts';
import { foldText } from '../../../src/core/facts/text/text-folding.ts';
import { createPictures } from '../../../src/pictures/pictures.ts';
import { stripBoxes } from '../../../src/pictures/words/strips.ts';
import { contentOf, pngBomb } from '../../support/test-pictures.ts';

const pictures = createPictures({ log: pino({ level: 'silent' }) });
// The first reading starts the engine.
beforeAll(() =>
  drawn('<text x="20" y="60" font-size="40">Start</text>').then((picture) => pictures.readWords(picture, [whole])),
);
afterAll(() => pictures.close());

const whole = { x: 0, y: 0, width: 800, height: 240 };
async function drawn(content: string, ground = '#ffffff'): Promise<Content> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="800" height="240" font-family="Noto Sans"><rect width="800" height="240" fill="${ground}"/>${content}</svg>`;
  return contentOf(await sharp(Buffer.from(svg)).png().toBuffer());
}
const line = (text: string, colour: string, y = 110) =>
  `<text x="30" y="${y}" font-size="42" font-weight="700" fill="${colour}">${text}</text>`;

describe('words in a picture', () => {
  it.each([
    ['green on black', '#000000', '#00ff41'],
    ['pure red on black', '#000000', '#ff0000'],
    ['pure blue on white', '#ffffff', '#0000ff'],
    ['yellow on white', '#ffffff', '#ffd000'],
  ])('are read in %s', async (_, ground, colour) => {
    const words = await pictures.readWords(await drawn(line('Hacked by Night Owls', colour), ground), [whole]);
    expect(words.join(' ')).toMatch(/Hacked by Night Owls/i);
  });

  it('are read in Vietnamese, a line each', async () => {
    const both = line('Trang web đã bị tấn công', '#ffffff', 90) + line('bởi nhóm Quạ Đen', '#ffffff', 180);
    const words = await pictures.readWords(await drawn(both, '#102040'), [whole]);
    // An accent may be lost; phrases are looked up without them.
    expect(words.map(foldText)).toEqual(['trang web da bi tan cong', 'boi nhom qua den']);
  });

  it('are read in the areas asked for and nowhere else', async () => {
    const both = line('Thông báo', '#111111', 80) + line('Hacked by Night Owls', '#111111', 200);
    const words = await pictures.readWords(await drawn(both), [{ x: 0, y: 0, width: 800, height: 120 }]);
    expect(foldText(words.join(' '))).toContain('thong bao');
    expect(words.join(' ')).not.toMatch(/hacked/i);
  });

  it('are none where there are none, and areas outside or without size are left out', async () => {
    expect(await pictures.readWords(await drawn('<circle cx="400" cy="120" r="90" fill="#888"/>'), [whole])).toEqual(
      [],
    );
    const odd = [
      { x: -50, y: 900, width: 10, height: 10 },
      { x: Number.NaN, y: 0, width: 5, height: 5 },
      { ...whole, width: -8 },
    ];
    expect(await pictures.readWords(await drawn(line('Chữ', '#000')), odd)).toEqual([]);
  });

  it('refuses hostile files with a coded error and goes on', async () => {
    for (const bytes of [Buffer.from('GIFT for you'), pngBomb(100_000, 100_000)]) {
      await expect(pictures.readWords(contentOf(bytes), [whole])).rejects.toMatchObject({ code: 'picture-unreadable' });
    }
    expect(await pictures.readWords(await drawn(line('Thông báo', '#000')), [whole])).toHaveLength(1);
  });

  it('ends when closed, also before anything was read', async () => {
    const own = createPictures({ log: pino({ level: 'silent' }) });
    await own.close();
    await expect(own.readWords(await drawn(''), [whole])).rejects.toMatchObject({ code: 'picture-unreadable' });
  });
});

describe('strips', () => {
  const size = { width: 1_366, height: 6_000 };
  it('are bounded, however much is asked for', () => {
    const boxes = stripBoxes({ x: 0, y: 0, width: 99_999, height: 99_999 }, size);
    expect(boxes.reduce((sum, box) => sum + box.width * box.height, 0)).toBeLessThanOrEqual(1_600_000);
    expect(boxes.length).toBeGreaterThan(2);
    for (const { x, y, width, height } of boxes) {
      expect(Math.min(x, y)).toBeGreaterThanOrEqual(0);
      expect(x + width).toBeLessThanOrEqual(size.width);
      expect(y + height).toBeLessThanOrEqual(size.height);
    }
  });
  it('overlap, so that a line cut by one stands whole in the next', () => {
    const [first, second] = stripBoxes({ x: 0, y: 100, width: 600, height: 700 }, size);
    expect((first?.y ?? 0) + (first?.height ?? 0) - (second?.y ?? 0)).toBe(40);
  });
});
