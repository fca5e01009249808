import { expect, test } from 'vitest';
import { momentWords } from '../../../src/core/text.ts';
import { createMoments } from '../../../src/web/moments.ts';

test.each(['Asia/Ho_Chi_Minh', 'UTC', 'America/New_York'])('times in %s read as they do in the mail', (timeZone) => {
  const moments = createMoments(timeZone);
  for (const text of ['2026-11-21T16:59:59Z', '2026-11-21T17:00:00Z', '2027-01-01T00:05:00Z', '2026-06-30T04:09:00Z']) {
    expect(moments(Date.parse(text))).toEqual(momentWords(Date.parse(text), timeZone));
  }
});
