/** Finds a neutral place to click: on no link, control or element that listens for clicks. */
import type { CDPSession } from 'playwright';

export interface Place {
  readonly x: number;
  readonly y: number;
  readonly on: 'ground' | 'layer';
}

const group = 'ground';
/** Points of the first screenful that are tried. */
const columns = 7;
const rows = 6;
/** Elements checked for listeners, for all points together. */
const mostAsked = 60;

/**
 * For each point, the elements from the one hit up to the body. Body, document and window count as ground, because
 * their listeners hear every click. Points on or inside clickable elements are skipped.
 */
const pointsOf = `(() => {
  const pressed = 'a,button,input,label,form,select,textarea,option,summary,details,iframe,frame,object,embed,video,audio,area,map,' +
    '[role],[tabindex],[contenteditable],[draggable=true]';
  const handlers = ['onclick', 'onmousedown', 'onmouseup', 'onpointerdown', 'onpointerup', 'ontouchstart', 'ontouchend'];
  const found = [];
  for (let row = 0; row < ${rows}; row++) for (let column = 0; column < ${columns}; column++) {
    const x = Math.round(innerWidth * (column + 0.5) / ${columns});
    const y = Math.round(innerHeight * (row + 0.5) / ${rows});
    const hit = document.elementFromPoint(x, y);
    const chain = [];
    let at = hit;
    while (at && at !== document.body && at !== document.documentElement && chain.length < 40) { chain.push(at); at = at.parentElement; }
    const isFree = hit && !hit.shadowRoot && chain.length < 40 && chain.every((one) => !one.matches(pressed) &&
      handlers.every((name) => !one.hasAttribute(name)) && getComputedStyle(one).cursor !== 'pointer');
    if (isFree) found.push({ x, y, chain });
  }
  return found.sort((a, b) => a.chain.length - b.chain.length);
})()`;

/** The topmost layer over the middle of the screen, and a control in it to press. */
const layerOf = `(() => {
  const x = innerWidth / 2;
  const y = innerHeight / 2;
  const visible = (box) => Math.max(0, Math.min(box.right, innerWidth) - Math.max(box.left, 0)) *
    Math.max(0, Math.min(box.bottom, innerHeight) - Math.max(box.top, 0));
  for (let at = document.elementFromPoint(x, y); at && at !== document.body && at !== document.documentElement; at = at.parentElement) {
    if (!/^(?:fixed|absolute|sticky)$/.test(getComputedStyle(at).position)) continue;
    if (visible(at.getBoundingClientRect()) < innerWidth * innerHeight / 2) continue;
    const button = [...at.querySelectorAll('button,[role=button],input[type=button],input[type=checkbox],label')].slice(0, 50)
      .map((one) => one.getBoundingClientRect()).find((box) => visible(box) > 16);
    return button ? { x: button.left + button.width / 2, y: button.top + button.height / 2 } : { x, y };
  }
  return null;
})()`;

/**
 * Null where there is none. @param isLayerAllowed whether a layer over the page, or a control in it, may be clicked
 */
export async function placeToClick(cdp: CDPSession, world: number, isLayerAllowed: boolean): Promise<Place | null> {
  try {
    const layer = isLayerAllowed ? await layerIn(cdp, world) : null;
    return layer ?? (await groundIn(cdp, world));
  } finally {
    void cdp.send('Runtime.releaseObjectGroup', { objectGroup: group }).catch(() => {});
  }
}

async function layerIn(cdp: CDPSession, contextId: number): Promise<Place | null> {
  const { result } = await cdp.send('Runtime.evaluate', { expression: layerOf, contextId, returnByValue: true });
  const at = result.value as { x: number; y: number } | null;
  return at && { x: Math.round(at.x), y: Math.round(at.y), on: 'layer' };
}

async function groundIn(cdp: CDPSession, contextId: number): Promise<Place | null> {
  const { result } = await cdp.send('Runtime.evaluate', { expression: pointsOf, contextId, objectGroup: group });
  if (result.objectId === undefined) return null;
  const listening = new Map<number, boolean>();
  for (const point of await itemsOf(cdp, result.objectId)) {
    const { x, y, chain } = await fieldsOf(cdp, point);
    if (x === undefined || y === undefined || chain === undefined) continue;
    let isQuiet = true;
    for (const element of await itemsOf(cdp, chain)) {
      const { node } = await cdp.send('DOM.describeNode', { objectId: element });
      const known = listening.get(node.backendNodeId);
      if (known === undefined && listening.size >= mostAsked) return null;
      const listens = known ?? (await listensForClicks(cdp, node.backendNodeId));
      listening.set(node.backendNodeId, listens);
      if (listens) isQuiet = false;
      if (listens) break;
    }
    if (isQuiet) return { x, y, on: 'ground' };
  }
  return null;
}

const clicks = /^(?:(?:aux|dbl)?click|(?:mouse|pointer)(?:down|up)|touch(?:start|end))$/;

/** Listeners are only visible in the page's own world, so the element is looked up there. */
async function listensForClicks(cdp: CDPSession, backendNodeId: number): Promise<boolean> {
  const { object } = await cdp.send('DOM.resolveNode', { backendNodeId, objectGroup: group });
  if (object.objectId === undefined) return true;
  const { listeners } = await cdp.send('DOMDebugger.getEventListeners', { objectId: object.objectId });
  return listeners.some(({ type }) => clicks.test(type));
}

async function itemsOf(cdp: CDPSession, objectId: string): Promise<string[]> {
  const { result } = await cdp.send('Runtime.getProperties', { objectId, ownProperties: true });
  return result.flatMap(({ name, value }) => (/^\d+$/.test(name) && value?.objectId ? [value.objectId] : []));
}

async function fieldsOf(cdp: CDPSession, objectId: string) {
  const { result } = await cdp.send('Runtime.getProperties', { objectId, ownProperties: true });
  const fieldOf = (name: string) => result.find((one) => one.name === name)?.value;
  const number = (name: string): number | undefined => {
    const value: unknown = fieldOf(name)?.value;
    return typeof value === 'number' ? value : undefined;
  };
  return { x: number('x'), y: number('y'), chain: fieldOf('chain')?.objectId };
}
