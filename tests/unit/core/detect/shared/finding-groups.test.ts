import { expect, test } from 'vitest';
import { groupFindings } from '../../../../../src/core/detect/shared/finding-groups.ts';
import type { Family } from '../../../../../src/core/domain/finding.ts';
import { finding } from '../../../../support/seed-desk.ts';

const of = (family: Family, score: number) => finding({ family, score, reason: { vi: '', en: `${family} ${score}` } });

test('findings are grouped by subject, the strongest first; remarks and what is beyond three are folded', () => {
  const all = [of('links', 4), of('words', 2), of('title', 9), of('text', 0), of('outline', 1), of('makeup', 3)];
  const { groups, rest } = groupFindings(all);
  expect(groups.map(({ subject, findings }) => [subject, findings.map(({ score }) => score)])).toEqual([
    ['content', [9, 3, 2]],
    ['code', [4]],
  ]);
  expect(rest.map(({ score }) => score)).toEqual([1, 0]);
});

test('without any weight all are remarks', () => {
  expect(groupFindings([of('text', 0)])).toMatchObject({ groups: [], rest: [{ score: 0 }] });
});
