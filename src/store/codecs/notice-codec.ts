/** JSON of notices. */
import { z } from 'zod';
import type { Notice, NoticeType } from '../../core/notices/notice.ts';
import { recordCodec } from './codec.ts';
import { schemaOf, time } from './finding-shapes.ts';

const noticeType = schemaOf<NoticeType>()(
  z.enum([
    'incident-opened',
    'incident-updated',
    'incident-escalated',
    'incident-reminder',
    'incident-resolved',
    'incident-reopened',
    'incident-unowned',
    'incident-assigned',
    'report-due',
    'maintenance-summary',
    'unknown-operator',
    'unknown-agency',
    'confirmation-overdue',
    'campaign-opened',
    'campaign-digest',
    'window-summary',
    'overflow-digest',
    'monitor-blind',
    'monitor-seeing',
    'coverage',
    'report',
    'password-reset',
    'relay',
    'request-confirm',
    'request-proof',
    'request-answer',
    'requests-waiting',
    'test',
  ]),
);

/** Shallow: each of twenty types needs different fields, and a failure to render is recorded anyway. */
export const noticePayload = recordCodec<Notice>(
  { table: 'notices', column: 'payloadJson', version: 1 },
  z.looseObject({ type: noticeType, at: time }),
);
