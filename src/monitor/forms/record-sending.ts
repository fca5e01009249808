/** People sign and send a report outside of the monitor, and record here that they did. It is never sent from here. */
import { createHash } from 'node:crypto';
import { VonggacError } from '../../core/errors.ts';
import { isDate } from '../../core/forms/typed-values.ts';
import type { Actor } from '../../core/people/actor.ts';
import { insertBlobs } from '../../store/evidence/blob-rows.ts';
import { setBeyondMeans } from '../../store/forms/beyond-means.ts';
import { insertSending } from '../../store/forms/reports.ts';
import { insertIncidentEvent } from '../../store/incidents/incidents.ts';
import { dropUnsent } from '../../store/outbox/outbox.ts';
import { appendAudit } from '../../store/records/audit.ts';
import { write } from '../../store/write.ts';
import type { OperatorParts } from '../parts.ts';
import { assertMayReport, existingReport } from './edit-report.ts';

export const longestSignedBytes = 10_000_000;

export interface SentReport {
  readonly number: string;
  readonly sentOn: string;
  readonly sentTo: string;
  readonly file: { readonly name: string; readonly bytes: Uint8Array };
}

/** The initial report stops the reminders. @returns the number of the record */
export async function recordSending(
  parts: Pick<OperatorParts, 'db' | 'clock' | 'blobs'>,
  actor: Actor,
  reportId: number,
  sent: SentReport,
): Promise<number> {
  const checked = checkedSending(sent);
  const { bytes } = sent.file;
  const hash = createHash('sha256').update(bytes).digest('hex');
  // Whoever may not record it must not fill the disk either.
  await write(parts.db, (trx) => existingReport(trx, actor, reportId));
  await parts.blobs.put(hash, bytes);
  return write(parts.db, async (trx) => {
    const { incidentNumber, form, version } = await existingReport(trx, actor, reportId);
    const at = parts.clock();
    await insertBlobs(trx, [{ hash, mediaType: 'application/pdf', sizeBytes: bytes.length }], at);
    const row = { ...checked, fileHash: hash, sizeBytes: bytes.length, reportId, version, at, actor: actor.name };
    const id = await insertSending(trx, row);
    if (form === 'initial') await dropUnsent(trx, incidentNumber, 'report-due');
    const note = `${checked.number} – ${checked.sentTo}`;
    await insertIncidentEvent(trx, { incidentNumber, at, actor: actor.name, type: 'reported', note });
    await appendAudit(trx, {
      at,
      actor: actor.name,
      act: 'report-sent',
      subject: `incident ${incidentNumber}`,
      detail: { form, report: reportId, version, ...checked, sha256: hash },
    });
    return id;
  });
}

function checkedSending({ number, sentOn, sentTo, file }: SentReport) {
  const given = { number: number.trim(), sentOn: sentOn.trim(), sentTo: sentTo.trim() };
  if (given.number === '' || given.sentTo === '' || !isDate(given.sentOn))
    throw new VonggacError('bad-input', 'State the number, the day and to whom the report was sent.', {
      vi: 'Hãy ghi số văn bản, ngày gửi và nơi nhận.',
    });
  if (given.number.length > 100 || given.sentTo.length > 500)
    throw new VonggacError('bad-input', 'The number or the recipients are too long: shorten them.', {
      vi: 'Số văn bản hoặc nơi nhận quá dài: hãy rút gọn.',
    });
  if (file.bytes.length > longestSignedBytes)
    throw new VonggacError('bad-input', 'The signed report is larger than 10 MB: scan it in black and white.', {
      vi: 'Bản đã ký lớn hơn 10 MB: hãy quét lại ở chế độ đen trắng.',
    });
  if (!isPdf(file.bytes))
    throw new VonggacError('bad-input', 'The signed report is not a PDF file: save or scan it as PDF.', {
      vi: 'Bản đã ký không phải là tệp PDF: hãy lưu hoặc quét thành PDF.',
    });
  return { ...given, fileName: file.name.slice(0, 200) };
}

const headBytes = 8;
const tailBytes = 2_048;

/** By its first and last bytes (ISO 32000-1, 7.5.2 and 7.5.5), whatever it is called. */
function isPdf(bytes: Uint8Array): boolean {
  const text = (from: number, to?: number) => Buffer.from(bytes.subarray(from, to)).toString('latin1');
  return /^%PDF-[12]\.\d/.test(text(0, headBytes)) && text(Math.max(0, bytes.length - tailBytes)).includes('%%EOF');
}

/** Beyond the agency's own means: to be reported at once. */
export async function markBeyondMeans(
  parts: Pick<OperatorParts, 'db' | 'clock'>,
  actor: Actor,
  incidentNumber: number,
  isBeyond: boolean,
): Promise<void> {
  await write(parts.db, async (trx) => {
    await assertMayReport(trx, actor, incidentNumber);
    const at = parts.clock();
    if (!(await setBeyondMeans(trx, incidentNumber, isBeyond ? { at, actor: actor.name } : null))) return;
    const type = isBeyond ? 'beyond-means' : 'within-means';
    await insertIncidentEvent(trx, { incidentNumber, at, actor: actor.name, type, note: null });
    await appendAudit(trx, { at, actor: actor.name, act: `report-${type}`, subject: `incident ${incidentNumber}` });
  });
}
