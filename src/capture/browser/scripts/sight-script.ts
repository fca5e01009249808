/**
 * Measures inside the page which parts are visible: source code of functions for `page-markup.ts`, run as one script in
 * an isolated world. Members come from the prototypes, because form fields shadow members even there (`<input
 * name=parentNode>`). No clock: it stands still on virtual time, so counts bound the work here and real time bounds it
 * outside.
 */

/** Prototype members as plain functions, and rectangles in page coordinates. */
const basics = `
const own = (type, name) => {
  const { get, value } = Object.getOwnPropertyDescriptor(type.prototype, name);
  return Function.prototype.call.bind(get ?? value);
};
const parentOf = own(Node, 'parentNode');
const firstChildOf = own(Node, 'firstChild');
const nextOf = own(Node, 'nextSibling');
const nodeTypeOf = own(Node, 'nodeType');
const textOf = own(Node, 'textContent');
const hasInside = own(Node, 'contains');
const nameOf = own(Element, 'localName');
const attributeOf = own(Element, 'getAttribute');
const boxOf = own(Element, 'getBoundingClientRect');
const isShown = own(Element, 'checkVisibility');
const insideOf = own(Element, 'querySelectorAll');

const frameNames = new Set(['iframe', 'frame', 'embed', 'object']);
const pictureNames = new Set(['img', 'video', 'canvas', 'svg', 'textarea']);
const sightless = new Set(('head script style template noscript meta link title base option optgroup source track param ' +
  'br wbr col colgroup datalist area map').split(' '));

const scrolled = { x: scrollX, y: scrollY };
const onPage = ({ left, top, right, bottom }) => ({ left: left + scrolled.x, top: top + scrolled.y,
  right: right + scrolled.x, bottom: bottom + scrolled.y });
const everywhere = { left: -Infinity, top: -Infinity, right: Infinity, bottom: Infinity };
const overlap = (a, b) => ({ left: Math.max(a.left, b.left), top: Math.max(a.top, b.top),
  right: Math.min(a.right, b.right), bottom: Math.min(a.bottom, b.bottom) });
const isEmpty = ({ left, top, right, bottom }) => right - left < 1.5 || bottom - top < 1.5;
const isLink = (element) => nameOf(element) === 'a' && attributeOf(element, 'href') !== null;
`;

/** Colours as [red, green, blue, alpha]; alpha 0 to 1. */
const colours = String.raw`
const colourCache = new Map();
const readColour = (text) => {
  const parts = /^rgba?\((\d+), (\d+), (\d+)(?:, ([\d.]+))?\)$/.exec(text);
  if (parts) return [+parts[1], +parts[2], +parts[3], parts[4] === undefined ? 1 : +parts[4]];
  // Other notations (oklch, color-mix …) are painted, then read back.
  const context = new OffscreenCanvas(1, 1).getContext('2d');
  context.fillStyle = text;
  context.fillRect(0, 0, 1, 1);
  const [r, g, b, a] = context.getImageData(0, 0, 1, 1).data;
  return [r, g, b, a / 255];
};
const colourOf = (text) => {
  const known = colourCache.get(text);
  if (known) return known;
  const colour = readColour(text);
  if (colourCache.size < 500) colourCache.set(text, colour);
  return colour;
};
const over = (top, ground) => top[3] >= 0.99 ? top : [0, 1, 2].map((i) => top[i] * top[3] + ground[i] * (1 - top[3]));
// White on #f0f0f0 is unreadable; grey #eee on white is how old portals draw hints.
const isNear = (a, b) => Math.max(...[0, 1, 2].map((i) => Math.abs(a[i] - b[i]))) <= 16;
`;

