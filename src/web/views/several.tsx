/** Multiple selection in a list: a checkbox per item, and one form outside the list. */
import type { PropsWithChildren } from 'hono/jsx';
import type { SignedInVisit } from '../gate/route.ts';
import { PostForm } from './form.tsx';

/** The form that a page's checkboxes belong to. */
const severalForm = 'several';
/** As many as any page shows: a campaign has the longest list. */
const mostChosen = 500;

type Chosen = 'incident' | 'suspect' | 'look' | 'site';

interface BoxProps {
  readonly of: Chosen | 'target';
  /** A target's is like 3.1. */
  readonly number: number | string;
  /** Name of the item, for screen readers. */
  readonly label: string;
}

export const ChooseBox = ({ of, number, label }: BoxProps) => (
  <label class="choose">
    <input type="checkbox" id={`choose-${of}-${number}`} name={`${of}-${number}`} value="yes" form={severalForm} />
    <span class="hidden">{label}</span>
  </label>
);

interface BarProps {
  readonly visit: SignedInVisit;
  readonly action: string;
}

/** Note and buttons for the selection; with script also "select all". */
export const SeveralBar = ({ visit, action, children }: PropsWithChildren<BarProps>) => (
  <PostForm visit={visit} action={action} id={severalForm} class="several sheet">
    <label class="check" data-choose-all={severalForm} hidden>
      <input type="checkbox" /> {visit.texts.severalAll}
    </label>
    {children}
  </PostForm>
);

/** The submitted targets. */
export function chosenTargets({ form }: SignedInVisit): string[] {
  const chosen = [...form.keys()].flatMap((name) => /^target-(\d{1,15}\.\d{1,9})$/.exec(name)?.[1] ?? []);
  return [...new Set(chosen)].slice(0, mostChosen);
}

/** The submitted item numbers. */
export function chosenOf({ form }: SignedInVisit, of: Chosen): number[] {
  const chosen = [...form.keys()].flatMap((name) => {
    const [, kind, number] = /^([a-z]+)-(\d{1,15})$/.exec(name) ?? [];
    return kind === of ? [Number(number)] : [];
  });
  return [...new Set(chosen)].slice(0, mostChosen);
}
