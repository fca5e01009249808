/** Draws a strip of looks, with a text equivalent. */
import { levelWords } from '../../core/terms.ts';
import type { Visit } from '../gate/route.ts';
import type { Slice, StripSpan } from '../strip.ts';
import { moment, render } from './wording.ts';

const heightOf: Readonly<Record<Slice, number>> = { alarm: 20, suspect: 16, unknown: 12, clean: 12, gap: 12, none: 2 };

export interface StripProps {
  readonly visit: Visit;
  readonly strip: readonly Slice[];
  readonly span: StripSpan;
  readonly size: 'small' | 'large';
}

/** Runs of equal slices become one shape: a quiet month is a handful of rectangles. */
export const Strip = ({ visit, strip, span, size }: StripProps) => (
  <svg
    class={`strip strip-${size}`}
    viewBox={`0 0 ${strip.length * 4} 20`}
    preserveAspectRatio="none"
    role="img"
    aria-label={visit.texts.timelineSummary(summary(visit, strip))}
  >
    {runs(strip).map(({ slice, from, length }) => (
      <rect
        class={`slice-${slice}`}
        x={from * 4}
        y={20 - heightOf[slice]}
        width={size === 'large' && length === 1 ? 3.6 : length * 4}
        height={heightOf[slice]}
        fill={slice === 'gap' ? 'url(#gap)' : undefined}
      >
        <title>
          {sliceText(visit, slice)} · {moment(visit, span.from + from * span.sliceMs)}
          {length > 1 ? ` – ${moment(visit, span.from + (from + length) * span.sliceMs)}` : ''}
        </title>
      </rect>
    ))}
  </svg>
);

/** The hatching for gaps; once on each page with strips. */
export const StripPatterns = () => (
  <svg class="patterns" aria-hidden="true" focusable="false">
    <defs>
      <pattern id="gap" width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect width="4" height="4" class="gap-ground" />
        <rect width="1.6" height="4" class="gap-line" />
      </pattern>
    </defs>
  </svg>
);

const legendSlices: readonly Slice[] = ['clean', 'suspect', 'alarm', 'unknown', 'gap'];

export const StripLegend = ({ visit }: { visit: Visit }) => (
  <ul class="legend" aria-label={visit.texts.legend}>
    {legendSlices.map((slice) => (
      <li>
        <svg viewBox="0 0 12 12" aria-hidden="true">
          <rect
            class={`slice-${slice}`}
            width="12"
            height="12"
            rx="2"
            fill={slice === 'gap' ? 'url(#gap)' : undefined}
          />
        </svg>
        {sliceText(visit, slice)}
      </li>
    ))}
  </ul>
);

function sliceText(visit: Visit, slice: Slice): string {
  if (slice === 'gap') return visit.texts.sliceGap;
  if (slice === 'none') return visit.texts.sliceNone;
  return render(visit, levelWords[slice]);
}

function summary(visit: Visit, strip: readonly Slice[]): string {
  const counts = Map.groupBy(strip, (slice) => slice);
  return [...counts].map(([slice, all]) => `${sliceText(visit, slice)} ${all.length}/${strip.length}`).join(', ');
}

function runs(strip: readonly Slice[]): { readonly slice: Slice; readonly from: number; readonly length: number }[] {
  const found: { slice: Slice; from: number; length: number }[] = [];
  for (const [index, slice] of strip.entries()) {
    const last = found.at(-1);
    if (last?.slice === slice) last.length += 1;
    else found.push({ slice, from: index, length: 1 });
  }
  return found;
}
