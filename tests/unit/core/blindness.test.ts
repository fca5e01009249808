import { describe, expect, it } from 'vitest';
import { afterRound, type Blindness, initialBlindness, mayBeBlind } from '../../../src/core/blindness.ts';

const minute = 60_000;
const rule = { needed: 1, everyMs: minute };

/** Rounds a minute apart, one letter each: `1` answered, `0` not. */
function rounds(said: string, from: Blindness = initialBlindness, startMs = 0, needed = 1) {
  const events: string[] = [];
  let state = from;
  for (const [index, one] of [...said].entries()) {
    const step = afterRound(state, { at: startMs + index * minute, answered: Number(one) }, { ...rule, needed });
    if (step.event !== null) events.push(`${step.event}@${index}`);
    state = step.state;
  }
  return { state, events };
}

describe('our own outage', () => {
  it('is told when two rounds in a row fail, and began with the first of them', () => {
    const { state, events } = rounds('1100');
    expect(events).toEqual(['blind@3']);
    expect(state).toMatchObject({ status: 'blind', since: 2 * minute });
  });

  it('is taken into account from its first round on', () => {
    expect(mayBeBlind(rounds('11').state)).toBe(false);
    expect(mayBeBlind(rounds('110').state)).toBe(true);
    expect(mayBeBlind(rounds('1101').state)).toBe(false);
  });

  it('ends when three minutes of rounds answered, and until then failures are ours', () => {
    const { state, events } = rounds('0011');
    expect(events).toEqual(['blind@1']);
    expect(mayBeBlind(state)).toBe(true);
    expect(rounds('001111').events).toEqual(['blind@1', 'seeing@5']);
    expect(rounds('001111').state).toMatchObject({ status: 'seeing', since: 2 * minute });
  });

  it('is told once while a canary flaps', () => {
    expect(rounds('0101010101').events).toEqual([]);
    expect(rounds('00101101100101').events).toEqual(['blind@1']);
  });

  it('takes as many answers as are needed', () => {
    expect(rounds('2211', initialBlindness, 0, 2).events).toEqual(['blind@3']);
  });

  it('does not join rounds between which nobody looked', () => {
    const { state } = rounds('10');
    expect(rounds('0', state, 60 * minute).events).toEqual([]);
    expect(rounds('00', state, 60 * minute).events).toEqual(['blind@1']);
  });

  it('is not decided by a round that another process overtook', () => {
    const { state } = rounds('11');
    expect(afterRound(state, { at: 0, answered: 0 }, rule)).toEqual({ state, event: null });
  });
});
