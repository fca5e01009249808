/** Who is on duty now, on the board and on the page about duty. */
import type { Officer } from '../../core/duty/roster.ts';
import { windowAt } from '../../core/duty/watch-windows.ts';
import type { Words } from '../../core/model.ts';
import { dayWords, plainText } from '../../core/text.ts';
import { turnOf } from '../../monitor/duty/turn-of.ts';
import type { SignedInVisit } from '../gate/route.ts';
import { Sheet } from '../views/layout.tsx';
import { moment, say } from '../views/wording.ts';

/** Nothing when there is neither a roster nor a window. */
export const OnDuty = ({ visit }: { visit: SignedInVisit }) => {
  const { texts, now } = visit;
  const turn = turnOf(visit.web.parts.config, now);
  const window = windowAt(visit.web.parts.calendar(now), now);
  if (turn === null && window === null) return null;
  return (
    <Sheet title={texts.dutyNow} id="on-duty" class="on-duty" aside={<a href="/duty">{texts.dutySee}</a>}>
      <CurrentWindow visit={visit} />
      {turn !== null && <Person officer={turn.officer} until={texts.dutyUntil(moment(visit, turn.to))} />}
    </Sheet>
  );
};

export const CurrentWindow = ({ visit }: { visit: SignedInVisit }) => {
  const window = windowAt(visit.web.parts.calendar(visit.now), visit.now);
  if (window === null) return null;
  const { timezone } = visit.web.parts.config.schedule;
  const lastDay = say(visit, dayWords(window.to - 1, timezone));
  return <p class="window-on">{visit.texts.dutyWindowNow(windowName(visit, window.names), lastDay)}</p>;
};

export function windowName(visit: SignedInVisit, names: readonly Words[]): string {
  return names.map((name) => plainText(say(visit, name), 120)).join(', ');
}

/** Names and numbers come from the configuration; a telephone that is tapped calls. */
export const Person = ({ officer: { name, phone, email }, until }: { officer: Officer; until?: string }) => (
  <>
    <p>
      <b>{plainText(name, 120)}</b>
      {until !== undefined && <span class="meta"> {until}</span>}
    </p>
    <p class="reach">
      {phone !== undefined && <a href={`tel:${phone.replace(/[^+\d]/g, '')}`}>{plainText(phone, 40)}</a>}
      <a href={`mailto:${encodeURIComponent(email).replace('%40', '@')}`}>{plainText(email, 120)}</a>
    </p>
  </>
);