/** Whether a style clips its element completely. */
const clipping = String.raw`
const numbersIn = (text) => (text.match(/-?[\d.]+/g) ?? []).map(Number);
const clipsAll = (style, position) => {
  if ((position === 'absolute' || position === 'fixed') && style.clip !== 'auto') {
    const edges = style.clip.replace(/^rect\(|\)$/g, '').split(/,? +/);
    const [top, right, bottom, left] = edges.map(parseFloat);
    if (edges.length === 4 && (right - (left || 0) <= 1 || bottom - (top || 0) <= 1)) return true;
  }
  const path = style.clipPath;
  if (path === 'none') return false;
  if (/^(?:circle|ellipse)\(0(?:px|%)?[ )]/.test(path)) return true;
  if (path.startsWith('inset(')) {
    const edges = path.slice(6, -1).split(' round ')[0].split(' ').map((edge) => edge.endsWith('%') ? parseFloat(edge) : 0);
    const [top, right = top, bottom = top, left = right] = edges;
    return top + bottom >= 100 || left + right >= 100;
  }
  if (!path.startsWith('polygon(')) return false;
  const at = numbersIn(path);
  let area = 0;
  for (let i = 0; i + 1 < at.length; i += 2) {
    area += at[i] * at[(i + 3) % at.length] - at[(i + 2) % at.length] * at[i + 1];
  }
  return Math.abs(area) < 0.01;
};
const opacityOf = (style) => {
  const filters = style.filter;
  const filter = filters === 'none' ? null : /opacity\(([\d.]+)\)/.exec(filters);
  return style.opacity * (filter ? filter[1] : 1);
};
`;

/**
 * Walks the elements in document order. For each it keeps what affects its children: opacity, background colour and clip
 * rectangle. Fully hidden elements are not entered. Reading one computed value takes about a microsecond, so each is read
 * only where it can matter.
 */
