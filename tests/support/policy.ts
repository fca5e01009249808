/** A small policy without files, with round weights that tests can add up. */
import { indexPhrases } from '../../src/core/detect/phrase-index.ts';
import type { Policy, SignaturePhrase } from '../../src/core/policy.ts';

export const testPolicy: Policy = {
  version: 'test',
  thresholds: { suspect: 3, alarm: 6 },
  familyDiscount: 0.5,
  missingCap: 5.5,
  weights: {
    'title-changed.reworded': 1,
    'title-changed.unrelated': 3.2,
    'title-changed.once-more': 0.5,
    'blocks-lost.some': 1,
    'blocks-lost.most': 2,
    'blocks-lost.replaced': 4,
    'blocks-lost.foreign-page': 6.5,
    'defacer-makeup.cue': 0.75,
    'defacer-makeup.most': 4.5,
    'picture-changed.top': 1.5,
    'picture-changed.page': 3,
    'foreign-redirect.learned': 6.5,
    'foreign-redirect.script': 6.5,
    'foreign-redirect.first-sight': 2,
  },
  signatures: indexPhrases<SignaturePhrase>([
    { text: 'hacked by', language: 'en', weight: 6.5 },
    { text: 'đã bị hack bởi', language: 'vi', weight: 6.5 },
    { text: 'greetz', language: 'en', weight: 4 },
    { text: 'was here', language: 'en', weight: 2 },
    { text: 'files are encrypted', language: 'en', weight: 6.5, kind: 'ransom-note' },
  ]),
  lookAlikes: indexPhrases([
    { text: 'đang bảo trì', kind: 'maintenance' },
    { text: 'access denied', kind: 'blocked' },
    { text: 'please sign in', kind: 'login' },
    { text: 'database error', kind: 'error-page' },
    { text: 'domain is for sale', kind: 'parked' },
  ]),
};
