import { describe, expect, test } from 'vitest';
import { VonggacError } from '../../../../src/core/errors.ts';
import { type Actor, assertMay, ForbiddenError, may, owner, system } from '../../../../src/core/people/actor.ts';

const judges = new Set(['see', 'judge'] as const);
const nationwide: Actor = { name: 'an', scope: { agencyId: null }, capabilities: judges };
const ofAgency: Actor = { name: 'binh', scope: { agencyId: 7 }, capabilities: judges };

describe('may', () => {
  test('allows what the actor holds, in the own agency or everywhere', () => {
    expect(may(ofAgency, 'judge', 7)).toBe('allowed');
    for (const agencyId of [7, 8, null]) expect(may(nationwide, 'judge', agencyId)).toBe('allowed');
  });

  test('keeps an agency out of others, and out of what is no agency’s', () => {
    expect(may(ofAgency, 'judge', 8)).toBe('outside-scope');
    expect(may(ofAgency, 'judge', null)).toBe('outside-scope');
  });

  test('needs the capability before anything else', () => {
    expect(may(ofAgency, 'approve', 8)).toBe('lacks-capability');
    expect(may(nationwide, 'manage-people', null)).toBe('lacks-capability');
  });

  test.each([owner('command line'), system])('lets $name do everything', (actor) => {
    expect(may(actor, 'manage-people', null)).toBe('allowed');
    expect(may(actor, 'judge', 7)).toBe('allowed');
  });
});

test('a refusal says why in Vietnamese, and is told from other refusals', () => {
  const refused = (capability: 'judge' | 'approve') => {
    try {
      assertMay(ofAgency, capability, 8);
    } catch (error) {
      return error;
    }
    return null;
  };
  expect(refused('judge')).toMatchObject({ code: 'refused', vi: expect.stringContaining('cơ quan') });
  expect(refused('approve')).toMatchObject({ code: 'refused', vi: expect.stringContaining('không được phép') });
  expect(
    [refused('judge'), refused('approve')].map((error) => error instanceof ForbiddenError && error.permission),
  ).toEqual(['outside-scope', 'lacks-capability']);
  expect(new VonggacError('refused', 'No.', { vi: 'Không.' })).not.toBeInstanceOf(ForbiddenError);
});
