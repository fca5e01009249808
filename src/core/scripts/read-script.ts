/**
 * What a script would do, derived from its code: markup and text it writes, titles it sets, addresses it redirects to,
 * data it sends away, and how much of that it hides. Pure and bounded: equal code gives equal results on every machine.
 */
import type { Channel, Effect, When } from './effects.ts';
import { runScript } from './interpreter.ts';
import { type Budget, newWorld, type World } from './machine.ts';
import { stringsOf } from './script-tree.ts';
import { hole, type MadeElement, taints } from './values.ts';

/** Something that leaves the page. */
export interface Sending {
  readonly channel: Channel;
  /** With `hole` for unknown parts; empty when all of it is unknown. */
  readonly url: string;
  readonly when: When;
  readonly typed: boolean;
  readonly keys: boolean;
  readonly card: boolean;
  readonly cookie: boolean;
  readonly page: boolean;
}

export interface ScriptReading {
  /** Markup that it would put into the page, including created elements. */
  readonly markup: string;
  /** Nothing in its markup and texts depends on what only the page or the visitor knows. */
  readonly isComplete: boolean;
  /** Markup with which it would replace the whole page. */
  readonly wholePage: string;
  readonly texts: readonly string[];
  readonly titles: readonly string[];
  /** Addresses it redirects the visitor to, unasked ones first. */
  readonly redirects: readonly { readonly url: string; readonly when: When; readonly isAtClick?: true }[];
  readonly sendings: readonly Sending[];
  readonly hidesPage: boolean;
  /** It asks unasked to reach visitors after they have left. */
  readonly asksPush: boolean;
  /** It registers unasked a service worker, which then answers for the page. */
  readonly registersWorker: boolean;
  /** It runs WebAssembly, which no reader of scripts sees through. */
  readonly runsMachineCode: boolean;
  /** Texts that it puts on the clipboard. */
  readonly clipboard: readonly { readonly text: string; readonly when: When }[];
  /** Strings of several words that it contains or decodes, without markup. */
  readonly strings: readonly string[];
  /** Code that it generates at run time, of all layers. */
  readonly madeCode: readonly string[];
  /** Names of browser APIs that it assembles at run time. */
  readonly computedNames: readonly string[];
  /**
   * Number of unasked runs of code, or of page and window methods, whose code or name the interpreter could not
   * compute.
   */
  readonly blindRuns: number;
  readonly blindNames: number;
  /** The same on a user's action. */
  readonly blindLater: number;
  /** Characters returned by decoding functions. */
  readonly decodedCharacters: number;
  readonly parses: boolean;
  /** It hit the limits before finishing what it does unasked. */
  readonly isCutOff: boolean;
}

/** Budget of one script. Most ordinary inline scripts take a few thousand steps. */
const scriptBudget: Budget = { steps: 1_000_000, characters: 8_000_000 };
const markupCap = 200_000;

function newBudget(): Budget {
  return { steps: 3_000_000, characters: 20_000_000 };
}

/** Reads a page's scripts one after the other in one shared global environment. */
export function readScripts(codes: readonly string[]): ScriptReading[] {
  const world = newWorld();
  const page = newBudget();
  return codes.map((code) => readScript(code, page, world));
}

/** @param page remaining budget for all scripts of the page, which is charged */
function readScript(code: string, page: Budget, world: World): ScriptReading {
  const budget = {
    steps: Math.min(scriptBudget.steps, page.steps),
    characters: Math.min(scriptBudget.characters, page.characters),
  };
  const given = { ...budget };
  const { machine, layers, isCutOff, parses } = runScript(code, budget, world);
  page.steps -= given.steps - Math.max(0, budget.steps);
  page.characters -= given.characters - Math.max(0, budget.characters);
  const written = collect(machine.effects);
  const strings = parses ? [] : stringsOf(code);
  const loose = strings.filter((text) => /<[a-z!]/i.test(text));
  return {
    ...written,
    markup: (written.markup + loose.join('\n')).slice(0, markupCap),
    strings: [...machine.strings, ...strings.filter((text) => text.includes(' '))]
      .filter((text) => !text.includes('<'))
      .slice(0, 300),
    madeCode: layers,
    computedNames: [...machine.computedNames],
    blindRuns: machine.blindRuns,
    blindNames: machine.blindNames,
    blindLater: machine.blindLater,
    decodedCharacters: machine.decoded,
    parses,
    isCutOff,
  };
}

type Written = Pick<
  ScriptReading,
  | 'markup'
  | 'isComplete'
  | 'wholePage'
  | 'texts'
  | 'titles'
  | 'redirects'
  | 'sendings'
  | 'hidesPage'
  | 'asksPush'
  | 'registersWorker'
  | 'runsMachineCode'
  | 'clipboard'
