/** The page's keyboard shortcuts. Without script there are none, and none are shown. */
import type { Visit } from '../gate/route.ts';

interface KeysProps {
  readonly visit: Visit;
  /** Includes the shortcuts for acts. */
  readonly mayJudge: boolean;
  /** What `j` and `k` step through. */
  readonly through: 'targets' | 'incidents';
}

export const Keys = ({ visit, mayJudge, through }: KeysProps) => {
  const { texts } = visit;
  const acts = [
    ['a', texts.keysAcknowledge],
    ['r', texts.keysResolve],
    ['d', texts.keysDismiss],
    ['l', texts.keysLook],
    ['c', texts.keysComment],
  ] as const;
  const moves = [
    ['j', through === 'targets' ? texts.keysNext : texts.keysNextIncident],
    ['k', through === 'targets' ? texts.keysPrevious : texts.keysPreviousIncident],
    ['?', texts.keysHelp],
  ] as const;
  return (
    <>
      <p class="keys-line">
        <button type="button" class="keys-open" hidden>
          {texts.keysOpen}
        </button>
      </p>
      <dialog class="keys" aria-labelledby="keys-title">
        <h2 id="keys-title">{texts.keysTitle}</h2>
        <dl>
          {[...(mayJudge ? acts : []), ...moves].map(([key, text]) => (
            <>
              <dt>
                <kbd>{key}</kbd>
              </dt>
              <dd>{text}</dd>
            </>
          ))}
        </dl>
        {mayJudge && <p class="hint">{texts.keysConfirm}</p>}
        <label>
          <input type="checkbox" autocomplete="off" /> {texts.keysWanted}
        </label>
        <form method="dialog">
          <button type="submit">{texts.keysClose}</button>
        </form>
      </dialog>
    </>
  );
};
