import type { TextDifference, TextPart } from '../../../core/readers.ts';
import type { Compared } from '../../evidence-text.ts';
import type { Visit } from '../../gate/route.ts';
import { foreign } from '../foreign.ts';

const Part = ({ part }: { part: TextPart }) => {
  if (part.type === 'removed') return <del>{part.text}</del>;
  if (part.type === 'added') return <ins>{part.text}</ins>;
  return <span>{part.text}</span>;
};

export const TextDifferenceView = (props: { visit: Visit; difference: Compared<TextDifference> }) => {
  const { visit, difference } = props;
  const { texts } = visit;
  if (difference === 'not-kept') return <p class="empty">{texts.textUnavailable}</p>;
  if (difference === 'given-up') return <p class="empty">{texts.comparingGivenUp}</p>;
  if (difference.isSame) return <p class="empty">{texts.textSame}</p>;
  return (
    <>
      <p class="hint">{texts.textDifferenceHelp}</p>
      <section class="diff" tabindex={0} aria-label={texts.textDifference}>
        {difference.changes.map((change) =>
          change.type === 'skipped' ? (
            <p class="skipped">{texts.textSkipped(change.count)}</p>
          ) : (
            <p {...foreign} class={change.parts.length === 1 ? `diff-${change.parts[0]?.type}` : undefined}>
              {change.parts.map((part) => (
                <Part part={part} />
              ))}
            </p>
          ),
        )}
        {difference.cut && <p class="skipped">{texts.textTooLong}</p>}
      </section>
    </>
  );
};
