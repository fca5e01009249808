/** Controls for comparing two pictures, shown by the script that implements them. */
import type { Visit } from '../../gate/route.ts';

export const CompareTools = ({ visit, checkId }: { visit: Visit; checkId: number }) => {
  const { texts } = visit;
  const views = [
    ['side', texts.compareSide],
    ['slider', texts.compareSlider],
    ['overlay', texts.compareOverlay],
    ['blink', texts.compareBlink],
  ] as const;
  return (
    <div class="compare-tools" hidden>
      <fieldset>
        <legend class="hidden">{texts.compareViews}</legend>
        {views.map(([value, text]) => (
          <label>
            <input type="radio" name={`view-${checkId}`} value={value} checked={value === 'side'} autocomplete="off" />
            <span>{text}</span>
          </label>
        ))}
      </fieldset>
      <fieldset>
        <legend class="hidden">{texts.compareZoom}</legend>
        <button type="button" data-zoom="out" aria-label={texts.compareZoomOut}>
          −
        </button>
        <output>100 %</output>
        <button type="button" data-zoom="in" aria-label={texts.compareZoomIn}>
          +
        </button>
        <label>
          <input type="checkbox" autocomplete="off" />
          <span>{texts.compareWhole}</span>
        </label>
      </fieldset>
      <label class="compare-share" hidden>
        <span>{texts.pictureBefore}</span>
        <input type="range" min="0" max="100" value="50" aria-label={texts.compareShare} autocomplete="off" />
        <span>{texts.pictureAfter}</span>
      </label>
    </div>
  );
};
