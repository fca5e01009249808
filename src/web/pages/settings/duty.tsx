/** Duty: the current shift, hand-over notes, and the watch windows of the year ahead. */

import type { Words } from '../../../core/domain/words.ts';
import { dayMs } from '../../../core/duty/days.ts';
import { dutyShiftsFrom } from '../../../core/duty/roster.ts';
import { windowAt, windowsBetween } from '../../../core/duty/watch-windows.ts';
import { isShown } from '../../../core/errors.ts';
import { holds } from '../../../core/people/actor.ts';
import { dayWords, plainText } from '../../../core/text.ts';
import { rosterOf } from '../../../monitor/duty/duty-shift.ts';
import { ladderTrouble } from '../../../monitor/duty/ladder-trouble.ts';
import { type DutyNote, readDutyNotes } from '../../../store/incidents/duty-notes.ts';
import type { SignedInVisit } from '../../gate/route.ts';
import { Moment } from '../../views/badges.tsx';
import { PostForm, Problem } from '../../views/form.tsx';
import { renderPage, Sheet } from '../../views/layout.tsx';
import { moment, render, renderError } from '../../views/wording.ts';
import { noteOf } from '../act.ts';
import { CurrentWindow, Person, Shift, windowName } from '../board/on-duty.tsx';
import { readWaitingReports, WaitingReports } from '../reporting/due.tsx';

const shownShifts = 8;
const shownNotes = 20;
const maxNote = 2_000;

interface DutyProps {
  readonly visit: SignedInVisit;
}

export function showDuty(visit: SignedInVisit): Promise<Response> {
  return dutyPage(visit, null);
}

async function dutyPage(visit: SignedInVisit, problem: string | null): Promise<Response> {
  const { texts } = visit;
  const { parts } = visit.web;
  const notes = await readDutyNotes(parts.db, visit.scope, shownNotes);
  // The gaps name agencies, so people of one agency don't see them.
  const waiting = await readWaitingReports(visit);
  const gaps = visit.user.agencyId === null ? await ladderTrouble(parts) : [];
  return renderPage(visit, {
    title: texts.dutyTitle,
    section: 'duty',
    status: problem === null ? 200 : 400,
    body: (
      <>
        <div class="page-head">
          <h1>{texts.dutyTitle}</h1>
          <p>{texts.dutyIntro}</p>
        </div>
        <div class="duty">
          <Now visit={visit} gaps={gaps} />
          <WaitingReports visit={visit} waiting={waiting} />
          <Notes visit={visit} notes={notes} problem={problem} />
          <DutyShifts visit={visit} />
          <Year visit={visit} />
        </div>
      </>
    ),
  });
}

const Now = ({ visit, gaps }: DutyProps & { gaps: readonly Words[] }) => {
  const { texts, now } = visit;
  const { config, calendar } = visit.web.parts;
  const [shift] = dutyShiftsFrom(rosterOf(config), now, 1);
  return (
    <Sheet title={texts.dutyNow} id="on-duty" class="on-duty">
      <CurrentWindow visit={visit} />
      {shift === undefined ? (
        <p class="hint">
          {texts.dutyNoOfficers}{' '}
          {holds(visit.actor, 'see-settings') && <a href="/settings">{texts.settingsOfficers}</a>}
        </p>
      ) : (
        <dl class="facts">
          <dt>{texts.dutyOfficer}</dt>
          <dd>
            <Shift visit={visit} shift={shift} />
          </dd>
          {shift.second !== null && (
            <>
              <dt>{texts.dutySecond}</dt>
              <dd>
                <Person officer={shift.second} />
              </dd>
            </>
          )}
        </dl>
      )}
      {windowAt(calendar(now), now) === null && <p class="hint">{texts.dutyNoWindow}</p>}
      {gaps.map((gap) => (
        <Problem text={render(visit, gap)} />
      ))}
    </Sheet>
  );
};

