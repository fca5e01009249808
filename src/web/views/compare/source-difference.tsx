/** Difference between two sources, as text. */
import type { SourceDifference, SourceLine } from '../../../core/readers.ts';
import type { Compared } from '../../evidence-text.ts';
import type { SignedInVisit } from '../../gate/route.ts';

const signs = { same: ' ', removed: '−', added: '+' } as const;

export const SourceDifferenceView = (props: { visit: SignedInVisit; difference: Compared<SourceDifference> }) => {
  const { visit, difference } = props;
  const { texts } = visit;
  if (difference === 'not-kept') return <p class="empty">{texts.sourceUnavailable}</p>;
  if (difference === 'given-up') return <p class="empty">{texts.comparingGivenUp}</p>;
  const { hunks, removed, added, cut } = difference;
  if (removed + added === 0) return <p class="empty">{texts.sourceSame}</p>;
  return (
    <>
      <p class="hint">{texts.sourceCounts(removed, added)}</p>
      <section class="source" tabindex={0} aria-label={texts.sourceLines}>
        {hunks.map((lines) => (
          <div class="hunk">
            {lines.map((line) => (
              <Line line={line} />
            ))}
          </div>
        ))}
        {cut && <p class="skipped">{texts.textTooLong}</p>}
      </section>
    </>
  );
};

const Line = ({ line: { type, number, text } }: { line: SourceLine }) => (
  <p class={`line line-${type}`}>
    <span class="number">{number}</span>
    <span class="sign">{signs[type]}</span>
    <code lang="" translate="no">
      {type === 'removed' ? <del>{text}</del> : type === 'added' ? <ins>{text}</ins> : text}
    </code>
  </p>
);
