/** Things of a list chosen together: a box at each, and one form for them all that stands outside of the list. */
import type { PropsWithChildren } from 'hono/jsx';
import type { SignedInVisit } from '../gate/route.ts';
import { PostForm } from './form.tsx';

/** The form that the boxes of a page belong to. */
const severalForm = 'several';
/** As many as any page shows: the longest list is a campaign's. */
const mostChosen = 500;

type Chosen = 'incident' | 'suspect' | 'look';

interface BoxProps {
  readonly of: Chosen;
  readonly number: number;
  /** What it stands beside, for whoever doesn't see that. */
  readonly label: string;
}

export const ChooseBox = ({ of, number, label }: BoxProps) => (
  <label class="choose">
    <input type="checkbox" name={`${of}-${number}`} value="yes" form={severalForm} />
    <span class="hidden">{label}</span>
  </label>
);

interface BarProps {
  readonly visit: SignedInVisit;
  readonly action: string;
}

/** Note and buttons for what is chosen; with script also a box that chooses all. */
export const SeveralBar = ({ visit, action, children }: PropsWithChildren<BarProps>) => (
  <PostForm visit={visit} action={action} id={severalForm} class="several sheet">
    <label class="check" data-choose-all={severalForm} hidden>
      <input type="checkbox" /> {visit.texts.severalAll}
    </label>
    {children}
  </PostForm>
);

/** The numbers behind the boxes that were sent. */
export function chosenOf({ form }: SignedInVisit, of: Chosen): number[] {
  const chosen = [...form.keys()].flatMap((name) => {
    const [, kind, number] = /^([a-z]+)-(\d{1,15})$/.exec(name) ?? [];
    return kind === of ? [Number(number)] : [];
  });
  return [...new Set(chosen)].slice(0, mostChosen);
}
