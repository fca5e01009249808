/** The approved pages of a portal as static files, to serve while its own server is being cleaned. */
import { readSite } from '../../../store/reads/site.ts';
import type { SignedInVisit } from '../../gate/route.ts';
import { sendFile } from '../../send-file.ts';
import { PostForm } from '../../views/form.tsx';
import { numberParam } from '../act.ts';
import { failurePage } from '../failure.tsx';

export const SiteCopy = ({ visit, siteId }: { visit: SignedInVisit; siteId: number }) => {
  const { texts } = visit;
  return (
    <details class="decision" id="static-copy">
      <summary>{texts.siteCopy}</summary>
      <PostForm visit={visit} action={`/sites/${siteId}/static-copy`}>
        <p>{texts.siteCopyMeans}</p>
        <button type="submit">{texts.siteCopyButton}</button>
      </PostForm>
    </details>
  );
};

export async function downloadCopy(visit: SignedInVisit): Promise<Response> {
  const site = await readSite(visit.web.parts.db, visit.scope, numberParam(visit, 'id'));
  if (!site) return failurePage(visit, 'not-found');
  return sendFile(visit, await visit.web.acts.copySite(visit.actor, site.id), `vonggac-ban-sao-${site.id}.zip`);
}
