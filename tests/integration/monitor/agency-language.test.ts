/** Each agency is written to in its own language first; operators as configured. */

import { expect, it } from 'vitest';
import { owner } from '../../../src/core/people/actor.ts';
import { chooseLanguageOfSite } from '../../../src/monitor/notices/agency-language.ts';
import { importSites } from '../../../src/monitor/sites/import-sites.ts';
import { registerSite, vetSite } from '../../../src/monitor/sites/register-site.ts';
import { insertNotice } from '../../../src/store/outbox/outbox.ts';
import { write } from '../../../src/store/write.ts';
import { type StagedWatch, stageWatch } from '../../support/staged-watch.ts';
import { mailTo } from '../../support/test-notices.ts';

const vet = async () => ({ status: 'allowed' }) as const;

async function tell(watch: StagedWatch, siteId: number | null, recipients: string[]): Promise<(string | undefined)[]> {
  const { db, newId } = watch.parts;
  const notice = { type: 'test' as const, at: watch.now() };
  const added = { notice, siteId, incidentNumber: null, endpoints: mailTo(...recipients), notBefore: watch.now() };
  await write(db, (trx) => insertNotice(trx, added, () => `${newId()}@test.example`));
  watch.mails.length = 0;
  await watch.dispatch();
  return watch.mails.map(({ language }) => language);
}

async function register(watch: StagedWatch, host: string, language: 'vi' | 'en' | undefined, agency = `Sở ${host}`) {
  const request = {
    url: `https://${host}/`,
    agency,
    language,
    emails: ['chung@co-quan.example', `${host}@co-quan.example`],
    paths: [],
  };
  return (await registerSite(watch.parts, await vetSite(request, vet), { merge: false, actor: owner('test') })).siteId;
}

it('goes by the agency whose portal a mail is about', async () => {
  const watch = await stageWatch();
  const foreign = await register(watch, 'a.example', 'en');
  const home = await register(watch, 'b.example', 'vi');
  const plain = await register(watch, 'c.example', undefined);
  expect(await tell(watch, foreign, ['chung@co-quan.example', 'a.example@co-quan.example'])).toEqual(['en', 'en']);
  expect(await tell(watch, home, ['chung@co-quan.example'])).toEqual(['vi']);
  expect(await tell(watch, plain, ['c.example@co-quan.example', 'truc@bo.example'])).toEqual([undefined, undefined]);
  expect(await tell(watch, null, ['a.example@co-quan.example'])).toEqual(['en']);
});

it('can be changed for an agency that is registered, and is written into the audit log', async () => {
  const watch = await stageWatch();
  const site = await register(watch, 'a.example', 'en');
  expect(await chooseLanguageOfSite(watch.parts, owner('an'), site, 'vi')).toBe('Sở a.example');
  expect(await tell(watch, site, ['a.example@co-quan.example'])).toEqual(['vi']);
  await chooseLanguageOfSite(watch.parts, owner('an'), site, null);
  expect(await tell(watch, site, ['a.example@co-quan.example'])).toEqual([undefined]);
  await chooseLanguageOfSite(watch.parts, owner('an'), site, null);
  const acts = await watch.parts.db.selectFrom('audit').select('act').where('actor', '=', 'an').execute();
  expect(acts).toHaveLength(2);
  await expect(chooseLanguageOfSite(watch.parts, owner('an'), 99, 'vi')).rejects.toThrow(/no site 99/);
});

it('comes with a list of portals, and is refused without an agency', async () => {
  const watch = await stageWatch();
  const text =
    'url,agency,language,email\nhttps://a.example/,Sở A,en,a@co-quan.example\nhttps://b.example/,,en,b@co-quan.example';
  const report = await importSites(
    { ...watch.parts, vet },
    { name: 'a.csv', text },
    { partial: true, actor: owner('an') },
  );
  expect(report.bad).toMatchObject([{ line: 3, reason: { en: expect.stringContaining('name the agency') } }]);
  expect(await tell(watch, 1, ['a@co-quan.example'])).toEqual(['en']);
  const other = { name: 'a.csv', text: text.replace(',en,', ',vi,') };
  const again = await importSites({ ...watch.parts, vet }, other, { partial: true, actor: owner('an') });
  expect(again.good).toMatchObject([{ outcome: 'extended' }]);
  expect(await tell(watch, 1, ['a@co-quan.example'])).toEqual(['vi']);
});
