/** Lists on a terminal with nothing in them or more than they show, and questions before what can't be undone. */
import { describe, expect, it } from 'vitest';
import type { Assembly } from '../../../src/cli/assembly.ts';
import type { Context } from '../../../src/cli/command.ts';
import { build } from '../../../src/cli/program.ts';
import { listOpenSuspects } from '../../../src/store/incidents/suspects.ts';
import { portalPage, stageWatch } from '../../support/staged-watch.ts';
import { terminalAt } from '../../support/terminal-at.ts';

const home = 'https://thanhson.example.gov.vn/';

async function watched() {
  const watch = await stageWatch();
  watch.show(home, { html: portalPage() });
  await watch.register(home);
  await watch.learn();
  return { watch, run: terminalAt(watch) };
}

async function suspected() {
  const { watch, run } = await watched();
  watch.show(home, { html: portalPage({ title: 'Một tiêu đề hoàn toàn khác hẳn trước đây' }) });
  await watch.look(4);
  const [suspect] = await listOpenSuspects(watch.parts.db);
  return { watch, run, suspect: String(suspect?.id) };
}

describe('a list of nothing', () => {
  const lists = () => {
    const program = build({} as Context, {
      assembly: { version: '0' } as Assembly,
      out: process.stdout,
      err: process.stderr,
    });
    return program.commands.flatMap((group) =>
      group.commands.filter((one) => one.name() === 'list').map((one) => ({ group: group.name(), list: one })),
    );
  };
  const needs: Readonly<Record<string, readonly string[]>> = { token: ['--user', 'lan.tran'] };

  async function emptyDesk() {
    const watch = await stageWatch();
    await watch.parts.db
      .insertInto('users')
      .values({ name: 'lan.tran', passwordHash: '', role: 'operator', agencyId: null, createdAt: 0, disabledAt: null })
      .execute();
    return terminalAt(watch);
  }

  it('is one sentence at a terminal, its heads alone in a pipe, and an empty array to programs', async () => {
    const run = await emptyDesk();
    const seen = lists().filter(({ group }) => group !== 'user');
    expect(seen.length).toBeGreaterThanOrEqual(9);
    for (const { group } of seen) {
      const argv = [group, 'list', ...(needs[group] ?? [])];
      const read = await run(argv, { isTerminal: true });
      expect([argv, read.code, read.out]).toEqual([argv, 0, '']);
      expect([argv, read.err]).toEqual([argv, expect.stringMatching(/^(?:No|There is no) [^\n]{8,120}\.\n$/)]);
      const piped = await run(argv);
      expect([argv, piped.code, piped.err]).toEqual([argv, 0, read.err]);
      expect([argv, piped.out]).toEqual([argv, expect.stringMatching(/^[A-Z][A-Z ]+\n$/)]);
      expect([argv, await run([...argv, '--json'])]).toEqual([argv, { code: 0, out: '[]\n', err: '' }]);
    }
  });

  it('says that the filter found nothing, not that there is nothing', async () => {
    const run = await emptyDesk();
    const filtered = lists().flatMap(({ group, list }) =>
      list.options
        .filter(({ long, required }) => required && long !== '--user')
        .map(({ long, argChoices }) => [group, 'list', String(long), argChoices?.[0] ?? 'nơi nào']),
    );
    expect(filtered.length).toBeGreaterThanOrEqual(8);
    for (const argv of filtered) {
      const { err } = await run(argv, { isTerminal: true });
      expect([argv, err]).toEqual([argv, expect.stringMatching(/^No .+ matches\.\n$/)]);
    }
  });

  it('is not what a filter makes of a thousand newer incidents', async () => {
    const { watch, run, suspect } = await suspected();
    await run(['site', 'edit', '1', '--agency', 'Sở Y tế']);
    await run(['suspect', 'promote', suspect]);
    await run(['site', 'add', 'https://khac.example/']);
    const { db } = watch.parts;
    const row = await db.selectFrom('incidents').selectAll().executeTakeFirstOrThrow();
    const newer = Array.from({ length: 1_004 }, (_, at) => ({
      ...row,
      number: at + 2,
      siteId: 2,
      status: 'resolved' as const,
      endedAt: 9,
    }));
    for (let at = 0; at < newer.length; at += 200)
      await db
        .insertInto('incidents')
        .values(newer.slice(at, at + 200))
        .execute();
    for (const filter of [
      ['--state', 'open'],
      ['--agency', 'so y te'],
    ]) {
      const listed = JSON.parse((await run(['incident', 'list', '--json', ...filter])).out) as object[];
      expect([filter, listed]).toEqual([filter, [expect.objectContaining({ number: 1 })]]);
    }
    expect((await run(['incident', 'list'])).err).toBe('5 more are not listed.\n');
  });
});

describe('what can not be taken back', () => {
  it('is asked about at a terminal, unless --yes says so', async () => {
    const { watch, run } = await watched();
    await run(['site', 'edit', '1', '--agency', 'Sở Y tế']);
    await run(['contact', 'add', '1', '--name', 'Trần Thị Mai', '--email', 'mai@example.org']);
    for (const argv of [
      ['contact', 'remove', '1'],
      ['request', 'erase', '1'],
      ['evidence', 'key', '--rotate'],
    ]) {
      const no = await run(argv, { isTerminal: true, types: ['\n'] });
      expect([argv, no.code, no.err]).toEqual([
        argv,
        1,
        expect.stringMatching(/\? \[y\/N\] vonggac: Nothing was changed\.\n$/),
      ]);
    }
    expect((await run(['contact', 'remove', '1', '--yes'], { isTerminal: true })).code).toBe(0);
    expect(await watch.parts.db.selectFrom('contacts').selectAll().execute()).toEqual([]);
  });
});
