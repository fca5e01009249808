/** What each command answers, to people and to programs, on a watch whose portals are plain data. */
import { describe, expect, it } from 'vitest';
import type { Assembly } from '../../../src/cli/assembly.ts';
import { resumePaused } from '../../../src/monitor/sites/resume-paused.ts';
import { getIncident } from '../../../src/store/incidents/incidents.ts';
import { listOpenSuspects } from '../../../src/store/incidents/suspects.ts';
import { getSite } from '../../../src/store/registry/registry.ts';
import { runCommand } from '../../support/run-command.ts';
import { portalPage, type StagedWatch, stageWatch } from '../../support/staged-watch.ts';
import { type RunOn, terminalAt } from '../../support/terminal-at.ts';

const home = 'https://thanhson.example.gov.vn/';
const renamed = portalPage({ title: 'Một tiêu đề hoàn toàn khác hẳn trước đây' });

async function watched(): Promise<{ watch: StagedWatch; run: RunOn }> {
  const watch = await stageWatch();
  watch.show(home, { html: portalPage() });
  await watch.register(home);
  await watch.learn();
  return { watch, run: terminalAt(watch) };
}

async function suspected() {
  const { watch, run } = await watched();
  watch.show(home, { html: renamed });
  await watch.look(4);
  const [suspect] = await listOpenSuspects(watch.parts.db);
  return { watch, run, suspect: String(suspect?.id), look: String(suspect?.checkId) };
}

describe('site pause', () => {
  it('takes a reason and an end, in words or as a moment of the schedule’s time zone, and shows both', async () => {
    const { watch, run } = await watched();
    const status = async () => (await getSite(watch.parts.db, 1))?.status;
    expect((await run(['site', 'pause', '1', '--for', '2h', '--reason', 'chuyển máy chủ'])).err).toContain(
      'paused until 20',
    );
    expect(JSON.parse((await run(['site', 'show', '1', '--json'])).out)).toMatchObject({
      pausedUntil: new Date(watch.parts.clock() + 7_200_000).toISOString(),
      pauseReason: 'chuyển máy chủ',
    });
    expect((await run(['site', 'show', '1'])).out).toContain('reason: chuyển máy chủ');
    await run(['site', 'resume', '1']);
    const day = new Date(watch.parts.clock() + 86_400_000).toISOString().slice(0, 10);
    await run(['site', 'pause', '1', '--until', `${day}T08:00`]);
    expect((await getSite(watch.parts.db, 1))?.pausedUntil).toBe(Date.parse(`${day}T08:00:00+07:00`));
    await resumePaused({ ...watch.parts, clock: () => Date.parse(`${day}T08:00:00+07:00`) });
    expect(await status()).toBe('active');
  });

  it('refuses an end that is none, in the past, or given twice', async () => {
    const { watch, run } = await watched();
    expect((await run(['site', 'pause', '1', '--until', 'mai'])).code).toBe(64);
    expect((await run(['site', 'pause', '1', '--until', '2020-01-01T00:00'])).code).toBe(65);
    expect((await run(['site', 'pause', '1', '--until', '2030-01-01T00:00', '--for', '2h'])).code).toBe(64);
    expect((await getSite(watch.parts.db, 1))?.status).toBe('active');
  });
});

