/** Summary of what was learned of a page: what is stable, what is volatile, what it may name. */

import { fromBase64 } from './base64.ts';
import type { LearnedContent } from './baseline.ts';
import { joinViews } from './joined-view.ts';
import type { LearnedPicture } from './learned-picture.ts';
import { restlessFrom, tolerance } from './picture-bands.ts';
import { stableKeys } from './tally.ts';

/** A rectangle of the learned picture, in its pixels. */
interface MovingArea {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** It differs at every look, so it is not compared at all. */
  readonly isRestless: boolean;
}

export interface LearnedSummary {
  readonly looks: number;
  /** Stable titles. */
  readonly titles: readonly string[];
  readonly stableBlocks: number;
  /** Blocks that come and go, or have gone. */
  readonly movingBlocks: number;
  readonly linkHosts: readonly string[];
  readonly scriptHosts: readonly string[];
  readonly frameHosts: readonly string[];
  readonly formHosts: readonly string[];
  readonly hiddenLinks: number;
  /** Registrable domains where the page may end. */
  readonly finalDomains: readonly string[];
  /** Null when no picture was learned. */
  readonly picture: {
    readonly widthPx: number;
    readonly looks: number;
    /** Share of volatile tiles, 0 to 1. */
    readonly movingShare: number;
    readonly areas: readonly MovingArea[];
  } | null;
}

/** For a page that changes everywhere, more areas add nothing to a drawing. */
const mostAreas = 1_500;

export function summariseLearned(content: LearnedContent): LearnedSummary {
  const views = [content.rendered, content.received].filter((view) => view !== null);
  // People see the rendered view; the received text is shown only if no browser has looked.
  const view = views[0];
  const { hosts } = joinViews(views);
  const stable = view ? stableKeys(view.blocks, view.looks).size : 0;
  return {
    looks: view?.looks ?? 0,
    titles: view ? [...stableKeys(view.titles, view.looks).keys()] : [],
    stableBlocks: stable,
    movingBlocks: (view?.blocks.keys.length ?? 0) - stable,
    linkHosts: hosts.links.toSorted(),
    scriptHosts: hosts.scripts.toSorted(),
    frameHosts: hosts.frames.toSorted(),
    formHosts: hosts.forms.toSorted(),
    hiddenLinks: hosts.hiddenLinks.length,
    finalDomains: content.finalDomains.toSorted(),
    picture: content.picture && pictureSummary(content.picture),
  };
}

function pictureSummary(picture: LearnedPicture): LearnedSummary['picture'] {
  const { widthPx, looks, columns, rows } = picture;
  const spread = fromBase64(picture.spread);
  const moving = spread.filter((deviation) => deviation > tolerance).length;
  const movingShare = columns * rows === 0 ? 0 : moving / (columns * rows);
  return { widthPx, looks, movingShare, areas: movingAreas(picture, spread) };
}

/** Merges adjacent tiles into rectangles, and equal rectangles below each other into one. */
function movingAreas({ columns, rows, tilePx, widthPx }: LearnedPicture, spread: Uint8Array): MovingArea[] {
  const areas: MovingArea[] = [];
  let above = new Map<string, number>();
  for (let row = 0; row < rows && areas.length < mostAreas; row += 1) {
    const here = new Map<string, number>();
    for (const { from, to, isRestless } of runs(spread, row * columns, columns)) {
      const x = from * tilePx;
      const width = Math.min(to * tilePx, widthPx) - x;
      const key = `${x} ${width} ${isRestless}`;
      const index = above.get(key);
      const known = index === undefined ? undefined : areas[index];
      if (known && index !== undefined) {
        areas[index] = { ...known, height: known.height + tilePx };
        here.set(key, index);
      } else here.set(key, areas.push({ x, y: row * tilePx, width, height: tilePx, isRestless }) - 1);
    }
    above = here;
  }
  return areas;
}

interface Run {
  readonly from: number;
  readonly to: number;
  readonly isRestless: boolean;
}

/** Adjacent tiles of one row with equal volatility; `to` is exclusive. */
function runs(spread: Uint8Array, start: number, columns: number): Run[] {
  const found: Run[] = [];
  for (let column = 0; column < columns; column += 1) {
    const deviation = spread[start + column] ?? 0;
    if (deviation <= tolerance) continue;
    const isRestless = deviation > restlessFrom;
    const last = found.at(-1);
    if (last?.to === column && last.isRestless === isRestless) found[found.length - 1] = { ...last, to: column + 1 };
    else found.push({ from: column, to: column + 1, isRestless });
  }
  return found;
}