>;

function collect(effects: readonly Effect[]): Written {
  const pieces: string[] = [];
  const whole: string[] = [];
  const texts = new Set<string>();
  const titles = new Set<string>();
  const redirects = new Map<string, ScriptReading['redirects'][number]>();
  const sendings: Sending[] = [];
  const clipboard: { text: string; when: When }[] = [];
  let hidesPage = false;
  let asksPush = false;
  let registersWorker = false;
  let runsMachineCode = false;
  for (const effect of effects) {
    switch (effect.type) {
      case 'markup':
        (effect.isWholePage && effect.when !== 'asked' ? whole : pieces).push(effect.markup);
        break;
      case 'element':
        pieces.push(markupOf(effect.element, 0));
        break;
      case 'text':
        texts.add(effect.text.slice(0, 2_000));
        break;
      case 'title':
        titles.add(effect.text.slice(0, 500));
        break;
      case 'redirect':
        if (!redirects.has(effect.url)) redirects.set(effect.url, redirectOf(effect));
        break;
      case 'send':
        sendings.push(sendingOf(effect));
        break;
      case 'clipboard':
        clipboard.push({ text: withoutHoles(effect.text).slice(0, 1_000), when: effect.when });
        break;
      case 'asks-push':
        asksPush ||= effect.when !== 'asked';
        break;
      case 'registers-worker':
        registersWorker ||= effect.when !== 'asked';
        break;
      case 'runs-machine-code':
        runsMachineCode = true;
        break;
      case 'hides-page':
        hidesPage ||= effect.when !== 'asked';
        break;
    }
    if (effect.type === 'element' && effect.element.taint !== 0) sendings.push(sendingOf(sentBy(effect)));
  }
  return {
    isComplete: ![...pieces, ...whole, ...texts].some((text) => text.includes(hole)),
    markup: withoutHoles(pieces.join('\n')).slice(0, markupCap),
    wholePage: withoutHoles(whole.join('\n')).slice(0, markupCap),
    texts: [...texts].map(withoutHoles).slice(0, 100),
    titles: [...titles].map(withoutHoles).slice(0, 10),
    redirects: [...redirects.values()].slice(0, 20),
    sendings: sendings.slice(0, 100),
    hidesPage,
    asksPush,
    registersWorker,
    runsMachineCode,
    clipboard: clipboard.slice(0, 20),
  };
}

function redirectOf({
  url,
  when,
  isAtClick,
}: Extract<Effect, { type: 'redirect' }>): ScriptReading['redirects'][number] {
  return { url: url.slice(0, 2_000), when, ...(isAtClick === true ? { isAtClick } : {}) };
}

function withoutHoles(text: string): string {
  return text.replaceAll(hole, ' ');
}

type SendEffect = Extract<Effect, { type: 'send' }>;

function sendingOf({ channel, url, taint, when }: SendEffect): Sending {
  const has = (bit: number): boolean => (taint & bit) !== 0;
  return {
    channel,
    url: url.slice(0, 2_000),
    when,
    typed: has(taints.typed),
    keys: has(taints.keys),
    card: has(taints.card),
    cookie: has(taints.cookie),
    page: has(taints.page),
  };
}

/** An element whose address carries data. */
function sentBy({ element, when }: Extract<Effect, { type: 'element' }>): SendEffect {
  const { attributes, tag, taint } = element;
  const channel: Channel = tag === 'script' ? 'script' : tag === 'form' ? 'form' : 'image';
  return { type: 'send', channel, url: attributes.get('src') ?? attributes.get('action') ?? '', taint, when };
}

const voids: ReadonlySet<string> = new Set(['img', 'input', 'link', 'meta', 'br', 'hr', 'source', 'embed']);

function markupOf(element: MadeElement, depth: number): string {
  if (element.tag === '#text') return escaped(element.markup);
  if (element.tag === '#fragment') return element.markup;
  if (depth > 20 || !/^[a-z][\w-]*$/.test(element.tag)) return '';
  const style = [...element.styles].map(([name, value]) => `${hyphenated(name)}:${value}`).join(';');
  const attributes = new Map(element.attributes);
  if (style !== '') attributes.set('style', `${attributes.get('style') ?? ''};${style}`);
  const written = [...attributes]
    .map(([name, value]) => ` ${name.replace(/[^\w:-]/g, '')}="${escaped(value)}"`)
    .join('');
  if (voids.has(element.tag)) return `<${element.tag}${written}>`;
  // A script's text was already read as code.
  const inner =
    element.tag === 'script' ? '' : element.markup + element.children.map((one) => markupOf(one, depth + 1)).join('');
  return `<${element.tag}${written}>${inner}</${element.tag}>`;
}

function hyphenated(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`).replace(/[^a-z-]/g, '');
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}
