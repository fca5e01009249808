/** The agency's first steps for the kind of incident, and whom it calls. */
import type { Words } from '../../../core/domain/words.ts';
import { stepsOfKinds } from '../../../core/incidents/playbook.ts';
import { dialled } from '../../../core/people/telephone.ts';
import { kindWords } from '../../../core/terms.ts';
import { plainText } from '../../../core/text.ts';
import type { ShownIncident } from '../../../store/reads/incidents.ts';
import type { SignedInVisit, Visit } from '../../gate/route.ts';
import { Sheet } from '../../views/layout.tsx';
import { render } from '../../views/wording.ts';

interface StepsProps {
  readonly visit: SignedInVisit;
  readonly incident: ShownIncident;
}

export const IncidentSteps = ({ visit, incident }: StepsProps) => {
  const { texts, web } = visit;
  // A false alarm leaves no vulnerability to fix.
  if (incident.status === 'dismissed') return null;
  const isOver = incident.endedAt !== null;
  const parts = isOver ? [] : stepsOfKinds(web.playbook, incident.kinds);
  return (
    <Sheet title={isOver ? texts.stepsAfterwards : texts.stepsNow} id="steps" class="steps">
      {isOver && <StepList visit={visit} steps={web.playbook.afterwards} />}
      {parts.map(({ kind, steps }) => (
        <>
          {parts.length > 1 && <h3>{render(visit, kindWords[kind])}</h3>}
          <StepList visit={visit} steps={steps} />
        </>
      ))}
      <Contacts visit={visit} />
    </Sheet>
  );
};

export const StepList = ({ visit, steps }: { visit: Visit; steps: readonly Words[] }) => (
  <ol>
    {steps.map((step) => (
      <li>{plainText(render(visit, step), 400)}</li>
    ))}
  </ol>
);

export const Contacts = ({ visit }: { visit: Visit }) => {
  const { contacts } = visit.web.parts.config.national;
  if (contacts.length === 0) return null;
  return (
    <>
      <h3>{visit.texts.stepsCall}</h3>
      <ul>
        {contacts.map(({ name, phone, email }) => (
          <li>
            {plainText(name, 120)}
            {phone !== undefined && (
              <>
                {' '}
                · <a href={`tel:${dialled(phone)}`}>{plainText(phone, 40)}</a>
              </>
            )}
            {email !== undefined && ` · ${plainText(email, 120)}`}
          </li>
        ))}
      </ul>
    </>
  );
};
