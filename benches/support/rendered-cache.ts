/**
 * Rendered recorded pages in an ignored folder: each is rendered once, and a run that was ended goes on where it was.
 * A page is named by its bytes and its address, in a folder of the renderer's version.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { decodePage } from '../../src/monitor/replay/decode-page.ts';
import { type CorpusLine, readPage } from './corpus.ts';
import { createPageRenderer, type PageRenderer } from './page-renderer.ts';

/** A line with what its page looked like; paths as `replay` reads them. */
export interface RenderedLine extends CorpusLine {
  readonly renderedHtml?: string;
  readonly screenshot?: string;
  readonly finalUrl?: string;
  readonly status?: number;
}

export interface RenderedPages {
  /** The line as it is when its page could not be rendered. */
  readonly of: (line: CorpusLine) => RenderedLine;
  readonly pages: number;
  readonly fresh: number;
  /** Why, by page. */
  readonly failures: readonly string[];
  readonly secondsEach: number;
  readonly rendererVersion: string;
}

interface Notes {
  readonly finalUrl: string;
  readonly status: number;
  readonly hasPicture: boolean;
}

const root = join(import.meta.dirname, '../../.cache/rendered');
/** Browsers at once. */
const browsers = 2;

/** @param tell called now and then with how far it is */
export async function renderPages(
  lines: readonly CorpusLine[],
  tell: (done: number, all: number) => void,
): Promise<RenderedPages> {
  const renderers = await Promise.all(Array.from({ length: browsers }, createPageRenderer));
  try {
    const rendererVersion = await versionOf(renderers[0]);
    const folder = join(root, createHash('sha256').update(rendererVersion).digest('hex').slice(0, 12));
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'renderer.txt'), `${rendererVersion}\n`);
    const names = new Map<CorpusLine, string>();
    const wanted = new Map<string, CorpusLine>();
    for (const line of lines) {
      const name = nameOf(line);
      names.set(line, name);
      if (!wanted.has(name) && !existsSync(join(folder, `${name}.json`))) wanted.set(name, line);
    }
    const pages = new Set(names.values()).size;
    const startedAt = performance.now();
    const failures = await renderAll(renderers, wanted, folder, (done) => tell(pages - wanted.size + done, pages));
    const secondsEach = wanted.size === 0 ? 0 : (performance.now() - startedAt) / 1_000 / wanted.size;
    const of = (line: CorpusLine): RenderedLine => withRendering(line, folder, names.get(line) ?? nameOf(line));
    return { of, pages, fresh: wanted.size, failures, secondsEach, rendererVersion };
  } finally {
    await Promise.all(renderers.map((one) => one.close()));
  }
}

async function renderAll(
  renderers: readonly PageRenderer[],
  wanted: ReadonlyMap<string, CorpusLine>,
  folder: string,
  tell: (done: number) => void,
): Promise<string[]> {
  const queue = [...wanted];
  const failures: string[] = [];
  const work = async (renderer: PageRenderer): Promise<void> => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const failure = await renderOne(renderer, next[1], join(folder, next[0]));
      if (failure !== null) failures.push(`${next[1].html}: ${failure}`);
      tell(wanted.size - queue.length);
    }
  };
  await Promise.all(renderers.map(work));
  return failures;
}

/** The notes come last and at once: what has none was not rendered. */
async function renderOne(renderer: PageRenderer, line: CorpusLine, file: string): Promise<string | null> {
  const bytes = readPage(line);
  const contentType = `text/html; charset=${decodePage(bytes, '').charset}`;
  const rendered = await renderer.render({ url: line.url, status: 200, contentType, bytes }, Date.parse(line.at));
  if (!rendered.ok) return rendered.reason;
  const { finalUrl, status, html, screenshot } = rendered;
  writeFileSync(`${file}.html.gz`, gzipSync(html));
  if (screenshot !== null) writeFileSync(`${file}.png`, screenshot);
  writeFileSync(`${file}.new`, JSON.stringify({ finalUrl, status, hasPicture: screenshot !== null } satisfies Notes));
  renameSync(`${file}.new`, `${file}.json`);
  return null;
}

function withRendering(line: CorpusLine, folder: string, name: string): RenderedLine {
  const file = join(folder, name);
  if (!existsSync(`${file}.json`)) return line;
  const { finalUrl, status, hasPicture } = JSON.parse(readFileSync(`${file}.json`, 'utf8')) as Notes;
  return {
    ...line,
    finalUrl,
    status,
    renderedHtml: `${file}.html.gz`,
    ...(hasPicture ? { screenshot: `${file}.png` } : {}),
  };
}

function nameOf(line: CorpusLine): string {
  return createHash('sha256').update(line.url).update('\n').update(readPage(line)).digest('hex').slice(0, 32);
}

/** What the product calls its browser, fonts and picture settings, asked of a look. */
async function versionOf(renderer: PageRenderer | undefined): Promise<string> {
  const page = { url: 'http://offline.example/', status: 200, contentType: 'text/html', bytes: Buffer.from('<p>…') };
  const rendered = await renderer?.render(page, 0);
  if (!rendered?.ok) throw new Error(`the browser can't be used: ${rendered?.reason}`);
  return rendered.rendererVersion;
}
