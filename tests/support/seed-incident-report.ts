/** An incident's initial report, edited once and sent. */
import { createHash } from 'node:crypto';
import { insertBlobs } from '../../src/store/evidence/blob-rows.ts';
import { insertReport, insertSending, updateReport } from '../../src/store/forms/reports.ts';
import { write } from '../../src/store/write.ts';
import type { TestDesk } from './test-desk.ts';

export async function seedIncidentReport(
  { store, parts }: Pick<TestDesk, 'store' | 'parts'>,
  incident: number,
  who: string,
) {
  const at = parts.clock();
  const bytes = Buffer.from(`%PDF-1.7\n${who}\n%%EOF\n`);
  const hash = createHash('sha256').update(bytes).digest('hex');
  await store.blobs.put(hash, bytes);
  return write(store.db, async (trx) => {
    const values = { 'reporter-name': who, 'state:unresolved': '1', description: `${who} bị thay đổi giao diện` };
    const report = await insertReport(trx, {
      incidentNumber: incident,
      form: 'initial',
      values,
      createdAt: at,
      createdBy: 'ai',
    });
    const edited = { ...values, 'reporter-address': `Trụ sở ${who}` };
    await updateReport(trx, report, { version: 2, at, actor: 'ai', values: edited }, null);
    await insertBlobs(trx, [{ hash, mediaType: 'application/pdf', sizeBytes: bytes.length }], at);
    const sending = await insertSending(trx, {
      reportId: report,
      version: 2,
      at,
      actor: 'ai',
      number: '12/BC-STNMT',
      sentOn: '2026-11-21',
      sentTo: `Cơ quan điều phối quốc gia, từ ${who}`,
      fileHash: hash,
      fileName: 'da-ky.pdf',
      sizeBytes: bytes.length,
    });
    return { form: report, sending };
  });
}
