/**
 * Finds layers over the first screen by hit-testing a grid of points. Continues `sight-script.ts`, whose walk found the
 * layers that are big enough.
 *
 * A layer covers the page if it does not scroll away or lies over other content; slides stacked in their own box do not.
 * Only what shows or links something counts at a point: the translucent backdrop of a small dialog does not.
 */
export const coverSource = `
const grid = { columns: 12, rows: 8 };
const minShare = 0.5;
// A frame in the page flow covers nothing, unless it is the whole page.
const wholeShare = 0.9;
// Grid points at which something else must lie beneath.
const minPointsBeneath = 3;

const isSolid = (element) => {
  const name = nameOf(element);
  if (frameNames.has(name) || pictureNames.has(name) || isLink(element)) return true;
  const style = getComputedStyle(element);
  return style.backgroundImage !== 'none' || colourOf(style.backgroundColor)[3] * style.opacity >= 0.95;
};
const isSolidUpTo = (hit, layer) => {
  for (let at = hit; at; at = parentOf(at)) {
    if (isSolid(at)) return true;
    if (at === layer) return false;
  }
  return false;
};
const isStackedBeside = (layer, other) => {
  const box = parentOf(layer);
  let branch = other;
  while (branch && parentOf(branch) !== box) branch = parentOf(branch);
  return branch !== null && /absolute|fixed/.test(getComputedStyle(branch).position);
};
const liesOver = (layer, stack, { indices, carriers }) => stack.some((other) =>
  carriers[indices.get(other)] === 1 && !hasInside(layer, other) && !hasInside(other, layer) &&
  !isStackedBeside(layer, other));

const findCovers = (seen, viewport) => {
  const layers = seen.layers.slice(0, 200);
  const byElement = new Map(layers.map((layer) => [layer.element, layer]));
  const note = (layer, x, y) => {
    layer.points++;
    if (layer.isFixed || layer.beneath >= minPointsBeneath) return;
    if (liesOver(layer.element, document.elementsFromPoint(x, y), seen)) layer.beneath++;
  };
  if (layers.length > 0) {
    for (let row = 0; row < grid.rows; row++) {
      for (let column = 0; column < grid.columns; column++) {
        const x = (column + 0.5) * viewport.width / grid.columns;
        const y = (row + 0.5) * viewport.height / grid.rows;
        const hit = document.elementFromPoint(x, y);
        for (let at = hit; at; at = parentOf(at)) {
          const layer = byElement.get(at);
          if (layer && isSolidUpTo(hit, at)) note(layer, x, y);
        }
        // Elements with pointer-events: none are never hit, so they count by box if they paint something.
        for (const layer of layers) {
          const { left, right, top, bottom } = layer.box;
          const isThere = left <= x && x <= right && top <= y && y <= bottom;
          if (layer.isUntouchable && isThere && nameOf(layer.element) !== 'canvas' && isSolid(layer.element)) {
            note(layer, x, y);
          }
        }
      }
    }
  }
  const marks = new Map();
  for (const { i, isFrame, isFixed, points, beneath } of layers) {
    const share = Math.min(1, points / (grid.columns * grid.rows));
    const covers = isFixed || beneath >= minPointsBeneath || (isFrame && share >= wholeShare);
    if (share > minShare && covers && marks.size < 20) marks.set(i, share.toFixed(2) + (isFixed ? ' fixed' : ''));
  }
  return marks;
};
`;
