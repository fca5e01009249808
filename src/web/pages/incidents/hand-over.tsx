/** How an officer hands an incident's evidence over, in plain words. */
import { dialled } from '../../../core/people/telephone.ts';
import { plainText } from '../../../core/text.ts';
import { readIncident } from '../../../store/reads/incidents.ts';
import type { SignedInVisit } from '../../gate/route.ts';
import { renderPage, Sheet } from '../../views/layout.tsx';
import { numberParam } from '../act.ts';
import { failurePage } from '../failure.tsx';

export async function showHandOver(visit: SignedInVisit): Promise<Response> {
  const incident = await readIncident(visit.web.parts.db, visit.scope, numberParam(visit, 'number'));
  if (!incident) return failurePage(visit, 'not-found');
  const { texts } = visit;
  const path = `/incidents/${incident.number}`;
  return renderPage(visit, {
    title: texts.handOverTitle,
    section: 'incidents',
    assets: ['incident.css'],
    body: (
      <div class="hand-over">
        <div class="page-head">
          <p class="crumbs">
            <a href="/incidents">{texts.incidentsTitle}</a> ›{' '}
            <a href={`${path}#incident-evidence`}>{texts.incidentTitle(incident.number)}</a>
          </p>
          <h1>{texts.handOverTitle}</h1>
          <p>{texts.handOverIntro}</p>
        </div>
        <Sheet title={texts.handOverCall} id="call">
          <p>{texts.handOverCallMeans}</p>
          <Contacts visit={visit} />
        </Sheet>
        <Steps title={texts.handOverKeep} id="keep" steps={texts.handOverKeepList} />
        <Steps title={texts.handOverChain} id="chain" steps={texts.handOverChainList} />
        <Steps title={texts.handOverVerify} id="verify" steps={texts.handOverVerifyList} />
        <p>{texts.handOverForms}</p>
      </div>
    ),
  });
}

const Steps = ({ title, id, steps }: { title: string; id: string; steps: string }) => (
  <Sheet title={title} id={id}>
    <ol>
      {steps.split('\n').map((step) => (
        <li>{step}</li>
      ))}
    </ol>
  </Sheet>
);

const Contacts = ({ visit }: { visit: SignedInVisit }) => {
  const { contacts } = visit.web.parts.config.evidence;
  if (contacts.length === 0) return <p class="old">{visit.texts.handOverNobody}</p>;
  return (
    <ul>
      {contacts.map(({ name, phone, email }) => (
        <li>
          {plainText(name, 120)}
          {phone !== undefined && (
            <>
              {' · '}
              <a href={`tel:${dialled(phone)}`}>{plainText(phone, 40)}</a>
            </>
          )}
          {email !== undefined && ` · ${plainText(email, 120)}`}
        </li>
      ))}
    </ul>
  );
};
