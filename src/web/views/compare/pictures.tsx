/** Before, after and difference side by side, with the findings' places annotated. */
import type { Finding } from '../../../core/domain/finding.ts';
import { plainText } from '../../../core/text.ts';
import type { CaptureRow, Evidence } from '../../../store/reads/evidence.ts';
import { captureMeta } from '../../capture-meta.ts';
import { type PictureSide, smallWidthPx } from '../../evidence-pictures.ts';
import type { Visit } from '../../gate/route.ts';
import { annotationId, annotationNumbers } from '../findings.tsx';
import { Icon } from '../icon.tsx';
import { moment } from '../wording.ts';
import { CompareTools } from './compare-tools.tsx';

interface PicturesProps {
  readonly visit: Visit;
  readonly evidence: Evidence;
  readonly findings: readonly Finding[];
}

export const Pictures = ({ visit, evidence, findings }: PicturesProps) => {
  const { texts } = visit;
  const { before, after } = evidence;
  const hasBefore = (before?.screenshotHash ?? null) !== null;
  const hasAfter = (after?.screenshotHash ?? null) !== null;
  const site = plainText(evidence.siteName, 120);
  const pictures = (
    <div class="pictures" data-scroll-together>
      {hasBefore && before ? (
        <Picture visit={visit} evidence={evidence} side="before" capture={before} alt={texts.pictureBeforeAlt(site)} />
      ) : (
        <NoPicture visit={visit} side="before" text={texts.pictureMissingBefore} />
      )}
      {hasAfter && after ? (
        <Picture
          visit={visit}
          evidence={evidence}
          side="after"
          capture={after}
          alt={texts.pictureAfterAlt(site)}
          findings={findings}
        />
      ) : (
        <NoPicture visit={visit} side="after" text={after ? texts.pictureMissingAfter : texts.evidenceNone} />
      )}
      {hasBefore && hasAfter && after && (
        <Picture visit={visit} evidence={evidence} side="difference" capture={after} alt={texts.pictureDifferenceAlt} />
      )}
    </div>
  );
  if (!hasBefore || !hasAfter) return pictures;
  return (
    <div data-compare>
      <CompareTools visit={visit} checkId={evidence.check.id} />
      {pictures}
      <section class="frame stage" tabindex={0} aria-label={texts.compareStage} hidden></section>
    </div>
  );
};

function sideTitle(visit: Visit, side: PictureSide): string {
  const { pictureBefore, pictureAfter, pictureDifference } = visit.texts;
  return { before: pictureBefore, after: pictureAfter, difference: pictureDifference }[side];
}

interface PictureProps {
  readonly visit: Visit;
  readonly evidence: Evidence;
  readonly side: PictureSide;
  readonly capture: CaptureRow;
  readonly alt: string;
  readonly findings?: readonly Finding[];
}

const Picture = ({ visit, evidence, side, capture, alt, findings }: PictureProps) => {
  const { texts } = visit;
  const path = `/looks/${evidence.check.id}/pictures/${side}`;
  return (
    <figure class={`picture picture-${side}`}>
      <figcaption>
        <b>{sideTitle(visit, side)}</b>
        {side !== 'difference' && <span>{texts.pictureCaption(moment(visit, capture.at))}</span>}
      </figcaption>
      <section class="frame" tabindex={0} aria-label={alt}>
        <div class="canvas" data-full={fullSize(capture, side)}>
          <img
            src={`${path}/small`}
            alt={alt}
            loading={side === 'difference' ? 'lazy' : 'eager'}
            {...pictureSize(capture, side)}
          />
          {findings && <Annotations visit={visit} capture={capture} findings={findings} checkId={evidence.check.id} />}
        </div>
      </section>
      <a href={`${path}/full`}>{texts.pictureFull}</a>
    </figure>
  );
};

/** Known sizes prevent layout shift; a difference is as tall as the taller page, which is not known here. */
function pictureSize(capture: CaptureRow, side: PictureSide): { width?: number; height?: number } {
  const size = captureMeta(capture).rendering?.screenshot;
  if (!size || side === 'difference') return {};
  const scale = Math.min(1, smallWidthPx / size.widthPx);
  return { width: Math.round(size.widthPx * scale), height: Math.round(shownHeight(size) * scale) };
}

/** Original width and height, for showing the whole page. */
function fullSize(capture: CaptureRow, side: PictureSide): string | undefined {
  const size = captureMeta(capture).rendering?.screenshot;
  return size && side !== 'difference' ? `${size.widthPx} ${size.heightPx}` : undefined;
}

/** A thumbnail shows the page down to twice its width. */
function shownHeight(size: { readonly widthPx: number; readonly heightPx: number }): number {
  return Math.min(size.heightPx, 2 * size.widthPx);
}

interface AnnotationsProps {
  readonly visit: Visit;
  readonly capture: CaptureRow;
  readonly findings: readonly Finding[];
  readonly checkId: number;
}

/** Places are in screenshot pixels; the overlay uses the same coordinates. */
const Annotations = ({ visit, capture, findings, checkId }: AnnotationsProps) => {
  const size = captureMeta(capture).rendering?.screenshot;
  const annotations = [...annotationNumbers(findings)];
  if (!size || annotations.length === 0) return null;
  return (
    <svg class="marks" viewBox={`0 0 ${size.widthPx} ${shownHeight(size)}`} aria-hidden="true">
      {annotations.map(([{ place }, number]) => {
        const box = place?.box;
        if (!box) return null;
        return (
          <g id={annotationId(checkId, number)}>
            <title>{visit.texts.findingAnnotation(number)}</title>
            <rect x={box.x} y={box.y} width={box.width} height={box.height} rx="6" />
            <circle cx={box.x + 26} cy={box.y + 26} r="22" />
            <text x={box.x + 26} y={box.y + 36}>
              {number}
            </text>
          </g>
        );
      })}
    </svg>
  );
};

const NoPicture = ({ visit, side, text }: { visit: Visit; side: PictureSide; text: string }) => (
  <figure class={`picture picture-${side}`}>
    <figcaption>
      <b>{sideTitle(visit, side)}</b>
    </figcaption>
    <div class="frame no-picture">
      <Icon name="unseen" />
      <b>{visit.texts.pictureMissing}</b>
      <span>{text}</span>
    </div>
  </figure>
);
