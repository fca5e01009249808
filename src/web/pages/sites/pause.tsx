/** The fields of a pause, and what was typed into them. */
import { localMoment } from '../../../core/duty/days.ts';
import { VonggacError } from '../../../core/errors.ts';
import type { PauseRequest } from '../../../monitor/sites/switch-site.ts';
import type { SignedInVisit } from '../../gate/route.ts';
import { noteOf } from '../act.ts';

export const maxReason = 500;

export const typed = (visit: SignedInVisit, name: string) => visit.form.get(name) ?? '';

interface MomentProps {
  readonly visit: SignedInVisit;
  readonly name: string;
  readonly label: string;
  readonly optional?: boolean;
}

export const MomentField = ({ visit, name, label, optional }: MomentProps) => (
  <div class="field">
    <label for={name}>{label}</label>
    <input id={name} name={name} type="datetime-local" value={typed(visit, name)} required={!optional} />
  </div>
);

/** NaN for what is no moment. */
export function momentIn(visit: SignedInVisit, name: string): number {
  return localMoment(typed(visit, name), visit.web.parts.config.schedule.timezone);
}

/** As typed; what is no moment is refused rather than left out. */
export function pauseIn(visit: SignedInVisit): PauseRequest {
  const until = typed(visit, 'until') === '' ? undefined : momentIn(visit, 'until');
  if (Number.isNaN(until)) {
    throw new VonggacError('bad-input', 'Write the end of the pause as a date and time.', {
      vi: 'Hãy ghi thời điểm theo dõi tiếp theo ngày và giờ.',
    });
  }
  return { reason: noteOf(visit, 'reason')?.slice(0, maxReason), until };
}
