import { expect, test } from 'vitest';
import { stepsOfKinds } from '../../../../src/core/incidents/playbook.ts';
import { testPlaybook } from '../../../support/playbook.ts';

test('what one kind has said is not said again by the next', () => {
  const parts = stepsOfKinds(testPlaybook, ['defacement', 'injection']);
  expect(parts.map(({ kind, steps }) => [kind, steps.map((step) => step.vi)])).toEqual([
    ['defacement', ['Giữ nguyên hiện trạng', 'Cô lập máy chủ, báo cáo VNCERT/CC']],
    ['injection', ['Xem mã nguồn']],
  ]);
});

test('a kind that adds nothing is left out', () => {
  const { attacks } = testPlaybook;
  const playbook = { ...testPlaybook, attacks: { ...attacks, injection: attacks.defacement } };
  expect(stepsOfKinds(playbook, ['defacement', 'injection']).map(({ kind }) => kind)).toEqual(['defacement']);
});
