/** The picture threads alone, which judging recorded captures needs besides the judge. */
import type { Opened } from '../cli/assembly.ts';
import type { Config } from '../config/schema/schema.ts';
import type { Seeing } from '../monitor/check/look/see-pictures.ts';
import { createPictures } from '../pictures/pictures.ts';
import { logOf } from './process.ts';

export async function openPictures(config: Config): Promise<Opened<Seeing>> {
  // An unreadable recorded screenshot is logged, because its line is judged without it.
  const log = logOf(config.log.level === 'silent' ? 'silent' : 'warn');
  const pictures = createPictures({ log });
  return { parts: { pictures, log }, close: () => pictures.close() };
}
