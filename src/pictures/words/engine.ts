/**
 * Tesseract as WebAssembly, called directly in the worker thread. The usual wrapper, tesseract.js, starts its own
 * thread and downloads models that it doesn't find; here nothing can be downloaded.
 */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';

/** Greyscale pixels, 8 bits each, no row padding. */
export interface GreyPixels {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** The part of tesseract.js-core in use; the package ships no types. */
interface Api {
  Init(dataPath: null, languages: string, mode: number): number;
  SetImageFile(orientation: number, angle: number): number;
  Recognize(monitor: null): number;
  GetJSONText(): string;
  Clear(): void;
}
interface Core {
  readonly TessBaseAPI: new () => Api;
  readonly FS: { writeFile(path: string, data: Uint8Array): void };
}
type StartCore = (options: { print(): void; printErr(): void }) => Promise<Core>;

interface Result {
  readonly blocks: readonly {
    readonly paragraphs: readonly {
      readonly lines: readonly {
        readonly words: readonly { readonly text: string; readonly confidence: number }[];
      }[];
    }[];
  }[];
}

export type Recognise = (pixels: GreyPixels) => string[];

const require = createRequire(import.meta.url);
const unzip = promisify(gunzip);
const models = {
  eng: require.resolve('@tesseract.js-data/eng/4.0.0_best_int/eng.traineddata.gz'),
  vie: require.resolve('@tesseract.js-data/vie/4.0.0_best_int/vie.traineddata.gz'),
};
/** The LSTM recogniser; the models contain no data for the legacy one. */
const neuralMode = 1;
/** Out of 100. Below it, Tesseract sees letters in ornaments and photographs. */
const minConfidence = 35;
/** Paragraphs of up to this many lines are split into lines. */
const fewLines = 4;
const textCap = 600;

/** Loads about 15 MB of models, which takes half a second. */
export async function startEngine(): Promise<Recognise> {
  // The same build for all processors: the relaxed-SIMD build gives different results on different machines.
  const startCore = require('tesseract.js-core/tesseract-core-simd-lstm.js') as StartCore;
  const core = await startCore({ print() {}, printErr() {} });
  for (const [language, file] of Object.entries(models)) {
    core.FS.writeFile(`${language}.traineddata`, await unzip(await readFile(file)));
  }
  const api = new core.TessBaseAPI();
  api.Init(null, Object.keys(models).join('+'), neuralMode);
  return (pixels) => {
    core.FS.writeFile('/input', asPgm(pixels));
    if (api.SetImageFile(1, 0) !== 0) return [];
    api.Recognize(null);
    const result = JSON.parse(api.GetJSONText()) as Result;
    api.Clear();
    return textsOf(result);
  };
}

/** PGM, the simplest format that the engine opens: no compression on either side. */
function asPgm({ data, width, height }: GreyPixels): Uint8Array {
  return Buffer.concat([Buffer.from(`P5 ${width} ${height} 255\n`, 'latin1'), data]);
}

/** A defacer's signature is on lines of its own; a news report about one fills paragraphs. */
function textsOf({ blocks }: Result): string[] {
  return blocks
    .flatMap((block) => block.paragraphs)
    .flatMap(({ lines }) => {
      const texts = lines.map(({ words }) =>
        words
          .filter(({ confidence }) => confidence >= minConfidence)
          .map(({ text }) => text)
          .join(' '),
      );
      return lines.length <= fewLines ? texts : [texts.join(' ')];
    })
    .filter((text) => /\p{L}{2}/u.test(text))
    .map((text) => text.slice(0, textCap));
}
