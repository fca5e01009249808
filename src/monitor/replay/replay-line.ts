/** One line of a replay file: its schema, and the capture it describes. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { z } from 'zod';
import type { Behaviour } from '../../core/domain/behaviour.ts';
import type { ReadCapture, Rendering } from '../../core/domain/capture.ts';
import type { Content } from '../../core/domain/content.ts';
import { VonggacError } from '../../core/errors.ts';
import { parseBehaviour } from './behaviour-file.ts';
import { decodePage } from './decode-page.ts';

/** Most decompressed bytes of one file. */
const fileCap = 64_000_000;

const lineSchema = z.looseObject({
  series: z.string().min(1),
  at: z.iso.datetime({ offset: true, error: 'must be a time like 2026-01-31T08:00:00Z' }),
  url: z.url({ protocol: /^https?$/, error: 'must be an http or https address' }),
  html: z.string().min(1),
  status: z.number().int().min(100).max(599).default(200),
  finalUrl: z.url({ protocol: /^https?$/ }).optional(),
  headers: z
    .union([
      z.array(z.tuple([z.string(), z.string()])),
      z.record(z.string(), z.string()).transform(Object.entries<string>),
    ])
    .default([]),
  renderedHtml: z.string().min(1).optional(),
  screenshot: z.string().min(1).optional(),
  behaviour: z.string().min(1).optional(),
  profile: z.enum(['browser', 'search-bot', 'search-click', 'phone', 'declared']).default('browser'),
  learn: z.boolean().optional(),
  freeze: z.boolean().optional(),
  label: z.enum(['quiet', 'alarm']).optional(),
  kind: z.string().nullish(),
  attack: z.string().optional(),
});

export type ReplayLine = z.output<typeof lineSchema>;

/** @param where `FILE, line N` for the error */
export function parseReplayLine(text: string, where: string): ReplayLine {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new VonggacError('bad-file', `${where} is not JSON: write one object per line.`, { cause: error });
  }
  const result = lineSchema.safeParse(value);
  if (result.success) return result.data;
  const mistakes = result.error.issues.map((issue) => `${issue.path.join('.') || 'the line'} ${issue.message}`);
  throw new VonggacError('bad-file', `${where}: ${mistakes.join('; ')}.`);
}

/**
 * The capture that a line describes: of the browser tier when it has a rendered page, a screenshot or behaviour.
 *
 * @param folder that the line's paths are relative to
 */
export async function captureOf(line: ReplayLine, folder: string, where: string): Promise<ReadCapture> {
  const headers = line.headers.map(([name, value]) => [name.toLowerCase(), value] as const);
  const contentType = headers.find(([name]) => name === 'content-type')?.[1] ?? '';
  const bytes = await readBeside(folder, line.html, where);
  const { html, charset } = decodePage(bytes, contentType);
  const finalUrl = line.finalUrl ?? line.url;
  const first = { url: line.url, status: line.status, address: null, via: 'request', certificate: null } as const;
  const last = { ...first, url: finalUrl, via: 'location' } as const;
  return {
    tier: isRendered(line) ? 'browser' : 'http',
    profile: line.profile,
    at: Date.parse(line.at),
    url: line.url,
    finalUrl,
    hops: finalUrl === line.url ? [first] : [{ ...first, status: 302 }, last],
    status: line.status,
    headers,
    body: content(bytes, contentType || 'text/html'),
    html,
    charset,
    cutOff: null,
    rendering: await renderingOf(line, html, folder, where),
    ...(line.behaviour === undefined ? {} : { behaviour: await behaviourIn(line.behaviour, folder, where) }),
    durationMs: 0,
  };
}

function isRendered({ renderedHtml, screenshot, behaviour }: ReplayLine): boolean {
  return renderedHtml !== undefined || screenshot !== undefined || behaviour !== undefined;
}

async function behaviourIn(path: string, folder: string, where: string): Promise<Behaviour> {
  const bytes = await readBeside(folder, path, where);
  return parseBehaviour(Buffer.from(bytes).toString('utf8'), `${where}: the behaviour '${path}'`);
}

async function renderingOf(line: ReplayLine, html: string, folder: string, where: string): Promise<Rendering | null> {
  if (!isRendered(line)) return null;
  const rendered =
    line.renderedHtml === undefined ? html : decodePage(await readBeside(folder, line.renderedHtml, where), '').html;
  const screenshot = line.screenshot === undefined ? null : await readBeside(folder, line.screenshot, where);
  return {
    html: rendered,
    screenshot: screenshot === null ? null : screenshotOf(screenshot, line.screenshot ?? '', where),
    // Recorded pictures of one file are assumed to come from one renderer.
    rendererVersion: 'recorded',
    realTime: true,
    dialogs: [],
    navigations: [],
    console: [],
    resources: [],
    popups: [],
  };
}

/** A PNG's first chunk holds its width and height. */
function screenshotOf(bytes: Uint8Array, path: string, where: string): Rendering['screenshot'] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 24 || view.getUint32(0) !== 0x89504e47) {
    throw new VonggacError('bad-file', `${where}: the screenshot '${path}' is not a PNG picture.`);
  }
  return {
    content: content(bytes, 'image/png'),
    widthPx: view.getUint32(16),
    heightPx: view.getUint32(20),
    capped: false,
  };
}

function content(bytes: Uint8Array, mediaType: string): Content {
  return { hash: createHash('sha256').update(bytes).digest('hex'), mediaType, bytes };
}

const unzip = promisify(gunzip);

async function readBeside(folder: string, path: string, where: string): Promise<Uint8Array> {
  try {
    const bytes = await readFile(resolve(folder, path));
    return path.endsWith('.gz') ? await unzip(bytes, { maxOutputLength: fileCap }) : bytes;
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
    throw new VonggacError('bad-file', `${where}: '${path}' can't be read (${why}); paths are relative to the file.`, {
      cause: error,
    });
  }
}
