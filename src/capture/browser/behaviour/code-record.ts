/**
 * Code that a page generates at run time: evaluated, or written into an element by a script. The debugger reports every
 * script; the source of those without an address is kept, within limits, and that of the page's own script files.
 */
import type { CDPSession } from 'playwright';
import { registrableDomain } from '../../../core/address.ts';
import { type BehaviourLimit, behaviourCaps, type MadeCode, type ScriptFile } from '../../../core/domain/behaviour.ts';

export interface CodeRecord {
  readonly restart: () => void;
  readonly code: () => readonly MadeCode[];
  readonly files: () => readonly ScriptFile[];
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
  let files = new Map<string, { source: string }>();
  let [pageUrl, fileRoom]: [string, number] = ['', behaviourCaps.fileCharacters];
  let characters = 0;
  let isOver = false;
  let isBegun = false;
  let isEnded = false;

  const end = () => {
    if (isEnded) return;
    isEnded = true;
    void cdp.send('Debugger.disable').catch(() => {});
  };
  const fetchSource = (scriptId: string, length: number, into: { source: string }) => {
    const arrival = cdp
      .send('Debugger.getScriptSource', { scriptId })
      .then(({ scriptSource }) => {
        into.source = scriptSource.slice(0, length);
      })
      .catch(() => {});
    pending.add(arrival);
    void arrival.finally(() => pending.delete(arrival));
  };
  const keepFile = (script: ParsedScript, frameUrl: string) => {
    const { length = 0, scriptId } = script;
    const address = ownFile(script, frameUrl, pageUrl);
    if (address === null || files.has(address) || files.size >= behaviourCaps.files || length > fileRoom) return;
    fileRoom -= length;
    const file = { source: '' };
    files.set(address, file);
    fetchSource(scriptId, length, file);
  };
  cdp.on('Page.frameNavigated', ({ frame }) => {
    if (frame.parentId === undefined) pageUrl = frame.url;
    if (frames.size < maxFrames) frames.set(frame.id, frame.url);
  });
  cdp.on('Debugger.scriptParsed', (script) => {
    const { hash, length = 0, scriptId } = script;
    if (!isBegun) ours.add(hash);
    if (isEnded || length < leastLength || ours.has(hash)) return;
    const frameId: unknown = script.executionContextAuxData?.frameId;
    const frameUrl = typeof frameId === 'string' ? (frames.get(frameId) ?? '') : '';
    if (!isMade(script)) return keepFile(script, frameUrl);
    const known = made.get(hash);
    if (known) {
      known.times += 1;
      return;
    }
    const isAffordable = characters + length <= behaviourCaps.codeCharacters;
    isOver ||= !isAffordable || made.size >= behaviourCaps.code;
    if (made.size >= behaviourCaps.code) return end();
    const draft: Draft = {
      source: '',
      length,
      times: 1,
      by: hostOf(script.stackTrace?.callFrames.find(({ url }) => url !== '')?.url ?? ''),
      frame: hostOf(frameUrl),
    };
    made.set(hash, draft);
    if (!isAffordable) return;
    characters += length;
    fetchSource(scriptId, length, draft);
  });
  await cdp.send('Debugger.enable', { maxScriptsCacheSize: heldBytes });
  // A `debugger` statement would stop the page for ever.
  await cdp.send('Debugger.setSkipAllPauses', { skip: true });
  isBegun = true;
  return {
    restart: () => {
      for (const hash of made.keys()) ours.add(hash);
      made = new Map();
      files = new Map();
      fileRoom = behaviourCaps.fileCharacters;
    },
    code: () => [...made.values()].map((draft) => ({ ...draft })),
    files: () => [...files].flatMap(([address, { source }]) => (source === '' ? [] : [{ address, source }])),
    arrived: () => settled(pending),
    over: (limits) => {
      if (isOver) limits.add('code');
    },
    end,
  };
}

const maxFrames = 1_000;

interface ParsedScript {
  readonly scriptId: string;
  readonly length?: number;
  readonly url: string;
  readonly embedderName?: string;
  readonly executionContextAuxData?: { readonly isDefault?: boolean };
}

/** A page can give an evaluated script any name; only loaded scripts have a name given by the browser. */
function isMade({ url, embedderName = '', executionContextAuxData }: ParsedScript): boolean {
  if (executionContextAuxData?.isDefault !== true) return false;
  return embedderName === '' || /^(?:data|blob):/.test(url);
}

/** Host and path of a script file that belongs to the page's own domain and runs in the page itself. */
function ownFile({ url, executionContextAuxData }: ParsedScript, frameUrl: string, pageUrl: string): string | null {
  const [file, page] = [URL.parse(url), URL.parse(pageUrl)];
  if (executionContextAuxData?.isDefault !== true || frameUrl !== pageUrl || file === null || page === null)
    return null;
  // Inline scripts have the page's own address.
  if (!/^https?:$/.test(file.protocol) || (file.host === page.host && file.pathname === page.pathname)) return null;
  return registrableDomain(file.hostname) === registrableDomain(page.hostname) ? `${file.host}${file.pathname}` : null;
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
