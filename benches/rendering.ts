/**
 * Detection measured on rendered pages: `npm run bench:rendered [-- --full] [--list]`. Recorded pages go through the
 * product's browser offline, then the same lines through replay twice: received markup only, and with rendered markup and
 * picture. Beside them what simple watchers do. Renders a fixed part of the corpus, or all of it with `--full`;
 * `--list` names every false alarm and miss of the rendered way. The exit code is 0: the marks are those of detection.ts.
 *
 * Words are not read from the pictures unless `--words` asks for it: offline no image is there, so that all words are in
 * the markup too, and reading takes up to four seconds a capture.
 */
import { existsSync } from 'node:fs';
import { pino } from 'pino';
import { loadPolicy } from '../src/config/policy.ts';
import { configSchema } from '../src/config/schema/schema.ts';
import type { Pictures } from '../src/core/ports.ts';
import type { Seeing } from '../src/monitor/check/look/see-pictures.ts';
import { replayFile } from '../src/monitor/replay/replay-file.ts';
import { createPictures } from '../src/pictures/pictures.ts';
import { corpusDir, withFileOf } from './support/corpus.ts';
import { type Mark, marks } from './support/detection-marks.ts';
import { type DrawnSet, drawnSample, wholeCorpus } from './support/drawn-sample.ts';
import { type Judged, judgedOf, mistakeOf } from './support/judged.ts';
import { changedText, type NaiveLook, naiveLooks } from './support/naive-changes.ts';
import { changedPixels } from './support/pixel-changes.ts';
import { type RenderedLine, type RenderedPages, renderPages } from './support/rendered-cache.ts';
import { interval } from './wilson.ts';

interface Both {
  readonly received: readonly Judged[];
  readonly rendered: readonly Judged[];
}

const isListing = process.argv.includes('--list');
const readsWords = process.argv.includes('--words');
const tellEvery = 50;
let wordsAsked = 0;

/** Counted beside the marks: what rendering could add to or take from. */
const moreMarks: readonly Pick<Mark, 'name' | 'counts' | 'hits'>[] = [
  {
    name: 'infected at registration: alarm',
    counts: ({ set, truth }) => set === 'infected' && truth === 'alarm',
    hits: ({ level }) => level === 'alarm',
  },
  { name: 'redesigns: suspect', counts: ({ set }) => set === 'redesign', hits: ({ level }) => level === 'suspect' },
  {
    name: 'attacks: unknown',
    counts: ({ truth }) => truth === 'alarm',
    hits: ({ level }) => level === 'unknown',
  },
  { name: 'quiet: unknown', counts: ({ truth }) => truth === 'quiet', hits: ({ level }) => level === 'unknown' },
];

if (!existsSync(corpusDir)) {
  console.log(`There is no corpus at ${corpusDir}: set VONGGAC_CORPUS to its folder.`);
  process.exit(69);
}

const startedAt = performance.now();
const policy = loadPolicy(configSchema.parse({}));
const sets = process.argv.includes('--full') ? wholeCorpus() : drawnSample();
const pages = await renderPages(
  sets.flatMap(({ lines }) => lines),
  (done, all) => {
    if (done % tellEvery === 0 || done === all) console.error(`rendered ${done} of ${all} pages`);
  },
);
const both = await judgeBothWays(sets, pages);
printRendering(pages, sets);
printFigures(both);
await printWatchers(sets, pages, both);
console.log(`\nPolicy ${policy.version}, ${((performance.now() - startedAt) / 60_000).toFixed(0)} minutes in all.`);

async function judgeBothWays(sets: readonly DrawnSet[], { of }: RenderedPages): Promise<Both> {
  const received: Judged[] = [];
  for (const { set, lines } of sets) received.push(...(await judge(set, lines, null)).judged);
  console.error(`judged ${received.length} captures by their received markup`);
  // Where words are read that is most of the time, and each set waits for its own.
  const answers = await Promise.all(
    sets.map(async ({ set, lines }) => {
      const log = pino({ level: 'silent' });
      const pictures = createPictures({ log, workers: 1 });
      try {
        const answer = await judge(set, lines.map(of), {
          pictures: { ...pictures, readWords: reading(pictures) },
          log,
        });
        console.error(`judged ${answer.judged.length} rendered captures of ${set}`);
        return answer;
      } finally {
        await pictures.close();
      }
    }),
  );
  if (isListing) for (const { mistakes } of answers) for (const mistake of mistakes) console.log(mistake);
  return { received, rendered: answers.flatMap(({ judged }) => judged) };
}

function reading({ readWords }: Pictures): Pictures['readWords'] {
  return async (screenshot, areas) => {
    wordsAsked += 1;
    return readsWords ? readWords(screenshot, areas) : [];
  };
}

interface Answer {
  readonly judged: readonly Judged[];
  readonly mistakes: readonly string[];
}

