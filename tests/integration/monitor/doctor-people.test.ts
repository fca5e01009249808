/** What `doctor` says of keys, accounts and duty: each thing that would fail in the night is found by day. */

import { chmod, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { generateSync } from 'otplib';
import { expect, onTestFinished, test } from 'vitest';
import { configSchema } from '../../../src/config/schema/schema.ts';
import { owner } from '../../../src/core/people/actor.ts';
import { deskKey } from '../../../src/monitor/people/desk-key.ts';
import {
  beginSecondFactor,
  confirmSecondFactor,
  pendingSecondFactor,
} from '../../../src/monitor/people/second-factor.ts';
import { accountsSymptom, dutySymptom, keySymptom } from '../../../src/monitor/upkeep/doctor-people.ts';
import { getUser } from '../../../src/store/people/users.ts';
import { seedSite } from '../../support/seed-desk.ts';
import { openTestDesk, type TestDesk } from '../../support/test-desk.ts';
import { addTestUser } from '../../support/test-users.ts';

const now = Date.parse('2026-11-21T14:38:00Z');
const password = 'một câu dài dễ nhớ';

async function openDesk() {
  const desk = await openTestDesk({ now });
  onTestFinished(desk.close);
  return { ...desk, keyFile: join(desk.parts.config.dataDir, 'desk-key') };
}

async function enrol({ parts, store }: TestDesk, name: string): Promise<void> {
  await addTestUser(parts, { name, password, role: 'administrator', actor: owner('command line') });
  const { id } = await store.db.selectFrom('users').select('id').where('name', '=', name).executeTakeFirstOrThrow();
  const user = async () => (await getUser(store.db, id)) ?? expect.unreachable('the account was just made');
  await beginSecondFactor(parts, await user());
  const secret = (await pendingSecondFactor(parts, await user()))?.secret ?? '';
  const code = generateSync({ secret, epoch: Math.floor(now / 1_000) });
  expect(await confirmSecondFactor(parts, await user(), code, '')).toHaveLength(10);
}

test('a key of its owner alone that opens every second factor is in order', async () => {
  const desk = await openDesk();
  const { dataDir } = desk.parts.config;
  expect(await keySymptom(desk.store.db, dataDir)).toEqual({ ok: true, detail: 'made at its first use' });
  await enrol(desk, 'an');
  expect(await keySymptom(desk.store.db, dataDir)).toMatchObject({
    ok: true,
    detail: expect.stringMatching(/for 1 sec/),
  });
});

test('a key that is lost, another one, damaged, or readable by others is found', async () => {
  const desk = await openDesk();
  const { db } = desk.store;
  const { dataDir } = desk.parts.config;
  await enrol(desk, 'an');
  await chmod(desk.keyFile, 0o640);
  expect(await keySymptom(db, dataDir)).toMatchObject({ ok: false, detail: expect.stringMatching(/chmod 600/) });
  await rm(desk.keyFile);
  expect(await keySymptom(db, dataDir)).toMatchObject({
    ok: false,
    detail: expect.stringMatching(/is missing, 1 sec/),
  });
  await deskKey(dataDir);
  expect(await keySymptom(db, dataDir)).toMatchObject({ ok: false, detail: expect.stringMatching(/another key/) });
  await writeFile(desk.keyFile, 'kurz');
  await expect(keySymptom(db, dataDir)).rejects.toThrow(/is damaged/);
});

test('says how many may sign in, and which administrators have no second factor', async () => {
  const desk = await openDesk();
  const { db } = desk.store;
  expect(await accountsSymptom(db)).toMatchObject({ ok: true, detail: expect.stringMatching(/none yet/) });
  await addTestUser(desk.parts, { name: 'binh', password, role: 'operator', actor: owner('command line') });
  expect(await accountsSymptom(db)).toMatchObject({ ok: false, detail: expect.stringMatching(/no administrator/) });
  await enrol(desk, 'an');
  expect(await accountsSymptom(db)).toEqual({ ok: true, detail: '2, 1 of them administrators' });
  await addTestUser(desk.parts, { name: 'chi', password, role: 'administrator', actor: owner('command line') });
  expect((await accountsSymptom(db)).detail).toBe('3, 2 of them administrators; without a second factor: chi');
});

test('says who is on duty, and every step of the ladder that notifies nobody', async () => {
  const { store } = await openDesk();
  await seedSite(store, now, { url: 'https://anlac.example/', agency: 'UBND An Lạc' });
  const mail = { operators: ['truc@bo.example'] };
  const officers = [
    { name: 'Nguyễn An', email: 'an@bo.example' },
    { name: 'Trần Bình', email: 'binh@bo.example' },
  ];
  const say = (config: object) => dutySymptom(store.db, configSchema.parse(config), now);
  expect(await say({})).toMatchObject({ ok: false, detail: expect.stringMatching(/mail.operators is empty/) });
  expect(await say({ mail })).toEqual({
    ok: true,
    detail: 'no roster, no escalation: nobody else is notified of unacknowledged incidents',
  });
  const ladder = [{ after: '15m', to: 'second-officer' }];
  expect(await say({ mail, duty: { officers, ladder } })).toEqual({
    ok: true,
    detail: 'Nguyễn An until 2026-11-21T17:00:00.000Z, escalation steps: 1',
  });
  const heads = [...ladder, { after: '1h', to: 'agency-head' }];
  expect(await say({ mail, duty: { officers: officers.slice(1), ladder: heads } })).toEqual({
    ok: false,
    detail:
      "The step to the second officer notifies nobody: the roster needs at least two officers. The step to the agency's head notifies nobody for: UBND An Lạc.",
  });
});
