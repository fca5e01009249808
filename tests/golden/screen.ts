/** Screenshots of golden cases: a PNG, and beside it where its images stand. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Screenshot } from '../../src/core/domain/capture.ts';
import { contentOf } from '../support/test-pictures.ts';
import { root } from './golden-case.ts';

const box = z.strictObject({ x: z.number(), y: z.number(), width: z.number(), height: z.number() });
const screenSchema = z.strictObject({
  widthPx: z.number(),
  heightPx: z.number(),
  images: z.array(z.strictObject({ url: z.string(), box })),
});

/** Of a drawn screen, its two files. */
export function screenFiles(name: string): { readonly png: string; readonly json: string } {
  const file = join(root, 'screens', name);
  return { png: `${file}.png`, json: `${file}.json` };
}

export function readScreen(name: string): Screenshot {
  const { png, json } = screenFiles(name);
  const { widthPx, heightPx, images } = screenSchema.parse(JSON.parse(readFileSync(json, 'utf8')));
  return { content: contentOf(readFileSync(png)), widthPx, heightPx, capped: false, images };
}
