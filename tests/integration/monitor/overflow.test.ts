/** More messages than the hour allows. */

import { expect, it } from 'vitest';
import { insertNotice } from '../../../src/store/outbox/outbox.ts';
import { write } from '../../../src/store/write.ts';
import { stageWatch } from '../../support/staged-watch.ts';
import { mailTo, overdueNotice } from '../../support/test-notices.ts';

const minute = 60_000;
const operator = 'truc@bo.example';

it('alarms that no look could confirm are gathered like the others when the hour is full', async () => {
  const mail = { from: 'canh-gac@vonggac.example', operators: [operator], hourlyCap: 10 };
  const watch = await stageWatch({ mail });
  const urls = Array.from({ length: 30 }, (_, n) => `https://cong${n}.example.gov.vn/`);
  await write(watch.parts.db, async (trx) => {
    for (const targetUrl of urls) {
      const site = { id: 1, name: `Cổng ${targetUrl}`, url: targetUrl, agency: null };
      const notice = overdueNotice({ at: watch.now(), site, targetUrl });
      const added = { notice, siteId: null, incidentNumber: null, endpoints: mailTo(operator), notBefore: watch.now() };
      await insertNotice(trx, added, watch.parts.newId);
    }
  });
  for (let gone = 0; gone < 15; gone += 1) {
    await watch.dispatch();
    watch.advance(minute);
  }
  expect(watch.mails.length).toBeLessThanOrEqual(10);
  const said = watch.mails.flatMap(({ notice }) => {
    if (notice.type === 'overflow-digest') return notice.overdue?.map(({ url }) => url) ?? [];
    return notice.type === 'confirmation-overdue' ? [notice.targetUrl] : [];
  });
  expect(said.sort()).toEqual(urls.sort());
  const waiting = await watch.parts.db.selectFrom('outbox').select('id').where('status', '=', 'queued').execute();
  expect(waiting).toEqual([]);
});
