/** A golden case: a folder under `fixtures/cases/{quiet,alarm}` whose `case.yaml` tells a page's story step by step. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { sightAttribute } from '../../src/core/facts/markup/sight-attributes.ts';
import { behaviourSchema } from '../../src/monitor/replay/behaviour-file.ts';

/** `{i}` in a text is a word of its own at each of its repetitions. */
const replacements = z
  .array(z.strictObject({ instead: z.string(), text: z.string(), times: z.number().default(1) }))
  .default([]);

const page = z.strictObject({
  /** Days since the first look. */
  day: z.number().int().min(0).default(0),
  /** File beside `case.yaml`, or in `fixtures/cases/pages`. */
  page: z.string().default(''),
  /** Values of the page's `{{name:default}}` slots. */
  set: z.record(z.string(), z.coerce.string()).default({}),
  /** Texts replaced after the slots; each must occur. */
  put: replacements,
  /**
   * The same in what a browser shows: what scripts add, and the marks of `core/facts/markup/sight-attributes.ts` as its capture writes
   * them. A page with such a list counts as measured.
   */
  shown: replacements.optional(),
  /** Characters kept of the body. */
  cutAfter: z.number().int().optional(),
  /** Why the answer is not whole; a lost connection where only `cutAfter` is told. */
  cutOff: z.enum(['body-cap', 'decompression-cap', 'timed-out', 'connection-lost']).optional(),
  status: z.number().int().default(200),
  finalUrl: z.url().optional(),
  /** Addresses that the answers led over on the way. */
  way: z.array(z.url()).optional(),
  headers: z.record(z.string(), z.string()).default({}),
  navigations: z.array(z.url()).default([]),
  dialogs: z.array(z.string()).default([]),
  /** What it did in the browser, as in a replay's file; makes it a browser's look. */
  behaviour: behaviourSchema.optional(),
  tier: z.enum(['http', 'browser']).default('http'),
  /** Name of the screenshot in `fixtures/cases/screens`, drawn by `draw-screens.ts`; makes it a browser's look. */
  screen: z.string().optional(),
  /** What the page's images and styles were when it was drawn, where not as usual: path → file in `cases/assets`. */
  assets: z.record(z.string(), z.string()).default({}),
  /** The browser that drew it; pictures of different ones are not compared. */
  renderer: z.string().default('test'),
  profile: z.enum(['browser', 'search-bot', 'search-click', 'phone', 'declared']).default('browser'),
});

const ordinaryMorning = z.array(page).parse([
  { page: 'xa-an-phu.html' },
  {
    page: 'xa-an-phu.html',
    set: {
      clock: 'thứ Hai ngày 02/11/2026 08:03',
      visits: '120.351',
      online: 9,
      slide: '<img src="/images/slide-2.jpg" alt="Ngày hội đại đoàn kết"><p class="caption">Ngày hội đại đoàn kết</p>',
    },
  },
  {
    page: 'xa-an-phu.html',
    set: {
      clock: 'thứ Hai ngày 02/11/2026 08:06',
      visits: '120.364',
      online: 15,
      slide: '<img src="/images/slide-3.jpg" alt="Mùa gặt"><p class="caption">Mùa gặt trên cánh đồng mẫu lớn</p>',
    },
  },
  { page: 'xa-an-phu.html', set: { clock: 'thứ Hai ngày 02/11/2026 08:09', visits: '120.370', online: 11 } },
]);

const step = page.extend({
  /** An operator accepts it although it was flagged. */
  accept: z.boolean().default(false),
  /** What special visitors are shown at the same moment. */
  beside: z.array(page).default([]),
  /** What the step must be judged as; by the folder's default when left out. */
  expect: z.enum(['clean', 'suspect', 'alarm', 'unknown']).optional(),
  kind: z.string().optional(),
  conclusive: z.boolean().optional(),
  /** A detector that must have said something with weight. */
  detector: z.string().optional(),
});

const caseSchema = z.strictObject({
  from: z.string().min(20),
  url: z.url(),
  /** Highest level that a quiet case may reach; `clean` (or unknown) unless told. */
  allow: z.enum(['clean', 'suspect']).default('clean'),
  baseline: z.enum(['approved', 'provisional', 'none']).default('approved'),
  /** A page that nobody registered: why it is looked at, the registered page it belongs to, how the site says "not found". */
  discovered: z
    .strictObject({
      role: z.enum(['found', 'not-found', 'telling', 'plain']),
      home: z.url(),
      site: z.array(page).min(1),
      notFound: z.array(page).default([]),
    })
    .optional(),
  /** `ordinary`: four looks at the commune's portal on an ordinary morning. */
  learn: z.union([z.array(page), z.literal('ordinary').transform(() => ordinaryMorning)]).default([]),
  steps: z.array(step).min(1),
});

export type GoldenPage = z.output<typeof page>;
export type GoldenCase = z.output<typeof caseSchema> & { readonly name: string; readonly label: 'quiet' | 'alarm' };

export const root = join(import.meta.dirname, '../../fixtures/cases');

export function readCases(): GoldenCase[] {
  return (['quiet', 'alarm'] as const).flatMap((label) =>
    readdirSync(join(root, label))
      .sort()
      .map((name) => {
        const text = readFileSync(join(root, label, name, 'case.yaml'), 'utf8');
        return { ...caseSchema.parse(parse(text)), name, label };
      }),
  );
}

/** The page's markup with its slots filled. */
export function markupOf(golden: GoldenCase, { page: file, set, put, cutAfter }: GoldenPage): string {
  const filled = file === '' ? '' : fill(readPageFile(golden, file), set, `${golden.label}/${golden.name}`);
  const html = replaced(golden, filled, put);
  return cutAfter === undefined ? html : html.slice(0, cutAfter);
}

/** What a browser shows of it. */
export function shownMarkupOf(golden: GoldenCase, page: GoldenPage): string {
  const html = markupOf(golden, page);
  if (page.shown === undefined) return html;
  return replaced(golden, html.replace('<html', `<html ${sightAttribute}="measured"`), page.shown);
}

function replaced(golden: GoldenCase, markup: string, list: z.output<typeof replacements>): string {
  let html = markup;
  for (const { instead, text, times } of list) {
    if (!html.includes(instead)) throw new Error(`${golden.label}/${golden.name}: nothing to replace: ${instead}`);
    html = html.replace(instead, () =>
      Array.from({ length: times }, (_, i) => text.replaceAll('{i}', wordOf(i))).join(''),
    );
  }
  return html;
}

/** A to Z, then BA, BB … */
function wordOf(i: number): string {
  return (i < 26 ? '' : wordOf(Math.floor(i / 26))) + String.fromCharCode(65 + (i % 26));
}

function readPageFile(golden: GoldenCase, file: string): string {
  const own = join(root, golden.label, golden.name);
  const isOwn = readdirSync(own).includes(file);
  return readFileSync(join(isOwn ? own : join(root, 'pages'), file), 'utf8');
}

function fill(template: string, set: Readonly<Record<string, string>>, name: string): string {
  const unused = new Set(Object.keys(set));
  const html = template.replace(/\{\{([a-z]+):([\s\S]*?)\}\}/g, (_, slot: string, standard: string) => {
    unused.delete(slot);
    return set[slot] ?? standard;
  });
  if (unused.size > 0) throw new Error(`${name}: the page has no slot ${[...unused].join(', ')}`);
  return html;
}
