/** Each server's answers in a look at names, side by side. */
import type { NameLook, ResolverLook } from '../../core/names/name-look.ts';
import { answerStatusWords } from '../../core/terms.ts';
import { plainText } from '../../core/text.ts';
import type { SignedInVisit } from '../gate/route.ts';
import { render } from './wording.ts';

interface Props {
  readonly visit: SignedInVisit;
  readonly look: NameLook;
}

const shownTypes = ['NS', 'A', 'AAAA', 'CNAME', 'MX'] as const;
const shownValues = 6;

export const NameAnswers = ({ visit, look }: Props) => (
  <details class="technical">
    <summary>{visit.texts.namesAnswers}</summary>
    <dl class="facts">
      {(look.resolvers ?? []).map((resolver) => (
        <>
          <dt>{plainText(resolver.resolver, 120)}</dt>
          <dd>
            <ul>
              {linesOf(visit, resolver).map((line) => (
                <li>{line}</li>
              ))}
            </ul>
          </dd>
        </>
      ))}
    </dl>
  </details>
);

/** One line per record type present, or how the server failed. */
function linesOf(visit: SignedInVisit, { answers }: ResolverLook): string[] {
  return shownTypes.flatMap((type) => {
    const answer = answers.find((one) => one.type === type);
    if (answer === undefined || answer.status === 'no-data') return [];
    if (answer.status !== 'answered') return [`${type}: ${render(visit, answerStatusWords[answer.status])}`];
    const rest = answer.values.length - shownValues;
    const values = answer.values.slice(0, shownValues).join(', ');
    return [plainText(`${type}: ${values}${rest > 0 ? ` … +${rest}` : ''}`, 400)];
  });
}
