/**
 * Learned behaviour of a page in a browser. Domains, permissions, windows and everything else that reaches beyond the
 * page come from the first learning and from people; later clean looks only add run-time code, which ordinary pages
 * generate anew by themselves.
 */
import type { AskedRight, ContactKind } from '../domain/behaviour.ts';
import type { BehaviourFacts, LeadFact } from '../facts/behaviour/behaviour-facts.ts';
import { plantedKey } from '../facts/behaviour/planted-elements.ts';
import type { Look } from '../facts/look.ts';
import { blockKey } from '../facts/text/block-key.ts';
import { scriptPieces } from '../scripts/script-pieces.ts';
import { emptyTally, type Tally, tallyLook } from './tally.ts';

export interface LearnedBehaviour {
  /** `Look.rendererVersion` of the recording; recordings of different browsers are not comparable. */
  readonly recordedBy: string;
  readonly looks: number;
  /** Registrable domains other than the page's own, and the kinds of requests to them. */
  readonly domains: readonly { readonly domain: string; readonly kinds: readonly ContactKind[] }[];
  /** Code made at run time, by `MadeCodeFact.key`. */
  readonly code: Tally;
  /** The portal's own script files: the whole as last seen, and every piece ever seen. Missing in older baselines. */
  readonly files?: readonly LearnedFile[];
  /** Looks, except the first, that generated code never seen before. */
  readonly renewed: number;
  /** Elements that scripts add, by `plantedKey`. */
  readonly planted: readonly string[];
  /** Domains to which scripts redirect forms. */
  readonly forms: readonly string[];
  readonly asked: readonly AskedRight[];
  /** Windows and downloads by `leadKey`. */
  readonly windows: readonly string[];
  readonly downloads: readonly string[];
  /** Texts put on the clipboard, by `blockKey`. */
  readonly clipboard: readonly string[];
  /** Most entries that it added to the history. */
  readonly entries: number;
  readonly holdsBack: boolean;
  /** Whether it ever exceeded a recording limit. */
  readonly overflows: boolean;
  /** Looks with a click on neutral ground, and where it led, by `leadKey`. */
  readonly clicks: number;
  readonly leads: readonly string[];
}

export interface LearnedFile {
  readonly address: string;
  readonly key: string;
  /** `ScriptPiece.key`. */
  readonly pieces: readonly string[];
}

const caps = { files: 40, pieces: 400, domains: 400, code: 400, planted: 200, forms: 50, leads: 100, clipboard: 50 };

/** Its domain; for the page's own, its path without numbers. */
export function leadKey({ domain, address }: LeadFact): string {
  return domain ?? blockKey(URL.parse(address)?.pathname ?? '');
}

/**
 * @param isAdmitted whether behaviour that reaches beyond the page is accepted: never when learning is automatic
 * @param isRendererOwn whether a browser other than the learned one may be learned from, see `refineBaseline`
 */
export function learnBehaviour(
  known: LearnedBehaviour | undefined,
  { behaviour, rendererVersion, broke }: Look,
  isAdmitted: boolean,
  isRendererOwn = true,
): LearnedBehaviour | undefined {
  if (behaviour === null || rendererVersion === null || broke !== undefined) return known;
  if (known === undefined) return isAdmitted ? admitted(nothingKnown(rendererVersion), behaviour) : undefined;
  if (isAdmitted) return admitted({ ...known, recordedBy: rendererVersion }, behaviour);
  if (!isRendererOwn && known.recordedBy !== rendererVersion) return known;
  return withCode({ ...known, recordedBy: rendererVersion }, behaviour);
}

/** Whether a clean look adds anything. @param isRendererOwn as in `learnBehaviour` */
export function behaviourTeaches(
  known: LearnedBehaviour | undefined,
  { behaviour, rendererVersion, broke }: Look,
  isRendererOwn: boolean,
): boolean {
  if (known === undefined || behaviour === null || rendererVersion === null || broke !== undefined) return false;
  if (known.recordedBy !== rendererVersion) return isRendererOwn;
  const keys = new Set(known.code.keys);
  const files = new Set(known.files?.map(fileKey));
  if (behaviour.files.some((file) => !files.has(fileKey(file)))) return true;
  return behaviour.code.some(({ key }) => key !== '' && !keys.has(key));
}