async function judge(set: string, lines: readonly RenderedLine[], seeing: Seeing | null): Promise<Answer> {
  const judged: Judged[] = [];
  const mistakes: string[] = [];
  await withFileOf(lines, (path) =>
    replayFile(path, policy, seeing, (result, line) => {
      judged.push(judgedOf(set, result, line));
      const mistake = mistakeOf(set, result, line);
      if (mistake !== null) mistakes.push(mistake);
      if (seeing !== null && judged.length % tellEvery === 0) console.error(`${set}: ${judged.length} judged`);
    }),
  );
  return { judged, mistakes };
}

function printRendering(pages: RenderedPages, sets: readonly DrawnSet[]): void {
  const lines = sets.flatMap(({ lines }) => lines);
  const moved = lines
    .map(pages.of)
    .filter(({ finalUrl, url }) => finalUrl !== undefined && finalUrl !== new URL(url).href);
  console.log(`\n${lines.length} lines of ${pages.pages} pages; ${pages.failures.length} could not be rendered,`);
  console.log(`${moved.length} lines led elsewhere, which offline is an empty 404. ${pages.fresh} rendered now,`);
  console.log(`${pages.secondsEach.toFixed(1)} s each. Renderer: ${pages.rendererVersion}.`);
  console.log(`Words of pictures were asked for ${wordsAsked} times and ${readsWords ? 'read' : 'not read'}.`);
  for (const failure of pages.failures) console.log(`- not rendered: ${failure}`);
}

function printFigures({ received, rendered }: Both): void {
  console.log('\n| figure | n | received markup only | rendered, with picture | wanted, rendered |');
  console.log('|---|---|---|---|---|');
  for (const mark of [...marks, ...moreMarks]) {
    const columns = [received, rendered].map((of) => of.filter((one) => mark.counts(one)));
    const n = columns[0]?.length ?? 0;
    if (n === 0) continue;
    const shown = columns.map((of) => shareOf(of.filter((one) => mark.hits(one)).length, of.length));
    console.log(`| ${mark.name} | ${n} | ${shown.join(' | ')} | ${wantedOf(mark)} |`);
  }
}

function wantedOf(mark: Partial<Mark>): string {
  if ('most' in mark && mark.most !== undefined) return `at most ${100 * mark.most} %`;
  return 'share' in mark && mark.share !== undefined ? `≥ ${100 * (mark.renderedShare ?? mark.share)} %` : '';
}

function shareOf(hits: number, total: number): string {
  return `${hits} (${interval(hits, total)})`;
}

async function printWatchers(
  sets: readonly DrawnSet[],
  { of }: RenderedPages,
  { rendered, received }: Both,
): Promise<void> {
  const texts: NaiveLook[] = [];
  const pixels: NaiveLook[] = [];
  for (const { set, lines } of sets) {
    if (set !== 'hourly' && set !== 'drift' && set !== 'attacks') continue;
    texts.push(...(await naiveLooks(set, lines, changedText)));
    const painted = lines.filter((line) => of(line).screenshot !== undefined);
    pixels.push(
      ...(await naiveLooks(set, painted, (a, b) => changedPixels(of(a).screenshot ?? '', of(b).screenshot ?? ''))),
    );
    console.error(`compared ${pixels.length} pictures, ${set} done`);
  }
  console.log('\n| watcher | attacks on moving pages | attacks on still pages | benign steps |');
  console.log('|---|---|---|---|');
  const row = (name: string, looks: readonly NaiveLook[], over: number): void => {
    const groups = [
      looks.filter(({ isAttack, isMoving }) => isAttack && isMoving),
      looks.filter(({ isAttack, isMoving }) => isAttack && !isMoving),
      looks.filter(({ isAttack }) => !isAttack),
    ];
    const cells = groups.map((group) => shareOf(group.filter(({ changed }) => changed > over).length, group.length));
    console.log(`| ${name} | ${cells.join(' | ')} |`);
  };
  const ours = (judged: readonly Judged[], isHit: (one: Judged) => boolean): NaiveLook[] =>
    judged
      .filter(({ set, truth }) => set === 'hourly' || set === 'drift' || (set === 'attacks' && truth === 'alarm'))
      .map((one) => ({ isAttack: one.truth === 'alarm', isMoving: one.isMoving, changed: Number(isHit(one)) }));
  row('any change of visible text (urlwatch style)', texts, 0);
  row('more than 0.1 % of the pixels (BackstopJS style)', pixels, 0.001);
  row('more than 5 % of the pixels', pixels, 0.05);
  row(
    'Vọng Gác, received markup, alarm',
    ours(received, ({ level }) => level === 'alarm'),
    0,
  );
  row(
    'Vọng Gác, rendered, alarm',
    ours(rendered, ({ level }) => level === 'alarm'),
    0,
  );
  row(
    'Vọng Gác, rendered, alarm or suspect',
    ours(rendered, ({ level }) => level === 'alarm' || level === 'suspect'),
    0,
  );
}
