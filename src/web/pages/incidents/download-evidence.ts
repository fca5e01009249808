/** An incident's evidence package as a download. */
import { VonggacError } from '../../../core/errors.ts';
import { readIncident } from '../../../store/reads/incidents.ts';
import type { SignedInVisit } from '../../gate/route.ts';
import { sendFile } from '../../send-file.ts';
import { noteOf, numberParam } from '../act.ts';
import { failurePage } from '../failure.tsx';

export async function downloadEvidence(visit: SignedInVisit): Promise<Response> {
  const incident = await readIncident(visit.web.parts.db, visit.scope, numberParam(visit, 'number'));
  if (!incident) return failurePage(visit, 'not-found');
  const recipient = noteOf(visit, 'recipient');
  const purpose = noteOf(visit, 'purpose');
  if (recipient === undefined || purpose === undefined)
    throw new VonggacError('bad-input', 'Name the recipient and the purpose of the package.', {
      vi: 'Hãy ghi bên nhận và mục đích của gói chứng cứ.',
    });
  const { path } = await visit.web.acts.exportEvidence(visit.actor, incident.number, { recipient, purpose });
  return sendFile(visit, path, `vonggac-su-co-${incident.number}.zip`);
}
