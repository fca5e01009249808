import type { Visit } from '../gate/route.ts';
import type { TextDifference, TextPart } from '../text-difference.ts';
import { foreign } from './foreign.ts';

const Part = ({ part }: { part: TextPart }) => {
  if (part.type === 'removed') return <del>{part.text}</del>;
  if (part.type === 'added') return <ins>{part.text}</ins>;
  return <span>{part.text}</span>;
};

export const TextDifferenceView = ({ visit, difference }: { visit: Visit; difference: TextDifference | null }) => {
  const { texts } = visit;
  if (difference === null) return <p class="empty">{texts.textUnavailable}</p>;
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