const nothingKnown = (recordedBy: string): LearnedBehaviour => ({
  recordedBy,
  looks: 0,
  domains: [],
  code: emptyTally,
  renewed: 0,
  planted: [],
  forms: [],
  asked: [],
  windows: [],
  downloads: [],
  clipboard: [],
  entries: 0,
  holdsBack: false,
  overflows: false,
  clicks: 0,
  leads: [],
});

function fileKey({ address, key }: Pick<LearnedFile, 'address' | 'key'>): string {
  return `${key} ${address}`;
}

/** Takes only changed files apart. */
function withFiles(known: readonly LearnedFile[], seen: BehaviourFacts['files']): LearnedFile[] {
  const files = new Map(known.map((file) => [file.address, file]));
  for (const { address, key, source } of seen) {
    const before = files.get(address);
    if (before?.key === key) continue;
    const pieces = scriptPieces(source).map((piece) => piece.key);
    const all = [...new Set([...pieces, ...(before?.pieces ?? [])])].slice(0, caps.pieces);
    files.delete(address);
    files.set(address, { address, key, pieces: all });
  }
  return [...files.values()].slice(-caps.files);
}

function withCode(known: LearnedBehaviour, { code, files }: BehaviourFacts): LearnedBehaviour {
  const looks = known.looks + 1;
  const keys = new Set(code.flatMap(({ key }) => (key === '' ? [] : [key])));
  const before = new Set(known.code.keys);
  const isRenewed = looks > 1 && [...keys].some((key) => !before.has(key));
  return {
    ...known,
    looks,
    code: tallyLook(known.code, keys, looks, caps.code),
    files: withFiles(known.files ?? [], files),
    renewed: known.renewed + (isRenewed ? 1 : 0),
  };
}

function admitted(known: LearnedBehaviour, seen: BehaviourFacts): LearnedBehaviour {
  const join = <One extends string>(old: readonly One[], more: readonly One[], cap: number): One[] =>
    [...new Set([...old, ...more])].slice(0, cap);
  const { history, click } = seen;
  return {
    ...withCode(known, seen),
    domains: joinDomains(known.domains, seen.domains),
    planted: join(known.planted, seen.planted.map(plantedKey), caps.planted),
    forms: join(
      known.forms,
      seen.retargeted.map(({ host }) => host),
      caps.forms,
    ),
    asked: join(known.asked, [...seen.asked, ...(click?.asked ?? [])], caps.leads),
    windows: join(known.windows, seen.windows.map(leadKey), caps.leads),
    downloads: join(known.downloads, seen.downloads.map(leadKey), caps.leads),
    clipboard: join(known.clipboard, seen.clipboard.map(blockKey), caps.clipboard),
    entries: Math.max(known.entries, history.entries),
    holdsBack: known.holdsBack || history.holdsBack,
    overflows: known.overflows || seen.over.length > 0,
    clicks: known.clicks + (click === null ? 0 : 1),
    leads: join(known.leads, click?.leads.map(leadKey) ?? [], caps.leads),
  };
}

function joinDomains(
  known: LearnedBehaviour['domains'],
  seen: LearnedBehaviour['domains'],
): LearnedBehaviour['domains'] {
  const kindsOf = new Map(known.map(({ domain, kinds }) => [domain, new Set(kinds)]));
  for (const { domain, kinds } of seen) {
    const all = kindsOf.get(domain) ?? new Set();
    for (const kind of kinds) all.add(kind);
    kindsOf.set(domain, all);
  }
  return [...kindsOf].slice(0, caps.domains).map(([domain, kinds]) => ({ domain, kinds: [...kinds].sort() }));
}
