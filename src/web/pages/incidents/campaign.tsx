/** One campaign: the traits its incidents share, and the incidents. */
import { commonTraitWords } from '../../../core/incidents/campaign.ts';
import { holds } from '../../../core/people/actor.ts';
import { plainText } from '../../../core/text.ts';
import { readCampaign, type ShownCampaign } from '../../../store/reads/related/campaigns.ts';
import type { SignedInVisit } from '../../gate/route.ts';
import { Moment } from '../../views/badges.tsx';
import { renderPage, Sheet } from '../../views/layout.tsx';
import { render } from '../../views/wording.ts';
import { numberParam } from '../act.ts';
import { failurePage } from '../failure.tsx';
import { IncidentTable } from './incidents.tsx';
import { IncidentsBar } from './several-incidents.tsx';

export async function showCampaign(visit: SignedInVisit): Promise<Response> {
  const campaign = await readCampaign(visit.web.parts.db, visit.scope, numberParam(visit, 'number'));
  if (!campaign) return failurePage(visit, 'not-found');
  const { texts } = visit;
  const mayChoose = holds(visit.actor, 'judge') && campaign.incidents.some(({ endedAt }) => endedAt === null);
  return renderPage(visit, {
    title: texts.campaignTitle(campaign.number),
    section: 'incidents',
    body: (
      <>
        <div class="page-head">
          <p class="crumbs">
            <a href="/incidents">{texts.incidentsTitle}</a> › {texts.campaignTitle(campaign.number)}
          </p>
          <h1>{texts.campaignTitle(campaign.number)}</h1>
          <p>{texts.campaignIntro}</p>
        </div>
        <div class="campaign">
          <Common visit={visit} campaign={campaign} />
          <div>
            <IncidentTable
              visit={visit}
              incidents={campaign.incidents}
              nothing={texts.incidentsNone}
              choose={mayChoose}
            />
            {mayChoose && <IncidentsBar visit={visit} />}
          </div>
          <Steps visit={visit} />
        </div>
      </>
    ),
  });
}

const Common = ({ visit, campaign }: { visit: SignedInVisit; campaign: ShownCampaign }) => {
  const { texts } = visit;
  const { incidents } = campaign;
  // A portal may have been defaced twice.
  const sites = new Set(incidents.map(({ siteId }) => siteId));
  const live = new Set(incidents.filter(({ endedAt }) => endedAt === null).map(({ siteId }) => siteId));
  return (
    <Sheet title={texts.campaignCommon} id="common">
      <ul>
        {campaign.common.map((trait) => (
          <li>{plainText(render(visit, commonTraitWords(trait)), 200)}</li>
        ))}
      </ul>
      <p class="meta">
        {texts.campaignSince} <Moment visit={visit} at={campaign.openedAt} /> ·{' '}
        {texts.campaignCount(sites.size, live.size)}
      </p>
    </Sheet>
  );
};

const Steps = ({ visit }: { visit: SignedInVisit }) => (
  <Sheet title={visit.texts.campaignSteps} id="steps">
    <ol>
      {visit.web.playbook.campaign.map((step) => (
        <li>{render(visit, step)}</li>
      ))}
    </ol>
  </Sheet>
);
