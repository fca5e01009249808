import { describe, expect, it } from 'vitest';
import { dutyShiftAt, dutyShiftsFrom, type Roster } from '../../../../src/core/duty/roster.ts';

const hour = 3_600_000;
const hanoi = (text: string) => Date.parse(`${text}+07:00`);
const officers = ['An', 'Bình', 'Chi'].map((name) => ({ name, email: `${name.length}@bo.example` }));
const roster: Roster = {
  officers,
  startsOn: '2027-02-04',
  shiftsAtMs: [0],
  shiftsEach: 1,
  timeZone: 'Asia/Ho_Chi_Minh',
};
const nameAt = (change: Partial<Roster>, at: string) => dutyShiftAt({ ...roster, ...change }, hanoi(at))?.officer?.name;

describe('the roster', () => {
  it('changes at midnight in Hà Nội, not in Greenwich', () => {
    expect(nameAt({}, '2027-02-04T00:00:00')).toBe('An');
    expect(nameAt({}, '2027-02-04T23:59:59')).toBe('An');
    expect(nameAt({}, '2027-02-05T00:00:00')).toBe('Bình');
    expect(nameAt({}, '2027-02-05T07:00:00')).toBe('Bình');
    expect(nameAt({}, '2027-02-07T00:00:00')).toBe('An');
  });

  it('goes through the shifts of a day, the night shift over midnight', () => {
    const shifts = { shiftsAtMs: [7 * hour, 19 * hour] };
    expect(nameAt(shifts, '2027-02-04T07:00:00')).toBe('An');
    expect(nameAt(shifts, '2027-02-04T19:00:00')).toBe('Bình');
    expect(nameAt(shifts, '2027-02-05T06:59:59')).toBe('Bình');
    expect(nameAt(shifts, '2027-02-05T07:00:00')).toBe('Chi');
  });

  it('gives whole weeks where shifts are taken in a row, and says from when to when and who comes next', () => {
    const turn = dutyShiftAt({ ...roster, shiftsEach: 7 }, hanoi('2027-02-10T12:00:00'));
    expect(turn).toEqual({
      officer: officers[0],
      assigned: officers[0],
      second: officers[1],
      from: hanoi('2027-02-04T00:00:00'),
      to: hanoi('2027-02-11T00:00:00'),
    });
  });

  it('has somebody before its first day too, has no second with one officer, and nobody without any', () => {
    expect(nameAt({}, '2027-02-03T23:59:59')).toBe('Chi');
    expect(dutyShiftAt({ ...roster, officers: officers.slice(0, 1) }, 0)?.second).toBe(null);
    expect(dutyShiftAt({ ...roster, officers: [] }, 0)).toBe(null);
    expect(dutyShiftsFrom({ ...roster, officers: [] }, 0, 5)).toEqual([]);
  });

  it('never chooses somebody whose account is disabled, first or second, and keeps everybody’s days', () => {
    const [an, binh, chi] = officers;
    if (!an || !binh || !chi) return expect.unreachable();
    const off = { isDisabled: true };
    const at = (all: Roster['officers'], text: string) => dutyShiftAt({ ...roster, officers: all }, hanoi(text));
    const withoutBinh = [an, { ...binh, ...off }, chi];
    expect(at(withoutBinh, '2027-02-04T08:00:00')).toMatchObject({ officer: an, second: chi });
    expect(at(withoutBinh, '2027-02-05T08:00:00')).toMatchObject({ officer: null, assigned: binh, second: chi });
    expect(at(withoutBinh, '2027-02-06T08:00:00')).toMatchObject({ officer: chi, second: an });
    expect(at([an, { ...binh, ...off }], '2027-02-04T08:00:00')?.second).toBeNull();
  });

  it('lists the turns that follow without a gap', () => {
    const turns = dutyShiftsFrom({ ...roster, shiftsAtMs: [7 * hour, 19 * hour] }, hanoi('2027-02-04T08:00:00'), 4);
    expect(turns.map(({ officer }) => officer?.name)).toEqual(['An', 'Bình', 'Chi', 'An']);
    for (const [index, turn] of turns.slice(1).entries()) expect(turn.from).toBe(turns[index]?.to);
  });
});