const walking = String.raw`
const whyBoxHidden = (box, clip, context, viewport, least) => {
  if (box.right - box.left < least || box.bottom - box.top < least) return 'size';
  // Moving content will come into view.
  if (context.moves) return undefined;
  if (viewport.isOff(box)) return 'position';
  return isEmpty(overlap(box, clip)) ? 'overflow' : undefined;
};
const isPale = (style, context) => {
  const ink = colourOf(style.webkitTextFillColor);
  const isClear = ink[3] * context.opacity < 0.05;
  if (!isClear && (context.ground === null || !isNear(over(ink, context.ground), context.ground))) return false;
  if (isClear && style.backgroundClip.includes('text')) return false;
  return style.textShadow === 'none' && parseFloat(style.webkitTextStrokeWidth) === 0;
};
const groundOf = (style, ground) => {
  if (style.backgroundImage !== 'none') return null;
  const colour = colourOf(style.backgroundColor);
  if (colour[3] < 0.01) return ground;
  return colour[3] >= 0.99 ? colour : ground && over(colour, ground);
};
const flowIn = (element, name, style, clip) => {
  const across = style.overflowX;
  const down = style.overflowY;
  if ((across === 'visible' && down === 'visible') || name === 'body') return clip;
  if (/^(?:inline|contents|table-(?:row|header|footer|column).*)$/.test(style.display)) return clip;
  const box = onPage(boxOf(element));
  const cuts = (way, length) => way === 'hidden' || way === 'clip' || (way !== 'visible' && length <= 1);
  const isWide = !cuts(across, box.right - box.left);
  const isHigh = !cuts(down, box.bottom - box.top);
  return overlap(clip, { left: isWide ? -Infinity : box.left, right: isWide ? Infinity : box.right,
    top: isHigh ? -Infinity : box.top, bottom: isHigh ? Infinity : box.bottom });
};
// Absolute and fixed elements are clipped only by their containing block.
const clipFor = (position, context) => {
  if (position !== 'absolute' && position !== 'fixed') return context.flow;
  for (let at = context; at.outer !== null; at = at.outer) {
    at.isTransformed ??= ['transform', 'filter', 'perspective'].some((name) => at.style[name] !== 'none');
    if (at.isTransformed || (position === 'absolute' && at.position !== 'static')) return at.flow;
  }
  return everywhere;
};
const ownTexts = (element) => {
  const texts = [];
  for (let node = firstChildOf(element); node && texts.length < 3; node = nextOf(node)) {
    if (nodeTypeOf(node) === 3 && /\S/.test(textOf(node))) texts.push(node);
  }
  return texts;
};

class Walk {
  constructor(all, viewport) {
    this.all = all;
    this.viewport = viewport;
    this.indices = new Map();
    this.parents = new Int32Array(all.length);
    this.contexts = new Array(all.length);
    this.reasons = new Array(all.length);
    this.carriers = new Uint8Array(all.length);
    this.pale = [];
    this.painted = [];
    this.layers = [];
    this.shownLetters = 0;
    this.hiddenLetters = 0;
    this.range = document.createRange();
    const style = getComputedStyle(all[0]);
    this.indices.set(all[0], 0);
    this.contexts[0] = { outer: null, style, position: 'static', opacity: 1, ground: groundOf(style, [255, 255, 255]),
      flow: everywhere, isFixed: false, moves: false };
    for (let i = 1; i < all.length; i++) {
      this.indices.set(all[i], i);
      const parent = this.indices.get(parentOf(all[i])) ?? 0;
      this.parents[i] = parent;
      const context = this.contexts[parent];
      if (context !== undefined) this.visit(all[i], i, context);
    }
  }
  visit(element, i, context) {
    const name = nameOf(element);
    if (sightless.has(name)) return;
    const style = getComputedStyle(element);
    if (!isShown(element) && style.display !== 'contents') return this.close(i, 'display');
    const position = style.position;
    this.noteLayer(element, name, style, position, context, i);
    const opacity = context.opacity * opacityOf(style);
    if (opacity < 0.05) return this.close(i, 'opacity');
    if (clipsAll(style, position)) return this.close(i, 'clip');
    const clip = clipFor(position, context);
    if (frameNames.has(name) || pictureNames.has(name)) {
      this.painted.push(i);
      this.carriers[i] = 1;
      this.reasons[i] = this.whyReplacedHidden(element, name, style, clip, context);
      return;
    }
    const ground = groundOf(style, context.ground);
    if (ground !== context.ground) this.painted.push(i);
    const flow = flowIn(element, name, style, clip);
    const moves = context.moves || (name === 'marquee' && !isEmpty(onPage(boxOf(element))));
    const inside = { outer: context, style, position, opacity, ground, flow,
      isFixed: context.isFixed || position === 'fixed', moves };
    this.contexts[i] = inside;
    const texts = ownTexts(element);
    if (texts.length > 0) this.judgeText(element, i, inside, flow !== clip, texts);
  }
  close(i, reason) {
    this.reasons[i] = reason;
    this.hiddenLetters += textOf(this.all[i]).length;
  }
  judgeText(element, i, context, isCut, texts) {
    this.carriers[i] = 1;
    this.reasons[i] = this.whyTextHidden(element, context, isCut, texts, i);
    let letters = 0;
    for (const node of texts) letters += textOf(node).length;
    if (this.reasons[i] === undefined) this.shownLetters += letters;
    else this.hiddenLetters += letters;
  }
  whyTextHidden(element, context, isCut, texts, i) {
    const { style } = context;
    if (style.visibility !== 'visible') return 'visibility';
    if (parseFloat(style.fontSize) < 2) return 'font-size';
    let why;
    for (const box of this.textBoxes(element, style, isCut, texts)) {
      const reason = whyBoxHidden(box, context.flow, context, this.viewport, 1);
      if (reason === undefined) {
        if (isPale(style, context)) this.pale.push({ i, box });
        return undefined;
      }
      why = reason;
    }
    return why;
  }
  // The element's box if its text can't be elsewhere; measuring the text itself takes three times as long.
  textBoxes(element, style, isCut, texts) {
    const box = onPage(boxOf(element));
    if (!isCut && box.right - box.left >= 2 && box.bottom - box.top >= 2 && style.textIndent === '0px') return [box];
    return texts.map((node) => {
      this.range.selectNodeContents(node);
      const { left, top, right, bottom } = onPage(this.range.getBoundingClientRect());
      // The second letter of a ligature has no width of its own.
      const least = textOf(node).trim().length <= 2 ? 2 : 0;
      return { left, top, right: Math.max(right, left + least), bottom };
    });
  }
  whyReplacedHidden(element, name, style, clip, context) {
    if (style.visibility !== 'visible') return 'visibility';
    const isLoading = name === 'img' && !(element.naturalWidth > 0);
    return whyBoxHidden(onPage(boxOf(element)), clip, context, this.viewport, isLoading ? 0 : 2);
  }
  noteLayer(element, name, style, position, context, i) {
    const isFrame = frameNames.has(name);
    if (!isFrame && (position === 'static' || position === 'relative')) return;
    const { width, height } = this.viewport;
    const box = boxOf(element);
    const seen = overlap(box, { left: 0, top: 0, right: width, bottom: height });
    if (isEmpty(seen) || (seen.right - seen.left) * (seen.bottom - seen.top) < width * height / 2) return;
    this.layers.push({ i, element, isFrame, isFixed: context.isFixed || position === 'fixed', box,
      isUntouchable: style.pointerEvents === 'none', points: 0, beneath: 0 });
  }
}
const viewportOf = (root) => {
  const style = getComputedStyle(root);
  const isRightToLeft = style.direction === 'rtl';
  const body = document.body ? getComputedStyle(document.body) : style;
  const neverSideways = /hidden|clip/.test(style.overflowX + body.overflowX);
  const width = innerWidth;
  const isOff = ({ left, right, bottom }) => bottom <= 0 ||
    (right <= 0 && (!isRightToLeft || neverSideways)) || (left >= width && (isRightToLeft || neverSideways));
  return { width, height: innerHeight, isOff };
};
`;

