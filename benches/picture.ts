/** Screenshots: reduced on every browser look, compared in full only for the evidence that a person sees. */
import { readFile } from 'node:fs/promises';
import { pino } from 'pino';
import { createPictures } from '../src/pictures/pictures.ts';
import { type Bench, median } from './figure.ts';
import { drawScreenshot } from './support/screenshot.ts';

const reductions = 9;
const differences = 3;
const readings = 5;
/** A first screen that is one picture with three lines of text. */
const signed = new URL('../fixtures/cases/screens/one-image-signed.png', import.meta.url);

export const picture: Bench = {
  name: 'picture',
  async measure() {
    const pictures = createPictures({ log: pino({ level: 'silent' }) });
    try {
      const tall = await drawScreenshot(1_366, 6_000);
      const [before, after] = await Promise.all([drawScreenshot(1_280, 5_000), drawScreenshot(1_280, 5_000, true)]);
      // The first one starts the worker and loads the decoder.
      await pictures.reduce(tall);
      const reduceMs = await times(reductions, async () => {
        const { widthPx, heightPx } = await pictures.reduce(tall);
        if (widthPx !== 1_366 || heightPx !== 6_000) throw new Error('the picture was not reduced as a whole');
      });
      const differenceMs = await times(differences, async () => {
        const { changedRatio } = await pictures.difference(before, after);
        if (changedRatio < 0.99) throw new Error(`only ${changedRatio} of the pixels counted as changed`);
      });
      const screen = { hash: 'signed', mediaType: 'image/png', bytes: await readFile(signed) };
      const read = async () => {
        const words = await pictures.readWords(screen, [{ x: 0, y: 0, width: 1_366, height: 768 }]);
        if (!words.some((text) => /hacked by/i.test(text))) throw new Error('the words were not read');
      };
      const [startMs = 0] = await times(1, read);
      const readMs = await times(readings, read);
      return [
        {
          name: 'picture: 1366×6000 decoded and reduced',
          value: median(reduceMs),
          unit: 'ms',
          target: { atMost: 250 },
        },
        {
          name: 'picture: difference of 1280×5000, all changed',
          value: median(differenceMs) / 1_000,
          unit: 's',
          target: { atMost: 4 },
        },
        { name: 'picture: words of a first screen read', value: median(readMs), unit: 'ms', target: null },
        { name: 'picture: the same with the start of the reader', value: startMs, unit: 'ms', target: null },
      ];
    } finally {
      await pictures.close();
    }
  },
};

async function times(count: number, work: () => Promise<void>): Promise<number[]> {
  const all: number[] = [];
  for (let i = 0; i < count; i += 1) {
    const startedAt = performance.now();
    await work();
    all.push(performance.now() - startedAt);
  }
  return all;
}
