import { chmodSync, existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Portals, startPortals } from '../../fixtures/portals/server.ts';
import { openSmtpServer, type TestSmtpServer } from '../support/smtp-server.ts';
import { tamper } from '../support/tampering.ts';
import { createWatch, type WatchProcess } from '../support/watch-process.ts';

interface PrintedCheck {
  readonly target: string | null;
  readonly level: string;
  readonly kind: string | null;
  readonly findings: readonly {
    readonly detector: string;
    readonly reason: string;
    readonly indicators: readonly { readonly type: string; readonly value: string }[];
  }[];
  readonly captureFailure?: { readonly kind: string };
}

/** Exit codes, formats and sentences are a contract that other programs rely on. */
describe('the command line', () => {
  let portals: Portals;
  let smtp: TestSmtpServer;
  let watch: WatchProcess;
  const homeOf = (index: number) => portals.portals[index]?.url ?? '';

  beforeAll(async () => {
    portals = await startPortals({ seed: 3 });
    smtp = await openSmtpServer();
    const hosts = [...portals.portals.map((portal) => new URL(portal.url).host), '127.0.0.1:9'];
    watch = await createWatch({
      smtpPort: smtp.port,
      hosts,
      schedule: { learnLooks: 2, learnEvery: '1s', every: '1h' },
    });
  });
  afterAll(async () => {
    await watch.close();
    await smtp.close();
    await portals.close();
  });

  it('says that there is no database instead of creating one', async () => {
    for (const args of [
      ['site', 'list'],
      ['incident', 'list', '--json'],
      ['suspect', 'list'],
      ['check', '--all'],
      ['check', '7'],
      ['change', 'list'],
      ['audit', 'verify'],
      ['audit', 'verify', '--json'],
    ]) {
      const { code, out, err } = await watch.command(...args);
      // Of a check, 1 would mean a suspect.
      expect([args, code, out]).toEqual([args, args[0] === 'check' ? 3 : 1, '']);
      expect(err).toMatch(/^vonggac: There is no database at .*: register a portal first/m);
    }
    expect(existsSync(join(watch.dir, 'data', 'vonggac.sqlite'))).toBe(false);
  });

  it('judges an unregistered address at first sight and records nothing', async () => {
    const { code, out } = await watch.command('check', homeOf(0), '--json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      target: null,
      url: homeOf(0),
      level: 'clean',
      kind: null,
      confirmed: false,
      tiers: ['http'],
      profiles: ['browser'],
      isLearning: false,
      isShallow: true,
    });
    portals.portals[0]?.deface('hacked-vi');
    const bad = await watch.command('check', homeOf(0), '--json');
    portals.portals[0]?.restore();
    expect(bad.code).toBe(2);
    const seen = JSON.parse(bad.out) as PrintedCheck;
    expect(seen).toMatchObject({ level: 'alarm', kind: 'defacement' });
    const signed = seen.findings.find(({ detector }) => detector === 'signature-phrase');
    expect(signed?.reason.length).toBeGreaterThan(10);
    expect(signed?.indicators[0]?.type).toBe('phrase');
    expect(existsSync(join(watch.dir, 'data', 'vonggac.sqlite'))).toBe(false);
  });

  it('says which of the two looks could not be taken, and why', async () => {
    watch.env.VONGGAC_CAPTURE__BROWSER__EXECUTABLE = '/nowhere/chromium';
    const { code, out } = await watch.command('check', homeOf(0), '--deep');
    const json = await watch.command('check', homeOf(0), '--deep', '--json');
    delete watch.env.VONGGAC_CAPTURE__BROWSER__EXECUTABLE;
    expect(code).toBe(0);
    expect(out).toMatch(/Not seen by the browser: .*nowhere/);
    expect(JSON.parse(json.out)).toMatchObject({ tiers: ['http'], captureFailure: { tier: 'browser' } });
  });

  it('answers 3 and the reason when nothing can be seen', async () => {
    const { code, out } = await watch.command('check', 'http://127.0.0.1:9/', '--json');
    expect(code).toBe(3);
    expect(JSON.parse(out)).toMatchObject({
      level: 'unknown',
      kind: 'unavailable',
      captureFailure: { kind: 'connection-refused' },
    });
  });

  it('refuses what can not be registered with one sentence and the code of the contract', async () => {
    const cases: [string[], number, RegExp][] = [
      [['site', 'add', 'http://10.1.2.3/'], 1, /can't be monitored/],
      [['site', 'add', 'gopher://a.example/'], 65, /only http and https/],
      [['site', 'add'], 64, /missing required argument/],
      [['site', 'add', 'https://a.example/', '--every', 'often'], 64, /--every 'often' is not a duration/],
      [['check'], 64, /Name what to look at/],
      [['frobnicate'], 64, /unknown command/],
      [['incident', 'show', 'x'], 64, /is not an incident/],
      [['site', 'import', 'nowhere.csv'], 65, /can't be read/],
      [['--config', 'nowhere.yaml', 'site', 'list'], 78, /no configuration file/],
    ];
    for (const [args, expected, sentence] of cases) {
      const { code, out, err } = await watch.command(...args);
      expect([args, code, out]).toEqual([args, expected, '']);
      expect(err).toMatch(sentence);
      expect(err).not.toMatch(/^ {4}at /m);
    }
  });

  it('names every mistake of a configuration and ends with 78', async () => {
    const file = join(watch.dir, 'bad.yaml');
    await writeFile(file, 'schedule: {every: soon}\nsmtp: {port: 0}\nnope: 1\n');
    const { code, err } = await watch.command('--config', file, 'config', 'check');
    expect(code).toBe(78);
    expect(err).toMatch(/3 mistakes/);
    for (const path of ['schedule.every', 'smtp.port', 'nope']) expect(err).toContain(path);
    expect((await watch.command('config', 'check')).code).toBe(0);
  });

  it('registers, lists, pauses and resumes', async () => {
    const added = await watch.command(
      'site',
      'add',
      homeOf(1),
      '--name',
      'Sở Hải Thanh',
      '--agency',
      'Sở',
      '--email',
      'a@b.example',
      '--path',
      portals.portals[1]?.paths[0] ?? '',
    );
    expect(added).toMatchObject({ code: 0 });
    expect((await watch.command('site', 'add', homeOf(1))).err).toMatch(/already monitored, as 1\.1/);
    const [site] = await watch.json<
      { id: number; agency: string; state: string; targets: { id: string; state: string; lastCheckAt: null }[] }[]
    >('site', 'list');
    expect(site).toMatchObject({
      id: 1,
      agency: 'Sở',
      state: 'learning',
      targets: [{ id: '1.1', lastCheckAt: null }, { id: '1.2' }],
    });
    expect((await watch.command('site', 'pause', '1')).code).toBe(0);
    expect((await watch.json<{ state: string }[]>('site', 'list'))[0]?.state).toBe('paused');
    expect((await watch.command('site', 'pause', '1')).code).toBe(1);
    expect((await watch.command('site', 'resume', '1')).code).toBe(0);
    const shown = await watch.command('site', 'show', '1');
    expect(shown.out).toContain('sub-pages: 0 known, 0 checked, 0 bad, latest never');
    expect(shown.out).toMatch(/Sở Hải Thanh[\s\S]*1\.2/);
  });

  it('counts a check of a registered page as its look, and learns from it', async () => {
    const first = await watch.command('check', '1');
    expect([first.code, first.out]).toEqual([
      0,
      expect.stringMatching(/^CLEAN, learning {2}1\.1 .* {2}http \+ browser {2}/m),
    ]);
    const deep = await watch.command('check', '1.1', '--deep', '--json');
    expect([deep.code, JSON.parse(deep.out)]).toEqual([
      0,
      expect.objectContaining({ tiers: ['http', 'browser'], isShallow: false }),
    ]);
    const [target] =
      (await watch.json<{ targets: { baselineVersion: number; baselineStatus: string }[] }[]>('site', 'list'))[0]
        ?.targets ?? [];
    expect(target).toMatchObject({ baselineVersion: 1, baselineStatus: 'provisional' });
    const shown = await watch.command('baseline', 'show', '1.1', '--json');
    expect(JSON.parse(shown.out)).toMatchObject({ target: '1.1', version: 1, status: 'provisional', looks: 4 });
    const { latestCheck } = JSON.parse(shown.out) as { latestCheck: number };
    expect((await watch.command('baseline', 'approve', String(latestCheck))).err).toMatch(
      /version 1 is the baseline now|Approved/,
    );
  });

  it('gives the worst level over all pages, one JSON line each, and one line for Nagios', async () => {
    portals.portals[1]?.deface('hacked-en');
    const all = await watch.command('check', '--all', '--json');
    expect(all.code).toBe(2);
    const lines = all.out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as PrintedCheck);
    expect(lines.map((line) => [line.target, line.level]).sort()).toEqual([
      ['1.1', 'alarm'],
      ['1.2', 'clean'],
    ]);
    // One look alone opens nothing: the second agrees.
    const nagios = await watch.command('check', '1.1', '--format', 'nagios');
    expect(nagios.code).toBe(2);
    expect(nagios.out).toMatch(
      /^VONGGAC CRITICAL - defacement at http:\/\/\S+ \| clean=0 suspect=0 alarm=1 unknown=0 time=[\d.]+s\n$/,
    );
    const [incident] = await watch.json<{ number: number; kinds: string[]; targets: { id: string }[] }[]>(
      'incident',
      'list',
    );
    expect(incident).toMatchObject({ number: 1, kinds: ['defacement'], targets: [{ id: '1.1' }] });
  });

  it('lets people decide: acknowledge, ignore exactly a change, forget it, resolve', async () => {
    expect((await watch.command('incident', 'ack', '1', '--note', 'đang xử lý')).code).toBe(0);
    const shown = JSON.parse((await watch.command('incident', 'show', '1', '--json')).out) as {
      status: string;
      targets: { findings: { fingerprint: string | null }[] }[];
    };
    expect(shown.status).toBe('acknowledged');
    const print = shown.targets[0]?.findings.find((finding) => finding.fingerprint)?.fingerprint ?? '';
    expect((await watch.command('change', 'ignore', print, '--for', '1d')).code).toBe(0);
    expect(await watch.json('change', 'list')).toMatchObject([{ fingerprint: print, siteId: 1 }]);
    expect((await watch.command('change', 'forget', print)).code).toBe(0);
    expect((await watch.command('change', 'forget', print)).code).toBe(1);
    expect((await watch.command('incident', 'resolve', '1')).code).toBe(0);
    expect((await watch.command('incident', 'resolve', '1')).code).toBe(1);
    expect((await watch.command('incident', 'ack', '99')).code).toBe(1);
  });

  it('answers 3 for a portal that does not exist and for whatever a monitoring system is told of', async () => {
    for (const format of [[], ['--json']]) {
      expect(await watch.command('check', '999', ...format)).toMatchObject({ code: 3, out: '' });
    }
    for (const args of [['999'], [], ['1', '--config', 'nowhere.yaml'], ['1', '--odd']]) {
      const { code, out } = await watch.command('check', ...args, '--format', 'nagios');
      expect([args, code, out]).toEqual([args, 3, expect.stringMatching(/^VONGGAC UNKNOWN - [^|\n]+\n$/)]);
    }
  });

  it('sends a test mail, and says why it can not', async () => {
    const sent = await watch.command('mail', 'test', 'an@b.example');
    expect(sent).toMatchObject({ code: 0 });
    expect(smtp.messages.at(-1)?.to).toEqual(['an@b.example']);
    const refused = await watch.command('mail', 'test', 'not an address');
    expect(refused.code).toBe(1);
    expect(refused.err).toMatch(/was not accepted/);
  });

  it('lets the server’s owner see to accounts: add, list, a new password, keep out, let in', async () => {
    const password = 'một câu dài dễ nhớ\n';
    const added = await watch.commandTyped(password, 'user', 'add', 'Lan.Tran', '--role', 'administrator');
    expect(added).toMatchObject({ code: 0, out: '' });
    expect((await watch.commandTyped(password, 'user', 'add', 'minh', '--agency', 'Sở')).code).toBe(0);
    expect(await watch.json('user', 'list')).toMatchObject([
      { name: 'lan.tran', role: 'administrator', agency: null, hasSecondFactor: false, disabledAt: null },
      { name: 'minh', role: 'operator', agency: 'Sở', disabledAt: null },
    ]);
    expect((await watch.commandTyped('một câu khác hẳn, cũng dài\n', 'user', 'password', 'Lan.Tran')).code).toBe(0);
    const short = await watch.commandTyped('ngắn\n', 'user', 'password', 'minh');
    expect(short).toMatchObject({ code: 65, out: '' });
    const lonely = await watch.command('user', 'disable', 'lan.tran');
    expect(lonely).toMatchObject({
      code: 1,
      err: expect.stringMatching(/The last administrator must remain an administrator/),
    });
    expect((await watch.command('user', 'disable', 'minh')).code).toBe(0);
    const table = await watch.command('user', 'list');
    expect(table.out).toMatch(/^minh +operator +Sở +no +0 +disabled 20/m);
    expect((await watch.commandTyped(password, 'user', 'password', 'minh')).err).toMatch(/minh is disabled/);
    expect((await watch.command('user', 'enable', 'minh')).code).toBe(0);
    expect((await watch.command('user', 'forget-factor', 'minh')).err).toMatch(/no second factor/);
    expect((await watch.command('user', 'disable', 'nobody')).err).toMatch(/no account called 'nobody'/);
  });

  it('examines the machine part by part', async () => {
    const { code, out } = await watch.command('doctor');
    for (const what of [
      'runtime',
      'browser',
      'fonts',
      'rendering',
      'database',
      'audit',
      'files',
      'disk',
      'mail',
      'outside',
    ]) {
      expect(out).toMatch(new RegExp(`^ok   ${what} `, 'm'));
    }
    // Nothing has gone wrong yet: it is examined before its first start too.
    expect(out).toMatch(/^WARN daemon +has not run yet: start it/m);
    expect(out).toMatch(/^WARN dashboard +web\.publicUrl is not set/m);
    expect(code).toBe(/^BAD/m.test(out) ? 1 : 0);
  });

  it('compares what was recorded with its seals, says what was altered, and accepts it with a reason', async () => {
    const data = join(watch.dir, 'data');
    expect(await watch.command('audit', 'verify')).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^ok {3}\d+ rows/),
    });
    const whole = await watch.json<{ readonly audit: { readonly rows: number } }>('audit', 'verify');
    expect(whole).toMatchObject({ ok: true, faultCount: 0, faults: [] });
    tamper(data, 'delete from audit where seq > 2', `update checks set level = 'clean' where level = 'alarm'`);
    chmodSync(join(data, 'blobs'), 0o755);

    const broken = await watch.command('audit', 'verify');
    expect(broken.code).toBe(1);
    expect(broken.out).toMatch(new RegExp(`^BAD {2}audit +rows 3 to ${whole.audit.rows} are missing`, 'm'));
    expect(broken.out).toMatch(/^BAD {2}evidence +check \d+ was changed since it was recorded/m);
    const told = await watch.command('audit', 'verify', '--json');
    expect(told.code).toBe(1);
    expect(JSON.parse(told.out)).toMatchObject({
      ok: false,
      faults: expect.arrayContaining([expect.objectContaining({ about: 'audit', seq: 3 })]),
    });
    const doctor = await watch.command('doctor');
    expect(doctor.out).toMatch(/^BAD {2}audit .*are missing.*see 'vonggac audit verify' for all of them/m);
    expect(doctor.out).toMatch(/^BAD {2}files .*run 'chmod 700 .*blobs'/m);

    expect((await watch.command('audit', 'reseal')).code).toBe(64);
    expect(await watch.command('audit', 'reseal', '--reason', 'a test')).toMatchObject({ code: 0, out: '' });
    expect((await watch.command('audit', 'verify')).code).toBe(0);
    const again = await watch.command('audit', 'reseal', '--reason', 'a test');
    expect(again).toMatchObject({ code: 1, err: expect.stringMatching(/there is nothing to reseal/) });
  });
});
