/** An incident's evidence package as a download. */
import { open, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { VonggacError } from '../../../core/errors.ts';
import { readIncident } from '../../../store/reads/incidents.ts';
import type { SignedInVisit } from '../../gate/route.ts';
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
  const file = await open(path, 'r');
  // Readable until closed; removed even if the process ends first.
  await rm(path, { force: true });
  const { size } = await file.stat();
  return visit.context.body(Readable.toWeb(file.createReadStream()) as ReadableStream<Uint8Array<ArrayBuffer>>, 200, {
    'Content-Type': 'application/zip',
    'Content-Length': String(size),
    'Content-Disposition': `attachment; filename="vonggac-su-co-${incident.number}.zip"`,
  });
}
