/** What a script does to objects outside of it, interpreted by the path on which it reached them. */
import { codeOfAddress } from '../facts/scripts/code-address.ts';
import { fromMarkup } from './decoding.ts';
import type { Channel } from './effects.ts';
import type { Machine } from './machine.ts';
import {
  isCallable,
  isObject,
  type MadeElement,
  roughText,
  taintOf,
  taints,
  textOf,
  type Unknown,
  unknown,
  type Value,
} from './values.ts';

const valueCap = 200_000;

/** Field names that shops use for card data. */
const cardName = /card|cc[-_]?(?:num|exp|cid|owner)|cvv|cvc|\bcid\b|credit|expir/i;
const typedMember = /^(?:value|val|serialize|serializeArray|FormData|selectedIndex|checked)$/;
const keyMember = /^(?:key|keyCode|charCode|which|clipboardData)$/;

/** Taint of a value read from an outside property. */
function taintOfPath(path: string, name: string): number {
  if (name === 'cookie' && /document$/.test(path)) return taints.cookie;
  if (/(?:local|session)Storage$/.test(path)) return taints.storage;
  // `value` of a completely unknown object may belong to anything, so it is not tainted.
  if (typedMember.test(name) && path !== '') return cardName.test(path) ? taints.typed | taints.card : taints.typed;
  if (keyMember.test(name) && /event|\(e/.test(path)) return taints.keys;
  if ((name === 'innerHTML' || name === 'outerHTML') && /document/.test(path)) return taints.page;
  return 0;
}

/** Global object names that are dropped from the start of a path. */
const wayOfNoMatter = /^(?:window|self|top|parent|globalThis)\./;

function pathTo(object: Unknown, name: string): string {
  return object.path === '' ? '' : `${object.path}.${name}`.replace(wayOfNoMatter, '');
}

export function whenRead(machine: Machine, object: Unknown, name: string): Value {
  const path = pathTo(object, name);
  if (path !== '' && machine.world.outside.has(path)) return machine.world.outside.get(path);
  if (name === 'length') return unknown('', object.taint);
  // `text()` returns what was put into the element through a library.
  const held = name === 'text' ? object.text : null;
  return unknown(path, object.taint | taintOfPath(object.path, name), held);
}

const wholePage =
  /^document\.(?:body|documentElement|all\[]|(?:querySelector(?:All)?|getElementsByTagName)\((?:body|html)\)(?:\[]|\.0)?)$/;

export function isCode(name: string, text: string): boolean {
  return /^on[a-z]{3,}$/i.test(name) || /^\s*javascript:/i.test(text);
}

/** Links of the page, not one that the script made or looked up by a name. */
const isEveryLink = /^document\.(?:links|querySelectorAll\(a(?:\[href\])?\)|getElementsByTagName\(a\))\[\]$/;

/** Names of properties that hold an address. */
const addressed = /^(?:src|href|action|formAction|data)$/;
const outsideCap = 5_000;

export function whenSet(machine: Machine, object: Unknown, name: string, value: Value): void {
  const { when } = machine;
  const path = pathTo(object, name);
  const text = roughText(value).slice(0, valueCap);
  if (/^(?:innerHTML|outerHTML|srcdoc)$/.test(name)) {
    machine.record({ type: 'markup', markup: text, isWholePage: wholePage.test(object.path), when });
  } else if (/^(?:textContent|innerText)$/.test(name)) {
    if (wholePage.test(object.path)) machine.record({ type: 'markup', markup: text, isWholePage: true, when });
    else machine.record({ type: 'text', text, when });
  } else if (path === 'document.title') machine.record({ type: 'title', text, when });
  else if (ofWindow.test(path)) redirect(machine, text, taintOf(value));
  else if (isCallable(value)) hear(machine, object.path === '' ? 'element' : object.path, name, value);
  else if (isCode(name, text)) machine.record({ type: 'code', code: text, when: 'asked' });
  else if (isEveryLink.test(object.path) && name === 'href') redirect(machine, text, taintOf(value), true);
  else if (/^(?:form)?action$/i.test(name) && /^\s*(?:https?:)?\/\//i.test(text)) {
    // What people type into the page's own form goes there.
    machine.record({ type: 'send', channel: 'own-form', url: text, taint: taintOf(value) | taints.typed, when });
  } else if (addressed.test(name)) {
    const channel: Channel = /action/i.test(name) ? 'form' : name === 'src' ? 'image' : 'request';
    machine.record({ type: 'send', channel, url: text, taint: taintOf(value), when });
  } else if (hidesPage(object.path, name, text)) machine.record({ type: 'hides-page', when });
  if (path !== '' && machine.world.outside.size < outsideCap && !/\(|^location/.test(path))
    machine.world.outside.set(path, value);
}

/** The address of a window; an object of the page's own may also keep something under that name. */
const ofWindow =
  /^(?:(?:.{0,100}\.)?(?:window|self|top|parent|opener|document|defaultView|contentWindow|frames(?:\[\]|\.\w{1,40}))\.)?location(?:\.href)?$/;

function hidesPage(path: string, name: string, text: string): boolean {
  if (!/^document\.(?:body|documentElement)\.style$/.test(path)) return false;
  return name === 'cssText'
    ? /display\s*:\s*none|visibility\s*:\s*hidden|opacity\s*:\s*0(?!\.)/i.test(text)
    : /^(?:display|visibility|opacity)$/.test(name) && /^(?:none|hidden|0)$/.test(text);
}

/** Events that fire without a user action. */
const unasked = /^(?:on)?(?:load|DOMContentLoaded|readystatechange|pageshow|error|ready)$/i;

/** Registers an event listener. */
function hear(machine: Machine, owner: string, event: string, value: Value): void {
  if (!isObject(value) || value.kind !== 'closure') return;
  if (unasked.test(event)) machine.timers.push(value);
  else {
    machine.handlers.push(value);
    if (click.test(event) && anywhere.test(owner)) machine.clickedAnywhere.add(value);
  }
}

/** @param isAtClick whichever link is clicked leads there */
function redirect(machine: Machine, url: string, taint: number, isAtClick = false): void {
  if (isAtClick && !/^\s*javascript:/i.test(url)) {
    machine.record({ type: 'redirect', url, when: 'perhaps' });
    return;
  }
  if (/^\s*javascript:/i.test(url)) machine.record({ type: 'code', code: url, when: machine.when });
  else if (taint !== 0) machine.record({ type: 'send', channel: 'navigation', url, taint, when: machine.when });
  else if (machine.isClickAnywhere) machine.record({ type: 'redirect', url, when: 'perhaps', isAtClick: true });
  else machine.record({ type: 'redirect', url, when: machine.when });
}

const click = /^(?:on)?(?:click|mousedown|mouseup|pointerdown|pointerup|touchstart|touchend)$/i;
/** What every click on the page reaches. */
const anywhere = /^(?:document(?:\.(?:body|documentElement))?|window|self)?$/;

const inserting =
  /^(?:appendChild|insertBefore|append|prepend|before|after|replaceWith|replaceChild|appendTo|insertAdjacentElement|replaceChildren)$/;
const writing =
  /^(?:html|append|prepend|before|after|replaceWith|wrap|insertAdjacentHTML|createContextualFragment|parseFromString)$/;

/** A call of something outside. */
export function whenCalled(machine: Machine, { path, taint, text: held }: Unknown, args: readonly Value[]): Value {
  const name = path.slice(path.lastIndexOf('.') + 1);
  const owner = path.slice(0, Math.max(0, path.lastIndexOf('.')));
  let given = taint;
  for (const arg of args) given |= taintOf(arg);
  note(machine, path, owner, name, args, given);
  for (const arg of args) callBack(machine, path, name, arg, args);
  const first = typeof args[0] === 'string' ? args[0].slice(0, 40) : '';
  const result = path === '' || path.length > 120 ? '' : `${path}(${first})`;
  const read = typedMember.test(name) && args.length === 0 ? taintOfPath(owner, name) : 0;
  const isPure = /^(?:encode|btoa|JSON|String|serialize|trim|toString|replace|concat|join|slice|split|get|text)/.test(
    name,
  );
  const [markup] = args;
  if (name === 'text' && args.length === 0 && held !== null) return fromMarkup(held);
  if (name === 'html' && typeof markup === 'string') return unknown(result, taint | given, markup.slice(0, valueCap));
  const storage = /^getItem$/.test(name) ? taints.storage : 0;
  return unknown(result, read | storage | (isPure || path === '' ? given : taint));
}

function note(
  machine: Machine,
  path: string,
  owner: string,
  name: string,
  args: readonly Value[],
  taint: number,
): void {
  const { when } = machine;
  const text = (at: number): string => (at < args.length ? roughText(args[at]).slice(0, valueCap) : '');
  const send = (channel: Channel, url: string): void => machine.record({ type: 'send', channel, url, taint, when });
  if (/^document\.write(?:ln)?$/.test(path)) {
    const markup = args
      .map((arg) => roughText(arg))
      .join('')
      .slice(0, valueCap);
    machine.record({ type: 'markup', markup, isWholePage: /<(?:html|body)\b/i.test(markup), when });
    for (const code of codeIn(markup)) machine.run(code);
  } else if (inserting.test(name) && args.some(isElement)) {
    for (const arg of args) if (isElement(arg)) recordElement(machine, arg);
  } else if (writing.test(name)) {
    const markup = text(name === 'insertAdjacentHTML' ? 1 : 0);
    const isWholePage = wholePage.test(owner) && /^(?:html|replaceWith)$/.test(name);
    if (markup.includes('<')) machine.record({ type: 'markup', markup, isWholePage, when });
  } else if ((path === '$' || path === 'jQuery') && /^\s*</.test(text(0))) {
    machine.record({ type: 'markup', markup: text(0), isWholePage: false, when });
  } else if (path === 'importScripts') recordScript(machine, text(0));
  else if (/^(?:replace|assign)$/.test(name) && ofWindow.test(owner)) redirect(machine, text(0), taint);
  else if (path === 'open') {
    // Only what opens unasked, or wherever the visitor clicks.
    if (when !== 'asked' || machine.isClickAnywhere)
      machine.record({ type: 'redirect', url: text(0), when: 'perhaps', isAtClick: true });
  } else if (name === 'open' && /XMLHttpRequest|xhr|^$/i.test(owner) && args.length >= 2) {
    machine.requestUrl = text(1);
    send('request', text(1));
  } else if (/^(?:fetch|navigator\.sendBeacon)$/.test(path)) send('request', text(0));
  else if (/^(?:ajax|get|post|getJSON|getScript|load)$/.test(name) && args.length > 0) {
    const [first] = args;
    const url = isObject(first) && first.kind === 'dict' ? roughText(first.props.get('url')) : text(0);
    if (name === 'getScript') recordScript(machine, url);
    else send('request', url);
  } else if (name === 'send' && args.length > 0 && taint !== 0)
    send(/WebSocket/.test(owner) ? 'socket' : 'request', machine.requestUrl);
  else if (/(?:^|\.)clipboard\.writeText$/.test(path)) machine.record({ type: 'clipboard', text: text(0), when });
  // In place of what the visitor copies.
  else if (/(?:^|\.)clipboardData\.setData$/.test(path)) machine.record({ type: 'clipboard', text: text(1), when });
  else if (/(?:^|\.)(?:pushManager\.subscribe|Notification\.requestPermission)$/.test(path))
    machine.record({ type: 'asks-push', when });
  else if (/(?:^|\.)serviceWorker\.register$/.test(path)) machine.record({ type: 'registers-worker', when });
  else if (/^WebAssembly\.(?:instantiate|compile)/.test(path)) machine.record({ type: 'runs-machine-code', when });
  else if (/^(?:alert|confirm|prompt)$/.test(name)) machine.record({ type: 'text', text: text(0), when });
  else if (name === 'setAttribute') {
    const attribute = textOf(args[0]);
    if (attribute !== null) whenSet(machine, unknown(owner === '' ? '(element)' : owner), attribute, args[1]);
  } else if (name === 'attr' && args.length === 2 && typeof args[0] === 'string') {
    whenSet(machine, unknown(owner === '' ? '(element)' : owner), args[0], args[1]);
  }
}

/** Code of scripts in written markup, which runs at once. */
function codeIn(markup: string): string[] {
  const lower = markup.toLowerCase();
  const found: string[] = [];
  for (let open = lower.indexOf('<script'); open !== -1 && found.length < 20; ) {
    const start = lower.indexOf('>', open) + 1;
    const end = start === 0 ? -1 : lower.indexOf('</script', start);
    if (end === -1) break;
    if (!/\ssrc\s*=/.test(lower.slice(open, Math.min(start, open + 2_000)))) found.push(markup.slice(start, end));
    open = lower.indexOf('<script', end);
  }
  return found;
}

export function recordScript(machine: Machine, src: string): void {
  const code = codeOfAddress(src);
  if (code !== null) {
    machine.record({ type: 'code', code, when: machine.when });
    return;
  }
  machine.record({
    type: 'markup',
    markup: `<script src="${src.replace(/["<>]/g, '')}"></script>`,
    isWholePage: false,
    when: machine.when,
  });
}

function isElement(value: Value): value is MadeElement {
  return isObject(value) && value.kind === 'element';
}

export function recordElement(machine: Machine, element: MadeElement): void {
  if (element.isRecorded) return;
  element.isRecorded = true;
  machine.record({ type: 'element', element, when: machine.when });
}

/** Functions passed to something outside are called by it with unknown arguments. */
function callBack(machine: Machine, path: string, name: string, arg: Value, args: readonly Value[]): void {
  if (path.startsWith('WebAssembly.')) callImports(machine, arg);
  else if (isObject(arg) && arg.kind === 'dict') {
    for (const [key, held] of [...arg.props].slice(0, 40)) {
      if (isObject(held) && held.kind === 'closure' && !/^(?:success|complete|done|error)$/.test(key))
        hear(machine, 'element', 'x', held);
    }
  }
  if (!isObject(arg) || arg.kind !== 'closure') return;
  const event = typeof args[0] === 'string' ? args[0] : '';
  if (/^(?:addEventListener|attachEvent|on|bind|live|delegate|one)$/.test(name))
    hear(machine, /\./.test(path) ? path.slice(0, path.lastIndexOf('.')) : '', event, arg);
  else if (
    /^(?:click|change|submit|keyup|keydown|keypress|blur|focus|mouse\w+|touch\w+|hover|scroll|resize)$/.test(name)
  )
    machine.handlers.push(arg);
  else if (arg.active === 0) {
    const item = path === '' || path.length > 100 ? '' : `${path.replace(/\.(?:forEach|each|map|filter)$/, '')}[]`;
    machine.perhapsUnless(/^(?:ready|\$|jQuery|then|requestAnimationFrame|forEach|each)$/.test(name), () =>
      machine.call(arg, unknown(item), [unknown(item), unknown(item)]),
    );
  }
}

/** A module of WebAssembly calls the functions that it is given, two levels deep, with what only it knows. */
function callImports(machine: Machine, imports: Value): void {
  if (!isObject(imports) || imports.kind !== 'dict') return;
  for (const group of [...imports.props.values()].slice(0, 20)) {
    if (!isObject(group) || group.kind !== 'dict') continue;
    for (const held of [...group.props.values()].slice(0, 40))
      if (isObject(held) && held.kind === 'closure' && held.active === 0)
        machine.perhaps(() => machine.call(held, undefined, [unknown(), unknown()]));
  }
}
