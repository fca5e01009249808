/**
 * Code that a page generates at run time: evaluated, or written into an element by a script. The debugger reports every
 * script; the source of those without an address is kept, within limits.
 */
import type { CDPSession } from 'playwright';
import { type BehaviourLimit, behaviourCaps, type MadeCode } from '../../../core/domain/behaviour.ts';

export interface CodeRecord {
  readonly restart: () => void;
  readonly code: () => readonly MadeCode[];
  /** Resolves when every requested source has arrived, or the page did not answer in time. */
  readonly arrived: () => Promise<void>;
  readonly over: (limits: Set<BehaviourLimit>) => void;
  /** Ends the recording, since the debugger slows the page down. */
  readonly end: () => void;
}

/** Bytes of garbage-collected scripts that the debugger retains until their source is requested. */
const heldBytes = 4_000_000;
const arrivalMs = 1_000;
/** Shorter code does nothing of interest; our own evaluations are shorter. */
const leastLength = 8;

interface Draft {
  source: string;
  readonly length: number;
  times: number;
  readonly by: string | null;
  readonly frame: string | null;
}

/** Call before the first navigation: everything parsed before it is our own code. */
export async function recordCode(cdp: CDPSession): Promise<CodeRecord> {
  const frames = new Map<string, string>();
  const ours = new Set<string>();
  const pending = new Set<Promise<void>>();
  let made = new Map<string, Draft>();
  let characters = 0;
  let isOver = false;
  let isBegun = false;
  let isEnded = false;

  const end = () => {
    if (isEnded) return;
    isEnded = true;
    void cdp.send('Debugger.disable').catch(() => {});
  };
  const fetchSource = async (scriptId: string, draft: Draft) => {
    const { scriptSource } = await cdp.send('Debugger.getScriptSource', { scriptId });
    draft.source = scriptSource.slice(0, draft.length);
  };
  cdp.on('Page.frameNavigated', ({ frame }) => {
    if (frames.size < maxFrames) frames.set(frame.id, frame.url);
  });
  cdp.on('Debugger.scriptParsed', (script) => {
    const { hash, length = 0, scriptId } = script;
    if (!isBegun) ours.add(hash);
    if (isEnded || length < leastLength || ours.has(hash) || !isMade(script)) return;
    const known = made.get(hash);
    if (known) {
      known.times += 1;
      return;
    }
    const isAffordable = characters + length <= behaviourCaps.codeCharacters;
    isOver ||= !isAffordable || made.size >= behaviourCaps.code;
    if (made.size >= behaviourCaps.code) return end();
    const frameId: unknown = script.executionContextAuxData?.frameId;
    const draft: Draft = {
      source: '',
      length,
      times: 1,
      by: hostOf(script.stackTrace?.callFrames.find(({ url }) => url !== '')?.url ?? ''),
      frame: typeof frameId === 'string' ? hostOf(frames.get(frameId) ?? '') : null,
    };
    made.set(hash, draft);
    if (!isAffordable) return;
    characters += length;
    const arrival = fetchSource(scriptId, draft).catch(() => {});
    pending.add(arrival);
    void arrival.finally(() => pending.delete(arrival));
  });
  await cdp.send('Debugger.enable', { maxScriptsCacheSize: heldBytes });
  // A `debugger` statement would stop the page for ever.
  await cdp.send('Debugger.setSkipAllPauses', { skip: true });
  isBegun = true;
  return {
    restart: () => {
      for (const hash of made.keys()) ours.add(hash);
      made = new Map();
    },
    code: () => [...made.values()].map((draft) => ({ ...draft })),
    arrived: () => settled(pending),
    over: (limits) => {
      if (isOver) limits.add('code');
    },
    end,
  };
}

const maxFrames = 1_000;

interface ParsedScript {
  readonly url: string;
  readonly embedderName?: string;
  readonly executionContextAuxData?: { readonly isDefault?: boolean };
}

/** A page can give an evaluated script any name; only loaded scripts have a name given by the browser. */
function isMade({ url, embedderName = '', executionContextAuxData }: ParsedScript): boolean {
  if (executionContextAuxData?.isDefault !== true) return false;
  return embedderName === '' || /^(?:data|blob):/.test(url);
}

function hostOf(address: string): string | null {
  const url = URL.parse(address);
  return url !== null && /^https?:$/.test(url.protocol) ? url.host : null;
}

async function settled(pending: ReadonlySet<Promise<void>>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, arrivalMs);
  });
  await Promise.race([Promise.all(pending), late]);
  clearTimeout(timer);
}
