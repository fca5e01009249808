import type { ChildProcess } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Portals, startPortals } from '../../fixtures/portals/server.ts';
import { openSmtpServer, type TestSmtpServer } from '../support/smtp-server.ts';
import { createWatch, until, type WatchProcess } from '../support/watch-process.ts';

interface ListedSite {
  readonly id: number;
  readonly state: string;
  readonly targets: readonly { readonly baselineVersion: number; readonly lastCheckAt: string | null }[];
}
interface ListedIncident {
  readonly number: number;
  readonly siteId: number;
  readonly status: string;
  readonly kinds: readonly string[];
}

/** The process and those it started, by Linux's own account. */
function descendants(pid: number): number[] {
  const children = read(`/proc/${pid}/task/${pid}/children`).trim().split(' ').filter(Boolean).map(Number);
  return [pid, ...children.flatMap(descendants)];
}

/** Of the product itself: what runs the program, not the shell that started it. */
function umaskOf(pid: number): string[] {
  const isProduct = read(`/proc/${pid}/cmdline`).includes('dist/main.js');
  return isProduct ? [/^Umask:\t(\d+)$/m.exec(read(`/proc/${pid}/status`))?.[1] ?? 'none'] : [];
}

/** Empty when the process has ended meanwhile. */
function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

/** Looks at each portal before it is defaced. */
const quietLooks = 40;

describe('the main job, through the built program and the commands that a user has', () => {
  let portals: Portals;
  let smtp: TestSmtpServer;
  let watch: WatchProcess;
  let started: ChildProcess;
  const incidents = () => watch.json<ListedIncident[]>('incident', 'list');
  const sites = () => watch.json<ListedSite[]>('site', 'list');

  beforeAll(async () => {
    portals = await startPortals({ seed: 11 });
    smtp = await openSmtpServer();
    const hosts = portals.portals.map((portal) => new URL(portal.url).host);
    const schedule = { every: '500ms', browserEvery: '5s', confirmAfter: '500ms', learnEvery: '500ms', learnLooks: 3 };
    watch = await createWatch({ smtpPort: smtp.port, hosts, schedule });
  });
  afterAll(async () => {
    await watch.close();
    await smtp.close();
    await portals.close();
  });

  it('registers and learns three portals that change on every request', async () => {
    for (const portal of portals.portals) {
      const added = await watch.command(
        'site',
        'add',
        portal.url,
        '--name',
        portal.title,
        '--email',
        `${portal.name}@agency.example`,
      );
      expect(added).toMatchObject({ code: 0 });
    }
    started = await watch.start();
    await until(
      'every baseline',
      async () => (await sites()).every((site) => site.targets.every((target) => target.baselineVersion === 1)),
      180_000,
    );
  });

  it('writes nothing that others on the machine may open, and neither does what it starts', async () => {
    const data = join(watch.dir, 'data');
    const found = await readdir(data, { recursive: true, withFileTypes: true });
    const paths = [data, ...found.map((one) => join(one.parentPath, one.name))];
    const open = paths.filter((path) => ((statSync(path, { throwIfNoEntry: false })?.mode ?? 0) & 0o077) !== 0);
    expect(paths.length).toBeGreaterThan(8);
    expect(open).toEqual([]);
    const umasks = descendants(started.pid ?? 0).flatMap(umaskOf);
    expect(umasks.length).toBeGreaterThan(0);
    expect(new Set(umasks)).toEqual(new Set(['0077']));
  });

  it(`stays quiet over ${quietLooks} looks at each: not one incident, not one suspect, not one mail`, async () => {
    const start = portals.portals.map((portal) => portal.requests());
    const looked = () =>
      portals.portals.every((portal, index) => portal.requests() - (start[index] ?? 0) >= quietLooks);
    await until('the looks', async () => looked(), 220_000);
    expect(await incidents()).toEqual([]);
    const states = (await sites()).map((site) => site.state);
    expect(states.filter((state) => state === 'alarm' || state === 'suspect')).toEqual([]);
    expect(watch.log()).not.toMatch(/"level":"(alarm|suspect)","kind"/);
    expect(smtp.messages).toHaveLength(0);
  });

  it('opens one incident and sends one mail when a portal is defaced', async () => {
    portals.portals[1]?.deface('hacked-vi');
    await until(
      'the incident and its mail',
      async () => (await incidents()).length > 0 && smtp.messages.length > 0,
      90_000,
    );
    expect(await incidents()).toMatchObject([{ number: 1, siteId: 2, status: 'open', kinds: ['defacement'] }]);
    const mail = await smtp.read(0);
    expect(mail.to?.[0]?.address).toBe(`${portals.portals[1]?.name}@agency.example`);
    expect(mail.subject).toContain('THAY ĐỔI GIAO DIỆN');
    expect(mail.attachments.filter((part) => part.mimeType === 'image/png')).toHaveLength(2);
  });

  it('resolves the incident with one more mail in the same thread when the portal is back', async () => {
    portals.portals[1]?.restore();
    await until(
      'the resolution',
      async () => (await incidents())[0]?.status === 'resolved' && smtp.messages.length > 1,
      220_000,
    );
    const [opened, resolved] = [await smtp.read(0), await smtp.read(1)];
    expect(resolved.inReplyTo).toBe(opened.messageId);
    expect(await incidents()).toHaveLength(1);
    expect(smtp.messages).toHaveLength(2);
  });

  it('stops within ten seconds when asked, leaving no lease behind and no browser running', async () => {
    const startedAt = Date.now();
    expect(await watch.stop()).toBe(0);
    expect(Date.now() - startedAt).toBeLessThan(10_000);
    expect(watch.log()).toContain('"stopped"');
  });
});
