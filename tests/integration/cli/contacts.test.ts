/** Agencies and their contacts on the command line. */
import { expect, it } from 'vitest';
import type { Assembly } from '../../../src/cli/assembly.ts';
import { owner } from '../../../src/core/people/actor.ts';
import { registerSite, vetSite } from '../../../src/monitor/sites/register-site.ts';
import { runCommand } from '../../support/run-command.ts';
import { stageWatch } from '../../support/staged-watch.ts';

async function terminal() {
  const { parts } = await stageWatch();
  const request = {
    url: 'https://anlac.example/',
    agency: 'UBND huyện An Lạc',
    emails: ['truc@co-quan.example'],
    paths: [],
  };
  const vetted = await vetSite(request, async () => ({ status: 'allowed' }));
  await registerSite(parts, vetted, { merge: false, actor: owner('test') });
  const opened = async () => ({ parts, close: async () => {} });
  const assembly = { openOperatorParts: opened } as unknown as Partial<Assembly>;
  return (...argv: string[]) => runCommand(assembly, argv);
}

const mai = [
  '--name',
  'Trần Thị Mai',
  '--role',
  'Trưởng phòng',
  '--phone',
  '0225 3000 210',
  '--email',
  'mai@x.example',
];

it('adds a contact by the agency’s number or name, lists it, changes it and removes it', async () => {
  const run = await terminal();
  expect(await run('contact', 'add', 'UBND huyện An Lạc', ...mai, '--night-cap', '2')).toMatchObject({
    code: 0,
    err: 'Trần Thị Mai is contact 1 of UBND huyện An Lạc.\n',
  });
  const added = await run('contact', 'add', '1', '--name', 'Chánh Văn phòng', '--phone', '0912 345 678');
  expect(added.code).toBe(0);
  const [first, second, ...more] = JSON.parse((await run('contact', 'list', '--json')).out) as object[];
  expect(more).toEqual([]);
  expect(first).toEqual({
    agencyId: 1,
    agency: 'UBND huyện An Lạc',
    id: 1,
    name: 'Trần Thị Mai',
    role: 'Trưởng phòng',
    phone: '0225 3000 210',
    email: 'mai@x.example',
    language: null,
    mail: 'alarms',
    nightCap: 2,
  });
  // Without an address there is nothing to mail.
  expect(second).toMatchObject({ name: 'Chánh Văn phòng', email: null, mail: 'off' });
  const edited = await run('contact', 'edit', '1', '--mail', 'escalations', '--night-cap', '', '--language', 'en');
  expect(edited).toMatchObject({ code: 0, err: 'Contact 1 is changed.\n' });
  expect((await run('contact', 'edit', '1', '--mail', 'escalations')).err).toBe('Contact 1 is unchanged.\n');
  const listed = JSON.parse((await run('contact', 'list', '--agency', 'an lac', '--json')).out) as object[];
  expect(listed[0]).toMatchObject({ phone: '0225 3000 210', mail: 'escalations', nightCap: null, language: 'en' });
  expect((await run('contact', 'list')).out).toMatch(/Trần Thị Mai +Trưởng phòng +0225 3000 210/);
  expect((await run('contact', 'remove', '1')).err).toBe('Trần Thị Mai is no longer a contact.\n');
  expect(JSON.parse((await run('contact', 'list', '--json')).out)).toHaveLength(1);
});

it('shows an agency with portals, incidents and contacts, to people and to programs', async () => {
  const run = await terminal();
  await run('contact', 'add', '1', ...mai);
  const [agency, ...others] = JSON.parse((await run('agency', 'list', '--json')).out) as object[];
  expect(others).toEqual([]);
  expect(agency).toMatchObject({ id: 1, name: 'UBND huyện An Lạc', portals: 1, openIncidents: 0, contacts: 1 });
  expect((await run('agency', 'list')).out).toMatch(/^NO +AGENCY/);
  const shown = JSON.parse((await run('agency', 'show', '1', '--json')).out) as object;
  expect(shown).toMatchObject({
    name: 'UBND huyện An Lạc',
    portals: [{ site: 1, availability30: { share: null, looks: 0 } }],
    incidents: [],
    contacts: [{ name: 'Trần Thị Mai' }],
  });
  const text = await run('agency', 'show', 'UBND huyện An Lạc');
  expect(text.out).toContain('no data');
  expect(text.out).toContain('0225 3000 210');
});

it.each([
  [['agency', 'show', '7'], 1, "There is no agency '7'"],
  [['contact', 'add', '1', '--name', 'Mai'], 65, 'A contact needs a telephone or an email address.'],
  [['contact', 'add', '1', '--name', 'Mai', '--phone', 'abc'], 65, 'is not a telephone number'],
  [['contact', 'add', '1', '--name', 'Mai', '--mail', 'all'], 64, 'alarms, escalations, off'],
  [['contact', 'edit', '9', '--name', 'Mai'], 1, "There is no contact 9: see 'vonggac contact list'."],
  [['contact', 'edit', '1'], 64, 'Nothing to change'],
  [['contact', 'remove', '9'], 1, 'There is no contact 9'],
])('says in one sentence what is wrong with %o', async (argv, code, sentence) => {
  const run = await terminal();
  const ran = await run(...argv);
  expect(ran.err).toContain(sentence);
  expect(ran.code).toBe(code);
});
