/** The text files of a ZIP archive that we made, by name. */
import { unzipSync } from 'fflate';

export function readEntries(bytes: Uint8Array): ReadonlyMap<string, string> {
  const files = Object.entries(unzipSync(bytes));
  return new Map(files.map(([name, content]) => [name, Buffer.from(content).toString('utf8')]));
}
