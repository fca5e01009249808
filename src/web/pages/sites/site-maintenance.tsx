/** Maintenance on a portal's page. */
import { localMoment } from '../../../core/duty/days.ts';
import { holds } from '../../../core/people/actor.ts';
import { plainText } from '../../../core/text.ts';
import { type Maintenance, maintenanceAhead } from '../../../store/incidents/maintenance.ts';
import { readSite } from '../../../store/reads/site.ts';
import type { SignedInVisit } from '../../gate/route.ts';
import { PostForm } from '../../views/form.tsx';
import { Sheet } from '../../views/layout.tsx';
import { moment } from '../../views/wording.ts';
import { noteOf, numberParam } from '../act.ts';
import { failurePage } from '../failure.tsx';

const maxReason = 500;

export function readMaintenance(visit: SignedInVisit, siteId: number): Promise<Maintenance[]> {
  return maintenanceAhead(visit.web.parts.db, siteId, visit.now);
}

interface MaintenanceProps {
  readonly visit: SignedInVisit;
  readonly siteId: number;
  /** Current or upcoming. */
  readonly all: readonly Maintenance[];
}

export const SiteMaintenance = ({ visit, siteId, all }: MaintenanceProps) => {
  const mayChange = holds(visit.actor, 'manage-sites');
  if (!mayChange && all.length === 0) return null;
  return (
    <Sheet title={visit.texts.maintenanceTitle} id="maintenance">
      <ul class="maintenance">
        {all.map((one) => (
          <One visit={visit} siteId={siteId} one={one} mayChange={mayChange} />
        ))}
      </ul>
      {mayChange && <Announce visit={visit} siteId={siteId} />}
    </Sheet>
  );
};

const One = (props: Omit<MaintenanceProps, 'all'> & { one: Maintenance; mayChange: boolean }) => {
  const { visit, siteId, one, mayChange } = props;
  const { texts } = visit;
  const isOn = one.beginsAt <= visit.now;
  return (
    <li>
      <p class={isOn ? 'window-on' : 'meta'}>{isOn ? texts.maintenanceOn : texts.maintenanceAhead}</p>
      <p>{texts.maintenanceSpan(moment(visit, one.beginsAt), moment(visit, one.endsAt))}</p>
      <p class="quote">{plainText(one.reason, maxReason)}</p>
      <p class="meta">{texts.maintenanceBy(plainText(one.createdBy, 80))}</p>
      {mayChange && (
        <PostForm visit={visit} action={`/sites/${siteId}/maintenance/${one.id}/end`}>
          <button type="submit">{isOn ? texts.maintenanceEnd : texts.maintenanceTakeBack}</button>
        </PostForm>
      )}
    </li>
  );
};

const Announce = ({ visit, siteId }: Omit<MaintenanceProps, 'all'>) => {
  const { texts } = visit;
  return (
    <details>
      <summary>{texts.maintenanceButton}</summary>
      <PostForm visit={visit} action={`/sites/${siteId}/maintenance`} class="stack">
        <p class="hint">{texts.maintenanceHelp}</p>
        <div class="field">
          <label for="begins">{texts.maintenanceFrom}</label>
          <input id="begins" name="begins" type="datetime-local" required />
        </div>
        <div class="field">
          <label for="ends">{texts.maintenanceTo}</label>
          <input id="ends" name="ends" type="datetime-local" required />
        </div>
        <div class="field">
          <label for="reason">{texts.maintenanceReason}</label>
          <input id="reason" name="reason" maxlength={maxReason} required />
        </div>
        <button type="submit" class="primary">
          {texts.maintenanceButton}
        </button>
      </PostForm>
    </details>
  );
};

export async function announceMaintenance(visit: SignedInVisit): Promise<Response> {
  const { db, config } = visit.web.parts;
  const site = await readSite(db, visit.scope, numberParam(visit, 'id'));
  if (!site) return failurePage(visit, 'not-found');
  const at = (field: string) => localMoment(visit.form.get(field) ?? '', config.schedule.timezone);
  const reason = (noteOf(visit, 'reason') ?? '').slice(0, maxReason);
  const maintenance = { beginsAt: at('begins'), endsAt: at('ends'), reason };
  await visit.web.acts.announceMaintenance(visit.actor, site.id, maintenance);
  return visit.context.redirect(`/sites/${site.id}?done=maintenance-announced`, 303);
}

export async function endMaintenance(visit: SignedInVisit): Promise<Response> {
  const site = await readSite(visit.web.parts.db, visit.scope, numberParam(visit, 'id'));
  if (!site) return failurePage(visit, 'not-found');
  await visit.web.acts.endMaintenance(visit.actor, site.id, numberParam(visit, 'maintenance'));
  return visit.context.redirect(`/sites/${site.id}?done=maintenance-ended`, 303);
}
