/** Pages that explain why something can't be shown or done. */
import { plainText } from '../../core/text.ts';
import type { Visit } from '../gate/route.ts';
import type { Texts } from '../texts/keys.ts';
import { Icon } from '../views/icon.tsx';
import { type Page, renderPage } from '../views/layout.tsx';

export type FailureKind =
  | 'not-found'
  | 'forbidden'
  | 'signed-out'
  | 'foreign'
  | 'stale'
  | 'not-a-form'
  | 'refused'
  | 'baseline-moved'
  | 'too-large'
  | 'broken';

interface Failure {
  readonly status: NonNullable<Page['status']>;
  readonly title: keyof Texts;
  readonly text: keyof Texts;
}

const stale: Failure = { status: 403, title: 'failureStaleTitle', text: 'failureStaleText' };

const failures: Readonly<Record<FailureKind, Failure>> = {
  'not-found': { status: 404, title: 'failureNotFoundTitle', text: 'failureNotFoundText' },
  forbidden: { status: 403, title: 'failureForbiddenTitle', text: 'failureForbiddenText' },
  'signed-out': { status: 401, title: 'failureSignedOutTitle', text: 'failureSignedOutText' },
  foreign: stale,
  stale,
  'not-a-form': { ...stale, status: 400 },
  refused: { status: 409, title: 'failureRefusedTitle', text: 'failureRefusedText' },
  'baseline-moved': { status: 409, title: 'failureBaselineTitle', text: 'failureBaselineText' },
  'too-large': { status: 413, title: 'failureTooLargeTitle', text: 'failureTooLargeText' },
  broken: { status: 500, title: 'failureBrokenTitle', text: 'failureBrokenText' },
};

/** @param detail the product's own sentence about the failure */
export function failurePage(visit: Visit, kind: FailureKind, detail?: string): Promise<Response> {
  const { texts } = visit;
  const failure = failures[kind];
  const title = texts[failure.title] as string;
  return renderPage(visit, {
    title,
    status: failure.status,
    narrow: true,
    body: (
      <section class="card failure">
        <Icon name={kind === 'broken' ? 'alarm' : 'unknown'} />
        <p class="code">{failure.status}</p>
        <h1>{title}</h1>
        <p>{texts[failure.text] as string}</p>
        {detail !== undefined && kind !== 'not-found' && <p class="quote">{plainText(detail, 600)}</p>}
        <p>
          <a class="button" href={visit.user ? '/' : '/sign-in'}>
            {visit.user ? texts.backToBoard : texts.signIn}
          </a>
        </p>
      </section>
    ),
  });
}
