/** Values of a page's named slots (the canonical host, the target of a link) and how stable they are. */
import { stability, type Tally, tallyLook } from '../tally.ts';

export interface SlotValue {
  readonly slot: string;
  /** Never empty. */
  readonly value: string;
}

const between = '\t';
const partCap = 200;

function keyOf({ slot, value }: SlotValue): string {
  return `${slot.slice(0, partCap)}${between}${value.slice(0, partCap)}`;
}

function slotOf(key: string): string {
  return key.slice(0, key.indexOf(between));
}

/**
 * Counts one more look.
 * @param admits whether an unknown value may be learned; automatic learning leaves most unknown
 */
export function learnValues(
  tally: Tally,
  shown: readonly SlotValue[],
  look: number,
  cap: number,
  admits: (isSlotKnown: boolean) => boolean,
): Tally {
  const known = new Set(tally.keys);
  const slots = new Set(tally.keys.map(slotOf));
  const keys = shown.map(keyOf).filter((key) => known.has(key) || admits(slots.has(slotOf(key))));
  return tallyLook(tally, new Set(keys), look, cap);
}

/** A value that its slot never held. */
export interface NewValue extends SlotValue {
  /** The value that the slot held in every learned look and no longer holds; null when it held several or none. */
  readonly before: string | null;
  /** The slot itself is new. */
  readonly isNewSlot: boolean;
}

/** Each new value once, in the order shown. A value known in any slot has only moved. */
export function newValues(tally: Tally, looks: number, shown: readonly SlotValue[]): NewValue[] {
  const known = new Set(tally.keys);
  const steady = steadyValues(tally, looks);
  const values = new Set(tally.keys.map((key) => key.slice(key.indexOf(between) + 1)));
  const here = new Set(shown.map(keyOf));
  const found = new Map<string, NewValue>();
  for (const one of shown) {
    const key = keyOf(one);
    const slot = slotOf(key);
    if (known.has(key) || found.has(key) || values.has(key.slice(slot.length + 1))) continue;
    const before = steady.get(slot) ?? null;
    const isGone = before !== null && !here.has(keyOf({ slot, value: before }));
    found.set(key, { ...one, before: isGone ? before : null, isNewSlot: !steady.has(slot) });
  }
  return [...found.values()];
}

/** For each slot the one value that it always held; null for slots that held several. */
function steadyValues(tally: Tally, looks: number): Map<string, string | null> {
  const steady = new Map<string, string | null>();
  tally.keys.forEach((key, index) => {
    const slot = slotOf(key);
    const isSteady = !steady.has(slot) && stability(tally, index, looks) > 0;
    steady.set(slot, isSteady ? key.slice(slot.length + 1) : null);
  });
  return steady;
}
