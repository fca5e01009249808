/**
 * A learned portal on loopback under attacks and under what looks like them, watched by the whole product with a real
 * browser: each attack is at least as bad as written, and nothing ordinary alarms.
 */
import { afterAll, describe, expect, it } from 'vitest';
import { attacks } from '../../support/live-portal/attacks.ts';
import { lookalikes } from '../../support/live-portal/lookalikes.ts';
import { type Course, type LivePortal, learnLivePortal } from '../../support/live-portal/scene.ts';

const lanes = 3;
/** Within it there are a browser look and what confirms it. */
const usualHours = 1;

let portal: LivePortal;
afterAll(() => portal?.close());

it('three standing pages and a busy one are learned for weeks, and stay clean', async () => {
  portal = await learnLivePortal(lanes);
});

/** A row for docs/measurements.md. */
const told = (name: string, { suspectAt, alarmAt, incidentAt, looks, minutes, levels, by }: Course) =>
  console.log(
    `| ${name} | ${[...levels].join(' ')} | ${minutes ?? ''} | ${suspectAt ?? ''} | ${alarmAt ?? ''} | ${incidentAt ?? ''} | ${looks} | ${by.join(', ')} |`,
  );

describe.concurrent('attacks', () => {
  it.each(Object.entries(attacks))('%s', async (name, { expect: wanted, within = usualHours, ...change }) => {
    const course = await portal.run(change, { hours: within });
    told(name, course);
    expect(course.suspectAt, course.by.join()).not.toBeNull();
    if (wanted === 'alarm') expect(course.incidentAt, course.by.join()).not.toBeNull();
  });
});

describe.concurrent('what looks like them', () => {
  it.each(Object.entries(lookalikes))('%s', async (name, { may, ...change }) => {
    const course = await portal.run(change, { hours: usualHours });
    told(name, course);
    expect([course.alarmAt, course.incidentAt]).toEqual([null, null]);
    expect([...may, 'clean']).toEqual(expect.arrayContaining([...course.levels]));
  });
});
