/** The font of printed documents, from its package: metrics of Times New Roman, and nothing installed on the system. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface FontFile {
  readonly contentType: string;
  readonly body: Buffer;
}

const sheets = ['400.css', '400-italic.css', '700.css', '700-italic.css'];

/** By the path that a document asks for: `/tinos.css`, and the files that it names. */
export function tinosFiles(): (path: string) => FontFile | null {
  const folder = dirname(fileURLToPath(import.meta.resolve('@fontsource/tinos/package.json')));
  const known = new Set(readdirSync(join(folder, 'files')).filter((name) => name.endsWith('.woff2')));
  return (path) => {
    if (path === '/tinos.css') {
      const css = sheets.map((name) => readFileSync(join(folder, name), 'utf8')).join('\n');
      return { contentType: 'text/css; charset=utf-8', body: Buffer.from(css) };
    }
    const name = path.startsWith('/files/') ? path.slice('/files/'.length) : '';
    if (!known.has(name)) return null;
    return { contentType: 'font/woff2', body: readFileSync(join(folder, 'files', name)) };
  };
}
