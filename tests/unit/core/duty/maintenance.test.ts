import { expect, it } from 'vitest';
import { isHeldInMaintenance } from '../../../../src/core/duty/maintenance.ts';

it.each([
  [['defacement'], true],
  [['certificate'], true],
  [['injection', 'cloaking'], true],
  [['takeover'], false],
  [['redirection'], false],
  [['defacement', 'ransom-note'], false],
] as const)('%j waits for the end of the maintenance: %s', (kinds, held) => {
  expect(isHeldInMaintenance(kinds)).toBe(held);
});
