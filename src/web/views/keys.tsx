/** The keys of this page. Without script there are none, and nothing is shown of them. */
import type { Visit } from '../gate/route.ts';

export const Keys = ({ visit, mayJudge }: { visit: Visit; mayJudge: boolean }) => {
  const { texts } = visit;
  const acts = [
    ['a', texts.keysAcknowledge],
    ['r', texts.keysResolve],
    ['d', texts.keysDismiss],
    ['l', texts.keysLook],
    ['c', texts.keysComment],
  ] as const;
  const moves = [
    ['j', texts.keysNext],
    ['k', texts.keysPrevious],
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