describe('check', () => {
  it('never passes what only HTTP saw for a page that was seen: its banner may be another', async () => {
    const { watch, run } = await watched();
    await watch.look(1);
    watch.show(home, { html: portalPage(), colour: [10, 10, 10] });
    const quick = await run(['check', '1.1']);
    expect(quick.code).toBe(0);
    expect(quick.out).toMatch(/^CLEAN, by HTTP only {2}1\.1 /);
    expect(quick.out).toContain('--deep takes both looks');
    expect(JSON.parse((await run(['check', '1.1', '--json'])).out)).toMatchObject({ tiers: ['http'], isShallow: true });
    expect((await run(['check', '1.1', '--format', 'nagios'])).out).toMatch(
      /^VONGGAC OK - 1 clean, 1 of them by HTTP only \|/,
    );
    // An own portal's address stays as it is, to be copied and opened.
    watch.show(home, { html: portalPage(), failure: 'timed-out' });
    expect((await run(['check', '1.1', '--format', 'nagios'])).out).toContain(` - unavailable at ${home} |`);
    watch.show(home, { html: portalPage(), colour: [10, 10, 10] });
    const deep = await run(['check', '1.1', '--deep', '--json']);
    expect([deep.code, JSON.parse(deep.out)]).toEqual([
      expect.toSatisfy((code) => code === 1 || code === 2),
      expect.objectContaining({ isShallow: false, findings: expect.arrayContaining([expect.anything()]) }),
    ]);
  });

  it('answers 3 for what does not exist, in every format: 1 would mean a suspect', async () => {
    const { run } = await watched();
    for (const format of [[], ['--json'], ['--format', 'nagios']]) {
      const { code, out, err } = await run(['check', '999', ...format]);
      expect([format, code]).toEqual([format, 3]);
      expect(err).toBe("vonggac: There is no site or page 999: see 'vonggac site list'.\n");
      expect(out).toBe(format.includes('nagios') ? `VONGGAC UNKNOWN - ${err.slice('vonggac: '.length)}` : '');
    }
  });

  it('says every error to a monitoring system as UNKNOWN in one line, whatever its code is elsewhere', async () => {
    const { run } = await watched();
    const cases: [string[], number][] = [
      [['check'], 64],
      [['check', 'gopher://a.example/'], 65],
      [['check', '1', '--nope'], 64],
      [['check', '1', '2', '3'], 64],
      [['check', '1', '--config', '/nowhere.yaml'], 78],
    ];
    for (const [argv, code] of cases) {
      expect([argv, (await run(argv)).code]).toEqual([argv, code]);
      for (const format of [['--format', 'nagios'], ['--format=nagios']]) {
        const said = await run([...argv, ...format]);
        expect([argv, said.code]).toEqual([argv, 3]);
        expect(said.out).toMatch(/^VONGGAC UNKNOWN - [^|\n]{10,}\n$/);
      }
    }
    const broken = await runCommand(
      { openMonitorParts: async () => Promise.reject(new TypeError('x is | not\na function')) },
      ['check', '1', '--format', 'nagios'],
    );
    expect([broken.code, broken.out]).toEqual([3, expect.stringMatching(/^VONGGAC UNKNOWN - a bug: [^|\n]+\n$/)]);
  });
});

describe('what is unknown', () => {
  it('is said with its reason', async () => {
    const { watch, run } = await watched();
    watch.show(home, { html: '<title>Access denied</title>', status: 403 });
    const { code, out } = await run(['check', '1.1']);
    expect([code, out]).toEqual([3, expect.stringMatching(/\n {9}Why: blocked or behind a login\.\n/)]);
  });
});

describe('baseline', () => {
  it('shows the numbers that approve takes, and takes each of them', async () => {
    const { run } = await watched();
    const { approvable, looks } = JSON.parse((await run(['baseline', 'show', '1.1', '--json'])).out) as {
      approvable: number[];
      looks: number;
    };
    expect([approvable.length > 0, looks > 0]).toEqual([true, true]);
    expect((await run(['baseline', 'show', '1.1'])).out).toMatch(
      new RegExp(`^approvable +${approvable.join(', ')}$`, 'm'),
    );
    for (const check of approvable) {
      const { code, err } = await run(['baseline', 'approve', String(check)]);
      expect([check, code, err]).toEqual([check, 0, expect.stringMatching(/^Approved: version 1 /)]);
    }
  });
});

describe('suspect', () => {
  it('lists what waits, for people and for programs, and for one agency', async () => {
    const { run, suspect, look } = await suspected();
    const { out } = await run(['suspect', 'list']);
    expect(out).toMatch(/^NO +KIND +NATS +SITE +ADDRESS +LOOK /);
    expect(out.split('\n')[1]).toContain(home);
    expect(JSON.parse((await run(['suspect', 'list', '--json'])).out)).toMatchObject([
      { number: Number(suspect), siteId: 1, target: '1.1', url: home, check: Number(look), kind: 'defacement' },
    ]);
    expect(JSON.parse((await run(['suspect', 'list', '--agency', 'nowhere', '--json'])).out)).toEqual([]);
  });

  it('promotes one by a person, refuses an older look, and mails the agency only then', async () => {
    const { watch, run, suspect, look } = await suspected();
    const late = await run(['suspect', 'promote', suspect, '--look', '1']);
    expect([late.code, late.err]).toEqual([1, expect.stringMatching(/is not the newest of suspect/)]);
    await watch.dispatch();
    expect(watch.mails).toEqual([]);
    const done = await run(['suspect', 'promote', suspect, '--look', look, '--note', 'banner bị thay']);
    expect([done.code, done.err]).toEqual([0, `Suspect ${suspect} is now incident 1; the agency is mailed.\n`]);
    // A person's decision can be undone before its mail leaves.
    watch.advance(60_000);
    await watch.dispatch();
    const toAgency = watch.mails.filter(({ endpoint }) => endpoint === 'tinhoc@co-quan.example');
    expect(toAgency.map(({ notice }) => notice.type)).toEqual(['incident-opened']);
    expect((await run(['suspect', 'promote', suspect])).code).toBe(1);
    expect((await run(['suspect', 'promote', '99'])).code).toBe(1);
    expect((await run(['suspect', 'promote', 'x'])).code).toBe(64);
  });

  it('dismisses one and mutes its change', async () => {
    const { watch, run, suspect } = await suspected();
    expect((await run(['suspect', 'dismiss', suspect, '--note', 'đơn vị đổi'])).code).toBe(0);
    expect(await listOpenSuspects(watch.parts.db)).toEqual([]);
    expect(JSON.parse((await run(['change', 'list', '--json'])).out)).toMatchObject([
      { siteId: 1, note: 'đơn vị đổi' },
    ]);
  });
});

