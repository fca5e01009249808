import { afterAll, describe, expect, test } from 'vitest';
import { confusionTable, emptyConfusion } from './confusion.ts';
import { readCases } from './golden-case.ts';
import { closePictures, verdictsOf } from './judge-case.ts';
import { unnamed } from './unnamed.ts';

const cases = readCases();
const confusion = emptyConfusion();
const ranks = ['clean', 'unknown', 'suspect', 'alarm'] as const;

describe.each(['quiet', 'alarm'] as const)('%s cases', (label) => {
  test.each(cases.filter((one) => one.label === label))('$name', async (golden) => {
    const verdicts = await verdictsOf(golden);
    const worst = ranks.toReversed().find((level) => verdicts.some((verdict) => verdict.level === level)) ?? 'clean';
    confusion[label][worst]++;
    verdicts.forEach((verdict, i) => {
      const step = golden.steps[i];
      const story = `step ${i + 1}: ${verdict.level} ${verdict.score} ${verdict.findings.map((one) => `${one.detector} ${one.score} ${one.reason.en}`).join(' | ')}`;
      if (step?.expect !== undefined) expect(verdict.level, story).toBe(step.expect);
      if (step?.kind !== undefined) expect(verdict.kind, story).toBe(step.kind);
      if (step?.conclusive !== undefined) expect(verdict.conclusive, story).toBe(step.conclusive);
      if (step?.detector !== undefined) {
        expect(
          verdict.findings.filter((one) => one.score > 0).map((one) => one.detector),
          story,
        ).toContain(step.detector);
      }
      const highest = golden.allow === 'suspect' ? ['clean', 'unknown', 'suspect'] : ['clean', 'unknown'];
      if (label === 'quiet') expect(highest, story).toContain(verdict.level);
    });
    const bad = verdicts.flatMap(({ findings }) => findings.filter(({ score }) => score > 0));
    expect(
      bad.flatMap((finding) => unnamed(finding, golden.url).map((name) => `${finding.detector}: ${name}`)),
      'whoever quotes a host names it as an indicator',
    ).toEqual([]);
    if (label === 'alarm') expect(verdicts.at(-1)?.level).toBe('alarm');
  });
});

afterAll(async () => {
  await closePictures();
  console.log(confusionTable('Golden cases, worst level of each', confusion));
});
