import { describe, expect, it } from 'vitest';
import { insertNotice } from '../../../src/store/outbox/outbox.ts';
import { write } from '../../../src/store/write.ts';
import { type StagedWatch, stageWatch } from '../../support/staged-watch.ts';
import { mailTo } from '../../support/test-notices.ts';

const minute = 60_000;

async function queued(watch: StagedWatch, recipients: string[]): Promise<void> {
  let made = 0;
  const added = {
    notice: { type: 'test' as const, at: watch.now() },
    siteId: null,
    incidentNumber: null,
    endpoints: mailTo(...recipients),
    notBefore: watch.now(),
  };
  await write(watch.parts.db, (trx) => insertNotice(trx, added, () => `${++made}@test.example`));
}
async function rows(watch: StagedWatch) {
  return watch.parts.db
    .selectFrom('outbox')
    .select(['endpoint', 'status', 'attempts', 'lastError', 'nextAttemptAt'])
    .orderBy('id')
    .execute();
}

describe('handing notices over', () => {
  it('sends each message once', async () => {
    const watch = await stageWatch();
    await queued(watch, ['a@b.example', 'c@d.example']);
    await watch.dispatch();
    await watch.dispatch();
    expect(watch.mails.map((mail) => mail.endpoint)).toEqual(['a@b.example', 'c@d.example']);
  });

  it('tries a temporary failure again up the ladder, under the same Message-ID', async () => {
    const watch = await stageWatch();
    await queued(watch, ['a@b.example']);
    watch.answers.push(
      { status: 'later', reason: '451 greylisted' },
      { status: 'later', reason: 'connection refused' },
    );
    await watch.dispatch();
    expect(await rows(watch)).toMatchObject([
      { status: 'queued', attempts: 1, lastError: '451 greylisted', nextAttemptAt: watch.now() + minute },
    ]);
    watch.advance(minute);
    await watch.dispatch();
    expect(await rows(watch)).toMatchObject([
      { status: 'queued', attempts: 2, nextAttemptAt: watch.now() + 5 * minute },
    ]);
    watch.advance(5 * minute);
    await watch.dispatch();
    expect(await rows(watch)).toMatchObject([{ status: 'sent', attempts: 3, lastError: null }]);
    expect(watch.mails.map((mail) => [mail.messageId, mail.attempt])).toEqual([['1@test.example', 3]]);
  });

  it('leaves a server alone for as long as it asks, and everything for it', async () => {
    const watch = await stageWatch();
    await queued(watch, ['a@b.example', 'c@d.example']);
    const wait = 12 * minute;
    watch.answers.push({ status: 'later', reason: 'HTTP 429', server: 'down', retryAfterMs: wait });
    await watch.dispatch();
    expect(await rows(watch)).toMatchObject([
      { status: 'queued', attempts: 1, nextAttemptAt: watch.now() + wait },
      { status: 'queued', attempts: 0 },
    ]);
    watch.advance(wait - 1);
    await watch.dispatch();
    expect(watch.mails).toEqual([]);
    watch.advance(1);
    await watch.dispatch();
    expect(await rows(watch)).toMatchObject([
      { status: 'sent', attempts: 2 },
      { status: 'sent', attempts: 1 },
    ]);
  });

  it('never tries a permanent failure again and keeps it visible as dead', async () => {
    const watch = await stageWatch();
    await queued(watch, ['gone@b.example', 'c@d.example']);
    watch.answers.push({ status: 'dead', reason: '550 no such user' });
    await watch.dispatch();
    watch.advance(7 * 86_400_000);
    await watch.dispatch();
    expect(await rows(watch)).toMatchObject([
      { status: 'dead', attempts: 1, lastError: '550 no such user' },
      { status: 'sent' },
    ]);
  });

  it('gives up after three days of temporary failures, and says so', async () => {
    const watch = await stageWatch();
    await queued(watch, ['a@b.example']);
    for (let attempt = 0; attempt < 40; attempt += 1) {
      watch.answers.length = 0;
      watch.answers.push({ status: 'later', reason: 'no answer' });
      await watch.dispatch();
      watch.advance(6 * 60 * minute);
    }
    expect(await rows(watch)).toMatchObject([{ status: 'dead', lastError: 'given up: no answer' }]);
  });

  it('takes up what a killed process was sending when its lease is over', async () => {
    const watch = await stageWatch();
    await queued(watch, ['a@b.example']);
    await watch.parts.db
      .updateTable('outbox')
      .set({ status: 'claimed', leaseOwner: 'dead', leaseUntil: watch.now() + minute })
      .execute();
    await watch.dispatch();
    expect(watch.mails).toEqual([]);
    watch.advance(minute + 1);
    await watch.dispatch();
    expect(watch.mails).toHaveLength(1);
  });

  it('keeps to the hourly cap and sends the rest when the hour has room', async () => {
    const watch = await stageWatch({ mail: { from: 'canh-gac@vonggac.example', hourlyCap: 3 } });
    await queued(
      watch,
      Array.from({ length: 8 }, (_, index) => `r${index}@b.example`),
    );
    await watch.dispatch();
    expect(watch.mails).toHaveLength(3);
    watch.advance(59 * minute);
    await watch.dispatch();
    expect(watch.mails).toHaveLength(3);
    watch.advance(2 * minute);
    await watch.dispatch();
    expect(watch.mails).toHaveLength(6);
    watch.advance(61 * minute);
    await watch.dispatch();
    expect(watch.mails).toHaveLength(8);
  });

  it('keeps to the cap when two send at once', async () => {
    const watch = await stageWatch({ mail: { from: 'canh-gac@vonggac.example', hourlyCap: 3 } });
    await queued(
      watch,
      Array.from({ length: 8 }, (_, index) => `r${index}@b.example`),
    );
    await Promise.all([watch.dispatch(), watch.dispatch(), watch.dispatch()]);
    expect(watch.mails).toHaveLength(3);
  });

  it('is not stopped by what a killed process held when the hour has room for one', async () => {
    const watch = await stageWatch({ mail: { from: 'canh-gac@vonggac.example', hourlyCap: 1 } });
    await queued(watch, ['a@b.example']);
    const leaseUntil = watch.now() + minute;
    await watch.parts.db.updateTable('outbox').set({ status: 'claimed', leaseOwner: 'dead', leaseUntil }).execute();
    watch.advance(minute + 1);
    await watch.dispatch();
    expect(watch.mails).toHaveLength(1);
  });
});
