/**
 * Names of the files of a copy. None is taken from a recorded address except plain words of a page's path, so every one
 * is valid on every file system and web server, whatever the page called its files.
 */
import { contentHash } from '../facts/hash.ts';
import type { RecordedFile } from './recorded.ts';

/** The folder that a web server serves. */
export const webRoot = 'www';
/** Where links lead whose pages are not in the copy, and forms. */
export const noticePath = 'tam-ngung.html';
const fileFolder = 'tep';

/** Path within the web root. */
export function fileName({ url, hash, kind, ending }: RecordedFile): string {
  // What is rewritten depends on its address too.
  const name = kind === 'plain' ? hash.slice(0, 20) : `${hash.slice(0, 16)}${contentHash(url).slice(0, 8)}`;
  return `${fileFolder}/${name}.${ending}`;
}

const segment = /^[a-z0-9][a-z0-9_-]{0,59}$/;
const page = /^([a-z0-9][a-z0-9_-]{0,59})\.html?$/;
/** Devices on Windows, whatever follows the dot, and names of our own. */
const reserved = /^(?:con|prn|aux|nul|com\d|lpt\d|conin\$|conout\$|tep|tam-ngung|index)$/;
const mostSegments = 8;

/**
 * Paths of the pages within the web root, in the same order: the first is the start page, the others keep their own
 * paths where these are plain words.
 */
export function pagePaths(urls: readonly string[]): string[] {
  const taken = new Set<string>();
  return urls.map((url, index) => {
    const own = index === 0 ? 'index.html' : ownPath(url);
    const path = own === null || taken.has(own) ? `trang-${index + 1}.html` : own;
    taken.add(path);
    return path;
  });
}

function ownPath(address: string): string | null {
  const url = URL.parse(address);
  if (url === null || url.search !== '') return null;
  const segments = url.pathname.split('/').filter((part) => part !== '');
  const last = segments.pop();
  if (last === undefined || segments.length >= mostSegments || !segments.every(isPlain)) return null;
  const file = page.exec(last)?.[1];
  if (file !== undefined) return isPlain(file) ? [...segments, `${file}.html`].join('/') : null;
  return isPlain(last) ? [...segments, last, 'index.html'].join('/') : null;
}

function isPlain(part: string): boolean {
  return segment.test(part) && !reserved.test(part) && !part.startsWith('trang-');
}

/** How one file of the copy refers to another; both are paths within the web root. */
export function relativePath(from: string, to: string): string {
  const folders = from.split('/').slice(0, -1);
  const parts = to.split('/');
  let common = 0;
  while (common < folders.length && common < parts.length - 1 && folders[common] === parts[common]) common++;
  return '../'.repeat(folders.length - common) + parts.slice(common).join('/');
}
