/** Run-time code that was not seen during learning, analysed like inline scripts. */
import type { BehaviourFacts, MadeCodeFact } from '../facts/behaviour/behaviour-facts.ts';
import type { LearnedBehaviour } from '../learned/learned-behaviour.ts';
import { readScripts, type ScriptReading } from './read-script.ts';

export interface NewCode {
  readonly fact: MadeCodeFact;
  readonly reading: ScriptReading;
}

/** Pieces analysed per look, and their characters. */
const caps = { pieces: 20, characters: 400_000 };

export function newMadeCode({ code }: BehaviourFacts, known: LearnedBehaviour): NewCode[] {
  const keys = new Set(known.code.keys);
  let room = caps.characters;
  const fresh = code.filter(({ key }) => key !== '' && !keys.has(key)).slice(0, caps.pieces);
  const read = fresh.filter(({ source }) => {
    room -= source.length;
    return room >= 0;
  });
  const readings = readScripts(read.map(({ source }) => source));
  return read.flatMap((fact, i) => {
    const reading = readings[i];
    return reading === undefined ? [] : [{ fact, reading }];
  });
}
