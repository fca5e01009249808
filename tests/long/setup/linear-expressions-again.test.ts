/** Judges every regular expression anew; `-- -u` lists those that are safe, so that CI judges only new ones. */
import { expect, test } from 'vitest';
import { expressionsToJudge, judgedFile, judgedLine, objectionTo } from '../../support/linear-expressions.ts';

test('every regular expression in the source is judged safe anew, and is in the list', async () => {
  const objections: string[] = [];
  const lines: string[] = [];
  for (const expression of expressionsToJudge()) {
    const objection = await objectionTo(expression);
    if (objection === null) lines.push(judgedLine(expression));
    else objections.push(objection);
  }
  expect(objections).toEqual([]);
  await expect(`${lines.sort().join('\n')}\n`).toMatchFileSnapshot(judgedFile);
});
