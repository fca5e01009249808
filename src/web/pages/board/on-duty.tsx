/** Who is on duty now, for the board and the duty page. */

import type { Words } from '../../../core/domain/words.ts';
import type { DutyShift, Officer } from '../../../core/duty/roster.ts';
import { windowAt } from '../../../core/duty/watch-windows.ts';
import { dialled } from '../../../core/people/telephone.ts';
import { dayWords, plainText } from '../../../core/text.ts';
import { dutyShiftOf } from '../../../monitor/duty/duty-shift.ts';
import type { SignedInVisit } from '../../gate/route.ts';
import { Sheet } from '../../views/layout.tsx';
import { moment, render } from '../../views/wording.ts';

/** Empty when there is neither a roster nor a window. */
export const OnDuty = ({ visit }: { visit: SignedInVisit }) => {
  const { texts, now } = visit;
  const shift = dutyShiftOf(visit.web.parts.config, now);
  const window = windowAt(visit.web.parts.calendar(now), now);
  if (shift === null && window === null) return null;
  return (
    <Sheet title={texts.dutyNow} id="on-duty" class="on-duty" aside={<a href="/duty">{texts.dutySee}</a>}>
      <CurrentWindow visit={visit} />
      {shift !== null && <Shift visit={visit} shift={shift} />}
    </Sheet>
  );
};

export const CurrentWindow = ({ visit }: { visit: SignedInVisit }) => {
  const window = windowAt(visit.web.parts.calendar(visit.now), visit.now);
  if (window === null) return null;
  const { timezone } = visit.web.parts.config.schedule;
  const lastDay = render(visit, dayWords(window.to - 1, timezone));
  return <p class="window-on">{visit.texts.dutyWindowNow(windowName(visit, window.names), lastDay)}</p>;
};

export function windowName(visit: SignedInVisit, names: readonly Words[]): string {
  return names.map((name) => plainText(render(visit, name), 120)).join(', ');
}

/** Who is on duty until when, or that nobody is. */
export const Shift = ({ visit, shift: { officer, assigned, to } }: { visit: SignedInVisit; shift: DutyShift }) => {
  const { texts } = visit;
  const until = texts.dutyUntil(moment(visit, to));
  if (officer !== null) return <Person officer={officer} until={until} />;
  return (
    <p class="old">
      {texts.dutyNobody(plainText(assigned.name, 120))} <span class="meta">{until}</span>
    </p>
  );
};

/** Names and numbers come from the configuration; tapping a telephone number calls it. */
export const Person = ({ officer: { name, phone, email }, until }: { officer: Officer; until?: string }) => (
  <>
    <p>
      <b>{plainText(name, 120)}</b>
      {until !== undefined && <span class="meta"> {until}</span>}
    </p>
    <p class="reach">
      {phone !== undefined && <a href={`tel:${dialled(phone)}`}>{plainText(phone, 40)}</a>}
      <a href={`mailto:${encodeURIComponent(email).replace('%40', '@')}`}>{plainText(email, 120)}</a>
    </p>
  </>
);