describe('incident', () => {
  it('is assigned, commented on, ended and opened again, and listed by state and agency', async () => {
    const { watch, run, suspect } = await suspected();
    await run(['suspect', 'promote', suspect]);
    const { db } = watch.parts;
    const person = { name: 'lan.tran', passwordHash: '', role: 'operator', agencyId: null, createdAt: 0 } as const;
    await db
      .insertInto('users')
      .values({ ...person, disabledAt: null })
      .execute();
    expect((await run(['incident', 'assign', '1', 'Lan.Tran'])).code).toBe(0);
    expect((await run(['incident', 'assign', '1', 'nobody.here'])).err).toMatch(/no account called 'nobody.here'/);
    expect((await run(['incident', 'assign', '1', 'none'])).err).toBe("Incident 1 is nobody's now.\n");
    expect((await run(['incident', 'comment', '1', 'Đã gọi nhà cung cấp'])).code).toBe(0);
    expect((await run(['incident', 'comment', '1', ' '])).code).toBe(1);
    expect((await run(['incident', 'hold', '1'])).code).toBe(64);
    expect((await run(['incident', 'hold', '1', '--reason', 'công an yêu cầu'])).code).toBe(0);
    expect((await run(['incident', 'show', '1'])).out).toMatch(/held since .* by command line: công an yêu cầu/);
    expect((await run(['incident', 'release', '1', '--reason', 'đã bàn giao'])).code).toBe(0);
    expect((await run(['incident', 'release', '1', '--reason', 'lại'])).err).toMatch(/is not held/);
    const listed = async (...more: string[]) =>
      (JSON.parse((await run(['incident', 'list', '--json', ...more])).out) as unknown[]).length;
    expect([await listed('--state', 'open'), await listed('--state', 'resolved')]).toEqual([1, 0]);
    expect((await run(['incident', 'reopen', '1'])).err).toMatch(/has not ended/);
    await run(['incident', 'resolve', '1']);
    expect([await listed('--open'), await listed('--state', 'resolved')]).toEqual([0, 1]);
    expect((await run(['incident', 'reopen', '1', '--note', 'vẫn còn'])).code).toBe(0);
    expect(await getIncident(db, 1)).toMatchObject({ status: 'open' });
    expect(await listed('--agency', 'nowhere')).toBe(0);
    expect((await run(['incident', 'list', '--state', 'new'])).code).toBe(64);
  });
});

