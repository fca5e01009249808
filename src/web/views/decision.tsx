/**
 * One decision: its consequence in one sentence, a reason, and one button. Collapsed, so that ending something takes two
 * steps; works without script.
 */
import type { PropsWithChildren } from 'hono/jsx';
import { VonggacError } from '../../core/errors.ts';
import type { SignedInVisit } from '../gate/route.ts';
import { noteOf } from '../pages/act.ts';
import { PostForm } from './form.tsx';

interface DecisionProps {
  readonly visit: SignedInVisit;
  /** Unique on the page. */
  readonly id: string;
  readonly title: string;
  readonly means: string;
  readonly action: string;
  readonly needsReason: boolean;
  /** The reason's field; `note` unless said otherwise. */
  readonly field?: 'note' | 'reason';
  readonly shortcut?: string;
  /** Expanded, on a page of its own. */
  readonly isOpen?: boolean;
}

export const Decision = (props: PropsWithChildren<DecisionProps>) => {
  const { visit, id, title, means, action, needsReason, field = 'note', shortcut, isOpen = false } = props;
  const { texts } = visit;
  return (
    <details class="decision" id={id} open={isOpen}>
      <summary aria-keyshortcuts={shortcut}>{title}</summary>
      <PostForm visit={visit} action={action}>
        {props.children}
        <p>{means}</p>
        <label for={`${id}-reason`}>{needsReason ? texts.decisionReason : texts.incidentNote}</label>
        <textarea id={`${id}-reason`} name={field} rows={2} maxlength={2_000} required={needsReason}></textarea>
        <button type="submit" class={isOpen ? 'primary' : undefined}>
          {title}
        </button>
      </PostForm>
    </details>
  );
};

/** @throws VonggacError `bad-input` when empty: readers of the audit log must learn the reason */
export function reasonOf(visit: SignedInVisit, field: 'note' | 'reason' = 'note'): string {
  const reason = noteOf(visit, field);
  if (reason !== undefined) return reason;
  throw new VonggacError('bad-input', 'Give the reason for this decision.', {
    vi: 'Hãy ghi lý do của quyết định này.',
  });
}
