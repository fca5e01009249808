/**
 * Code that was not seen during learning, analysed like inline scripts: made at run time, or added to a script file of
 * the portal's own.
 */
import type { BehaviourFacts, MadeCodeFact } from '../facts/behaviour/behaviour-facts.ts';
import { contentHash } from '../facts/hash.ts';
import { scriptHosts } from '../facts/scripts/script-features.ts';
import type { LearnedBehaviour, LearnedFile } from '../learned/learned-behaviour.ts';
import { readScripts, type ScriptReading } from './read-script.ts';
import { scriptPieces } from './script-pieces.ts';

export interface NewCode {
  readonly fact: MadeCodeFact;
  readonly reading: ScriptReading;
}

/** Pieces analysed per look, and their characters. */
const caps = { pieces: 20, characters: 400_000 };

export function newMadeCode({ code, files }: BehaviourFacts, known: LearnedBehaviour): NewCode[] {
  const keys = new Set(known.code.keys);
  let room = caps.characters;
  const made = code.filter(({ key }) => key !== '' && !keys.has(key));
  const fresh = [...addedToFiles(files, known.files), ...made].slice(0, caps.pieces);
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

/** Share of a file's code that is new from which it is another version, not the same with something added. */
const rewrittenFrom = 0.5;

function addedToFiles(files: BehaviourFacts['files'], learned: readonly LearnedFile[] | undefined): MadeCodeFact[] {
  if (learned === undefined) return [];
  const known = new Map(learned.map((file) => [file.address, file]));
  return files.flatMap(({ address, key, source }): MadeCodeFact[] => {
    const before = known.get(address);
    if (before?.key === key) return [];
    const pieces = new Set(before?.pieces);
    const added = scriptPieces(source).filter((piece) => !pieces.has(piece.key));
    if (added.length === 0) return [];
    const code = added.map((piece) => piece.code).join('\n');
    const isRewritten = code.length > source.length * rewrittenFrom;
    const change = before === undefined ? 'new' : isRewritten ? 'rewritten' : 'grown';
    const file = { address, change } as const;
    return [{ key: contentHash(code), source: code, names: scriptHosts(code), by: null, file }];
  });
}