describe('site', () => {
  it('is tagged: what is named is added or removed, and lists are narrowed by it', async () => {
    const { watch, run } = await watched();
    await run(['site', 'edit', '1', '--tag', 'Dịch vụ công', '--tag', 'Thử nghiệm']);
    const done = await run(['site', 'edit', '1', '--no-tag', 'thu nghiem', '--tag', 'Y tế', '--name', 'Tên mới']);
    expect([done.code, done.err]).toEqual([0, expect.stringMatching(/Site 1 is changed\.\n$/)]);
    expect((await getSite(watch.parts.db, 1))?.tags.map(({ name }) => name)).toEqual(['Dịch vụ công', 'Y tế']);
    await run(['site', 'edit', '1', '--importance', 'high']);
    const listed = async (tag: string) => JSON.parse((await run(['site', 'list', '--json', '--tag', tag])).out);
    expect(await listed('Y TE')).toMatchObject([{ id: 1, tags: ['Dịch vụ công', 'Y tế'] }]);
    expect(await listed('y')).toEqual([]);
    const none = await run(['site', 'edit', '1', '--no-tag', 'không có']);
    expect([none.code, none.err]).toEqual([1, expect.stringContaining("Site 1 has no tag 'không có'")]);
    await run(['site', 'add', 'https://moi.example/', '--tag', 'Mới']);
    expect(await listed('moi')).toMatchObject([{ id: 2, tags: ['Mới'] }]);
  });

  it('is edited: what is named changes, and what is not stays', async () => {
    const { watch, run } = await watched();
    const { db } = watch.parts;
    const done = await run(['site', 'edit', '1', '--agency', 'Sở Y tế Sơn La', '--every', '10m', '--path', '/tin']);
    expect([done.code, done.err]).toEqual([0, expect.stringMatching(/Site 1 is changed\.\n$/)]);
    const site = await getSite(db, 1);
    expect(site).toMatchObject({
      agency: 'Sở Y tế Sơn La',
      recipients: ['tinhoc@co-quan.example'],
      importance: 'normal',
    });
    const pages = site?.targets.filter(({ role }) => role === 'registered');
    expect(pages?.map(({ url, everyMs }) => [url, everyMs])).toEqual([
      [home, 600_000],
      [`${home}tin`, 600_000],
    ]);
    await run(['site', 'edit', '1', '--email', 'a@khac.example', '--email', 'b@khac.example', '--stop', '1.2']);
    expect(await getSite(db, 1)).toMatchObject({
      agency: 'Sở Y tế Sơn La',
      recipients: ['a@khac.example', 'b@khac.example'],
    });
    expect((await run(['site', 'edit', '1', '--email', 'a@khac.example', '--email', 'b@khac.example'])).err).toMatch(
      /is unchanged/,
    );
    expect((await run(['site', 'edit', '1', '--stop', '1.9'])).err).toMatch(/has no page 1\.9/);
    expect((await run(['site', 'edit', '9', '--name', 'x'])).code).toBe(1);
  });

  it('is found by its state and by the agency, without regard to accents', async () => {
    const { run } = await watched();
    await run(['site', 'edit', '1', '--agency', 'Sở Y tế Sơn La']);
    const listed = async (...more: string[]) =>
      (JSON.parse((await run(['site', 'list', '--json', ...more])).out) as unknown[]).length;
    expect(await listed('--agency', 'son la')).toBe(1);
    expect(await listed('--agency', 'SƠN LA', '--state', 'provisional')).toBe(1);
    expect(await listed('--state', 'alarm')).toBe(0);
    expect(await listed('--agency', 'Hà Nội')).toBe(0);
    expect((await run(['site', 'list', '--state', 'odd'])).code).toBe(64);
  });

  it('is removed at a terminal only by somebody who says so, and by a script at once', async () => {
    const { watch, run } = await watched();
    const no = await run(['site', 'remove', '1'], { isTerminal: true, types: ['\n'] });
    expect([no.code, no.err]).toEqual([1, expect.stringMatching(/\? \[y\/N\] vonggac: Nothing was changed\.\n$/)]);
    expect(await getSite(watch.parts.db, 1)).not.toBeNull();
    expect((await run(['site', 'remove', '1'], { isTerminal: true, types: ['y\n'] })).code).toBe(0);
    expect(await getSite(watch.parts.db, 1)).toBeNull();
    for (const [argv, at] of [
      [['site', 'remove', '1', '--yes'], { isTerminal: true }],
      [['site', 'remove', '1'], {}],
    ] as const) {
      const fresh = await watched();
      expect(await fresh.run(argv, at)).toMatchObject({
        code: 0,
        err: expect.stringMatching(/^Site 1 is no longer monitored/),
      });
    }
  });
});

describe('doctor', () => {
  it('prints one array with --json, and its exit code is the same', async () => {
    for (const [ok, code] of [
      [true, 0],
      [false, 1],
    ] as const) {
      const diagnose: Assembly['diagnose'] = async (_config, _file, report) => {
        report({ what: 'runtime', ok: true, detail: 'Node 24' });
        report({ what: 'mail', ok, detail: 'mail.example:587' });
      };
      const ran = await runCommand({ diagnose }, ['doctor', '--json']);
      expect([ran.code, JSON.parse(ran.out)]).toEqual([
        code,
        [
          { what: 'runtime', ok: true, detail: 'Node 24' },
          { what: 'mail', ok, detail: 'mail.example:587' },
        ],
      ]);
      expect((await runCommand({ diagnose }, ['doctor'])).out).toMatch(/^ok {3}runtime +Node 24\n/);
    }
  });

  it('does not call ok what lacks something, and does not fail for it', async () => {
    const diagnose: Assembly['diagnose'] = async (_config, _file, report) =>
      report({ what: 'dashboard', ok: true, warns: true, detail: 'web.publicUrl is not set' });
    const ran = await runCommand({ diagnose }, ['doctor']);
    expect([ran.code, ran.out]).toEqual([0, 'WARN dashboard    web.publicUrl is not set\n']);
  });
});
