/** What promoting a suspect would send, and to whom: performs the act and rolls it back within one transaction. */
import type { Notice } from '../../core/notices/notice.ts';
import { noticesSince } from '../../store/outbox/written-notices.ts';
import { write } from '../../store/write.ts';
import type { OperatorParts } from '../parts.ts';
import type { Decision } from './judge-incident.ts';
import { promoteWithin } from './promote-suspect.ts';

export interface PromotionPreview {
  readonly notice: Notice | null;
  /** Addresses that would be reached by mail. */
  readonly recipients: readonly string[];
}

/** Carries the preview out of the transaction that it rolls back. */
class Undone extends Error {
  readonly preview: PromotionPreview;
  constructor(preview: PromotionPreview) {
    super('undone on purpose');
    this.preview = preview;
  }
}

export async function previewPromotion(
  parts: OperatorParts,
  id: number,
  by: Decision,
  seenCheckId: number,
): Promise<PromotionPreview> {
  try {
    return await write(parts.db, async (trx) => {
      const before = await noticesSince(trx, null);
      await promoteWithin(trx, parts, id, by, seenCheckId);
      const { notices } = await noticesSince(trx, before.last);
      const opened = notices.find(({ notice }) => 'incidentNumber' in notice);
      throw new Undone({ notice: opened?.notice ?? null, recipients: opened?.recipients ?? [] });
    });
  } catch (error) {
    if (error instanceof Undone) return error.preview;
    throw error;
  }
}
