/** A channel beside mail: one folder under `notify/` and one line in the map. Here it appends to a file. */

import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { initialBlindness } from '../../../src/core/blindness.ts';
import type { Notice } from '../../../src/core/notices/notice.ts';
import type { Channel, EndpointsOf } from '../../../src/core/ports.ts';
import { dispatchNext } from '../../../src/monitor/notices/dispatch.ts';
import { enqueue } from '../../../src/monitor/notices/enqueue.ts';
import { notify } from '../../../src/monitor/notices/notify.ts';
import { write } from '../../../src/store/write.ts';
import { type StagedWatch, stageWatch } from '../../support/staged-watch.ts';
import { incidentNotice } from '../../support/test-notices.ts';

const hour = 3_600_000;
let folder = '';
let file = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vonggac-channel-'));
  file = join(folder, 'notices');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const appending: Channel = {
  async deliver({ endpoint, notice }) {
    await appendFile(endpoint, `${notice.type}\n`);
    return { status: 'sent', response: 'appended' };
  },
  limits: () => ({ hourly: 2, reserved: 0 }),
  digests: [],
};

/** Whom the channel reaches, as its configuration would say. */
const onFile = 'hop-truc@bo.example';
const endpointsOf: EndpointsOf = (recipient) => [
  { channel: 'mail', endpoint: recipient },
  ...(recipient === onFile ? [{ channel: 'file', endpoint: file }] : []),
];

async function record({ parts }: StagedWatch, notices: readonly Notice[], recipients: readonly string[]) {
  await write(parts.db, async (trx) => {
    for (const notice of notices)
      await enqueue(trx, { ...parts, endpointsOf }, notice, { recipients, notBefore: notice.at });
  });
}

async function dispatch({ parts }: StagedWatch): Promise<void> {
  while (await dispatchNext({ ...parts, channels: { ...parts.channels, file: appending } }, 'test'));
}

const appended = async () => (await readFile(file, 'utf8').catch(() => '')).split('\n').slice(0, -1);
const states = async ({ parts }: StagedWatch) =>
  (await parts.db.selectFrom('outbox').select('status').orderBy('id').execute()).map(({ status }) => status);

const toWhom = (watch: StagedWatch) => watch.mails.map(({ channel, endpoint }) => [channel, endpoint]);

describe('a further channel', () => {
  it('reaches whom it knows, beside mail, with one notice', async () => {
    const watch = await stageWatch();
    await record(watch, [incidentNotice({ at: watch.now() })], [onFile, 'truc@bo.example']);
    await dispatch(watch);
    expect(await appended()).toEqual(['incident-opened']);
    expect(toWhom(watch)).toEqual([
      ['mail', onFile],
      ['mail', 'truc@bo.example'],
    ]);
    expect(await states(watch)).toEqual(['sent', 'sent', 'sent']);
    expect(await watch.parts.db.selectFrom('notices').selectAll().execute()).toHaveLength(1);
  });

  it('is written to by an event like mail, because the audience names people and no addresses of a channel', async () => {
    const watch = await stageWatch({ mail: { from: 'canh-gac@vonggac.example', operators: [onFile] } });
    const seen = {
      before: initialBlindness,
      state: { ...initialBlindness, since: watch.now() },
      answered: 0,
      asked: 3,
    };
    const parts = { ...watch.parts, endpointsOf };
    await write(parts.db, (trx) => notify(trx, parts, 'blind', seen, { at: watch.now(), site: null }));
    await dispatch(watch);
    expect(await appended()).toEqual(['monitor-blind']);
    expect(toWhom(watch)).toEqual([['mail', onFile]]);
  });

  it('gets one message where two recipients share an endpoint', async () => {
    const watch = await stageWatch();
    await record(watch, [incidentNotice({ at: watch.now() })], [onFile, onFile]);
    await dispatch(watch);
    expect(await appended()).toHaveLength(1);
  });

  it('has an hour of its own, and gathers nothing where it has no digest', async () => {
    const watch = await stageWatch();
    const opened = incidentNotice({ at: watch.now() });
    await record(watch, [opened, opened, opened], [onFile]);
    await dispatch(watch);
    expect(await appended()).toHaveLength(2);
    expect(watch.mails).toHaveLength(3);
    expect((await states(watch)).filter((status) => status === 'queued')).toHaveLength(1);
    watch.advance(hour + 60_000);
    await dispatch(watch);
    expect(await appended()).toHaveLength(3);
  });

  it('that is not there any more keeps its messages waiting, and mail goes on', async () => {
    const watch = await stageWatch();
    await record(watch, [{ type: 'test', at: watch.now() }], [onFile]);
    await watch.dispatch();
    expect(await states(watch)).toEqual(['sent', 'queued']);
  });
});