interface NotesProps extends DutyProps {
  readonly notes: readonly DutyNote[];
  /** What was wrong with the submitted note. */
  readonly problem: string | null;
}

const Notes = ({ visit, notes, problem }: NotesProps) => {
  const { texts } = visit;
  return (
    <Sheet title={texts.dutyNotes} id="notes">
      {holds(visit.actor, 'judge') && (
        <PostForm visit={visit} action="/duty/notes" class="stack">
          <Problem text={problem} />
          <div class="field">
            <label for="note">{texts.dutyNoteLabel}</label>
            <textarea
              id="note"
              name="note"
              rows={3}
              maxlength={maxNote}
              required
              aria-describedby="note-hint"
            ></textarea>
            <p class="hint" id="note-hint">
              {texts.dutyNoteHelp}
            </p>
          </div>
          <button type="submit" class="primary">
            {texts.dutyNoteButton}
          </button>
        </PostForm>
      )}
      {notes.length === 0 && <p class="empty">{texts.dutyNoNotes}</p>}
      <ul class="duty-notes">
        {notes.map(({ at, author, text }) => (
          <li>
            <p class="meta">
              {plainText(author, 80)} · <Moment visit={visit} at={at} />
            </p>
            <p class="quote">{plainText(text, maxNote)}</p>
          </li>
        ))}
      </ul>
    </Sheet>
  );
};

const DutyShifts = ({ visit }: DutyProps) => {
  const { texts } = visit;
  const shifts = dutyShiftsFrom(rosterOf(visit.web.parts.config), visit.now, shownShifts);
  if (shifts.length === 0) return null;
  return (
    <Sheet title={texts.dutyShifts} id="turns">
      <table class="duty-table">
        <thead>
          <tr>
            <th scope="col">{texts.dutyOfficer}</th>
            <th scope="col">{texts.dutyFrom}</th>
            <th scope="col">{texts.dutyTo}</th>
          </tr>
        </thead>
        <tbody>
          {shifts.map(({ officer, assigned, from, to }) => (
            <tr>
              <th scope="row">
                {officer === null ? (
                  <span class="old">{texts.dutyNobody(plainText(assigned.name, 120))}</span>
                ) : (
                  plainText(officer.name, 120)
                )}
              </th>
              <td>{moment(visit, from)}</td>
              <td>{moment(visit, to)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Sheet>
  );
};

const Year = ({ visit }: DutyProps) => {
  const { texts, now } = visit;
  const { calendar, config } = visit.web.parts;
  const ahead = now + 365 * dayMs;
  const windows = windowsBetween(calendar(now), now, ahead);
  const day = (at: number) => render(visit, dayWords(at, config.schedule.timezone));
  return (
    <Sheet title={texts.dutyYear} id="year">
      {windows.length === 0 ? (
        <p class="empty">{texts.dutyNoWindows}</p>
      ) : (
        <table class="duty-table">
          <thead>
            <tr>
              <th scope="col">{texts.dutyWindow}</th>
              <th scope="col">{texts.dutyFrom}</th>
              <th scope="col">{texts.dutyTo}</th>
            </tr>
          </thead>
          <tbody>
            {windows.map((window) => (
              <tr>
                <th scope="row">
                  {windowName(visit, window.names)}
                  <small>
                    {texts.dutyDays(Math.round((window.to - window.from) / dayMs))}
                    {window.from <= now && <span class="window-on"> · {texts.dutyIsOn}</span>}
                  </small>
                </th>
                <td class="day">{day(window.from)}</td>
                <td class="day">{day(window.to - 1)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <p class="hint">{texts.dutyYearHelp}</p>
    </Sheet>
  );
};

export async function handOver(visit: SignedInVisit): Promise<Response> {
  try {
    await visit.web.acts.handOver(visit.actor, noteOf(visit) ?? '');
  } catch (error) {
    if (isShown(error) && error.code === 'bad-input') return dutyPage(visit, renderError(visit, error));
    throw error;
  }
  return visit.context.redirect('/duty?done=handed-over', 303);
}
