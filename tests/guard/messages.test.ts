/** What a rebuilding of the house may not change: every rendered mail, and what staged attacks leave in the database. */
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { variants } from '../../fixtures/portals/defaced/deface.ts';
import { startPortals } from '../../fixtures/portals/server.ts';
import type { Notice } from '../../src/core/notices/notice.ts';
import { renderNotice } from '../../src/notify/mail/render.ts';
import { docMails } from '../support/doc-mails.ts';
import { testPlaybook } from '../support/playbook.ts';
import { stageWatch } from '../support/staged-watch.ts';
import { incidentNotice, noticeAt, overdueNotice, unknownNotice } from '../support/test-notices.ts';

const notices: Readonly<Record<string, Notice>> = {
  ...docMails(noticeAt),
  updated: incidentNotice({ type: 'incident-updated' }),
  escalated: incidentNotice({ type: 'incident-escalated' }),
  'unknown to the agency': unknownNotice({ type: 'unknown-agency' }),
  overdue: overdueNotice(),
  password: {
    type: 'password-reset',
    at: noticeAt,
    user: 'an',
    seed: 'x',
    until: noticeAt,
    link: 'https://vonggac.example/x',
  },
  test: { type: 'test', at: noticeAt },
};
const hashOf = (text: string) => createHash('sha256').update(text).digest('hex');

test.each(Object.entries(notices))('mail: %s', (_name, notice) => {
  for (const languages of [['vi'], ['en'], ['vi', 'en']] as const) {
    const mail = renderNotice(notice, { languages, timeZone: 'Asia/Ho_Chi_Minh', playbook: testPlaybook });
    expect([mail.subject, hashOf(JSON.stringify(mail))]).toMatchSnapshot();
  }
});

/** The whole way of an attack on the demo's portals, seen by HTTP on a clock of its own. */
test.each(Array.from({ length: 20 }, (_, seed) => seed + 1))('demo with seed %i', async (seed) => {
  const watch = await stageWatch();
  const portals = await startPortals({ seed, now: () => new Date(watch.now()) });
  const show = async () => {
    for (const { url } of portals.portals) {
      const answer = await fetch(url);
      watch.show(url, { html: await answer.text(), status: answer.status, finalUrl: answer.url });
    }
  };
  const look = async (rounds: number) => {
    for (let round = 0; round < rounds; round += 1) {
      await show();
      await watch.look(portals.portals.length);
      await watch.dispatch();
    }
  };
  try {
    await show();
    for (const { url } of portals.portals) await watch.register(url);
    await look(6);
    portals.portals[seed % portals.portals.length]?.deface(variants[seed % variants.length]);
    await look(6);
    for (const portal of portals.portals) portal.restore();
    await look(6);
    const { db } = watch.parts;
    const rows = {
      incidents: await db.selectFrom('incidents').selectAll().orderBy('number').execute(),
      outbox: await db.selectFrom('outbox').selectAll().orderBy('id').execute(),
    };
    expect(rows.incidents).not.toEqual([]);
    const text = withoutPorts(JSON.stringify(rows), [...portals.portals.map(({ url }) => url), portals.foreignUrl]);
    expect({ incidents: rows.incidents.length, messages: rows.outbox.length, rows: hashOf(text) }).toMatchSnapshot();
  } finally {
    await portals.close();
  }
});

/** The system chooses ports. */
function withoutPorts(text: string, urls: readonly string[]): string {
  return urls.reduce((rest, url, place) => rest.replaceAll(`:${new URL(url).port}`, `:${place + 1}`), text);
}