/**
 * Finds text in its background colour, unless something else is painted between: a picture, a box, a pseudo-element. Then
 * links: one whose content is all hidden is hidden, whatever its own box.
 */
const concluding = `
const paintsAround = (element) => {
  for (let at = element, up = 0; at && nodeTypeOf(at) === 1 && up < 4; at = parentOf(at), up++) {
    for (const pseudo of ['::before', '::after']) {
      const style = getComputedStyle(at, pseudo);
      if (style.content === 'none' || style.content === 'normal') continue;
      if (style.backgroundImage !== 'none' || colourOf(style.backgroundColor)[3] > 0.1) return true;
    }
  }
  return false;
};
const concludePale = ({ all, reasons, pale, painted }) => {
  const boxes = pale.length === 0 ? [] : painted.slice(0, 3000).map((i) => ({ i, box: onPage(boxOf(all[i])) }));
  for (const { i, box } of pale.slice(0, 2000)) {
    const x = (box.left + box.right) / 2;
    const y = (box.top + box.bottom) / 2;
    const isBacked = boxes.some(({ i: other, box: { left, top, right, bottom } }) =>
      left <= x && x <= right && top <= y && y <= bottom && other !== i && !hasInside(all[other], all[i]) &&
      !hasInside(all[i], all[other]));
    if (!isBacked && !paintsAround(all[i])) reasons[i] = 'colour';
  }
};
// A background image or an icon-font glyph.
const showsSign = (element, context) => {
  const box = onPage(boxOf(element));
  if (box.right - box.left < 4 || box.bottom - box.top < 4 || isEmpty(overlap(box, context.flow))) return false;
  if (getComputedStyle(element).backgroundImage !== 'none') return true;
  return ['::before', '::after'].some((pseudo) => !/^(?:none|normal|" *")$/.test(getComputedStyle(element, pseudo).content));
};
const showsItself = (link, context) =>
  showsSign(link, context) || Array.from(insideOf(link, '*')).slice(0, 10).some((element) => showsSign(element, context));
const concludeLinks = ({ all, parents, contexts, reasons, carriers }) => {
  const shows = new Uint8Array(all.length);
  const why = new Array(all.length);
  for (let i = all.length - 1; i > 0; i--) {
    if (carriers[i] && reasons[i] === undefined) shows[i] = 1;
    why[i] ??= reasons[i];
    if (contexts[i] !== undefined && isLink(all[i])) {
      if (!shows[i] && why[i] !== undefined && showsItself(all[i], contexts[i])) shows[i] = 1;
      if (shows[i]) reasons[i] = undefined;
      else reasons[i] = why[i];
      carriers[i] = 1;
    }
    if (shows[i]) shows[parents[i]] = 1;
    if (why[i] !== undefined) why[parents[i]] ??= why[i];
  }
};
// The minimum of marks: on the topmost hidden element, and "no" where content inside is visible again.
const hiddenMarks = ({ all, parents, contexts, reasons, carriers }) => {
  const marks = new Map();
  const isHidden = new Uint8Array(all.length);
  for (let i = 1; i < all.length; i++) {
    isHidden[i] = isHidden[parents[i]];
    const isClosed = reasons[i] !== undefined;
    if (isClosed && !isHidden[i]) marks.set(i, reasons[i]);
    else if (!isClosed && carriers[i] && isHidden[i]) marks.set(i, 'no');
    if (isClosed) isHidden[i] = 1;
    else if (carriers[i]) isHidden[i] = 0;
  }
  return marks;
};
`;

export const sightSource = basics + colours + clipping + walking + concluding;
