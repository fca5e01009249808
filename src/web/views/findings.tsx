/** Findings with their reasons; those that have a place in the picture carry its number. */
import type { Finding, Place } from '../../core/model.ts';
import { plainText } from '../../core/text.ts';
import { familyWords, kindWords } from '../../core/words.ts';
import type { Visit } from '../gate/route.ts';
import { say, sayReason, scoreText } from './wording.ts';

/** Numbers of the marks in the picture, by finding. */
export function markNumbers(findings: readonly Finding[]): ReadonlyMap<Finding, number> {
  return new Map(findings.filter((finding) => finding.place?.box).map((finding, index) => [finding, index + 1]));
}

export const Findings = ({ visit, findings }: { visit: Visit; findings: readonly Finding[] }) => {
  const { texts } = visit;
  if (findings.length === 0) return <p class="empty">{texts.findingsNone}</p>;
  const marks = markNumbers(findings);
  const strongest = Math.max(...findings.map((finding) => finding.score), 1);
  return (
    <ol class="findings">
      {findings.map((finding) => (
        <li>
          <div class="finding-head">
            {marks.has(finding) && (
              <span class="mark" title={texts.findingMark(marks.get(finding) ?? 0)}>
                {marks.get(finding)}
              </span>
            )}
            <b>{sayReason(visit, finding.reason)}</b>
          </div>
          <p class="meta">
            {finding.score > 0 && (
              <meter min={0} max={strongest} value={finding.score} aria-label={texts.columnScore}>
                {scoreText(visit, finding.score)}
              </meter>
            )}
            <span>
              {finding.score > 0 ? texts.incidentScore(scoreText(visit, finding.score)) : texts.findingRemark} ·{' '}
              {say(visit, familyWords[finding.family])} · {say(visit, kindWords[finding.kind])} ·{' '}
              <code>{plainText(finding.detector, 60)}</code>
            </span>
          </p>
          {finding.place && <PlaceView visit={visit} place={finding.place} />}
        </li>
      ))}
    </ol>
  );
};

const PlaceView = ({ visit, place }: { visit: Visit; place: Place }) => {
  const { texts } = visit;
  if (place.before === undefined && place.after === undefined && place.path === undefined) return null;
  return (
    <dl class="place">
      {place.before !== undefined && (
        <>
          <dt>{texts.valueBefore}</dt>
          <dd>
            <del>{plainText(place.before, 500)}</del>
          </dd>
        </>
      )}
      {place.after !== undefined && (
        <>
          <dt>{texts.valueAfter}</dt>
          <dd>
            <ins>{plainText(place.after, 500)}</ins>
          </dd>
        </>
      )}
      {place.path !== undefined && (
        <>
          <dt>{texts.findingPlace}</dt>
          <dd>
            <code>{plainText(place.path, 300)}</code>
          </dd>
        </>
      )}
    </dl>
  );
};
