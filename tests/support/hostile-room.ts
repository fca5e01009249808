/**
 * Monitoring of a hostile portal with the product's real parts: the dashboard that registers it, the HTTP and Chromium
 * looks, the judge, the mail program and the log. Only time is a stand-in.
 */
import { createCapture } from '../../src/capture/capture.ts';
import { createLog } from '../../src/cli/log.ts';
import type { Config } from '../../src/config/schema/schema.ts';
import type { Policy } from '../../src/core/policy.ts';
import { noNote } from '../../src/core/standstill.ts';
import { runCheck } from '../../src/monitor/check/run-check.ts';
import { dispatchNext } from '../../src/monitor/notices/dispatch.ts';
import type { MonitorParts } from '../../src/monitor/parts.ts';
import type { Vet } from '../../src/monitor/sites/register-site.ts';
import { createMail } from '../../src/notify/mail/mail.ts';
import { claimDue } from '../../src/store/targets/targets.ts';
import { type HostilePortal, serveHostilePortal } from './hostile-portal.ts';
import { captureConfig, type Portal, servePortal } from './loopback-portal.ts';
import { playbookOnce, policyOnce } from './read-once.ts';
import { sharedJudging, sharedRead } from './shared-threads.ts';
import { openSmtpServer, type TestSmtpServer } from './smtp-server.ts';
import { openTestDesk, type TestDesk } from './test-desk.ts';

const start = Date.UTC(2026, 10, 22, 1);
const minute = 60_000;

export interface HostileRoom {
  readonly desk: TestDesk;
  readonly parts: MonitorParts;
  readonly policy: Policy;
  readonly vet: Vet;
  readonly portal: HostilePortal;
  /** Receives a request from any payload that became active. */
  readonly canary: Portal;
  readonly mailServer: TestSmtpServer;
  /** The log as written by the process. */
  readonly log: () => string;
  /** Runs everything due within this time, and stops there. */
  look(forMs: number): Promise<void>;
  dispatch(): Promise<void>;
  /** Advances time without looks. */
  rest(ms: number): void;
  close(): Promise<void>;
}

export async function openHostileRoom(): Promise<HostileRoom> {
  const canary = await servePortal((_, response) => response.end());
  const portal = await serveHostilePortal(canary.url.replace(/\/$/, ''));
  const mailServer = await openSmtpServer();
  let now = start;
  const clock = () => now;
  let written = '';
  const log = createLog('trace', { write: (line) => (written += line) });
  const capturer = createCapture({ config: lookingOnlyAt(portal), clock, log, read: sharedRead });
  const desk = await openTestDesk({ now, config: configFor(mailServer), vet: capturer.vet, log });
  const { config } = desk.parts;
  const policy = policyOnce(config);
  const mail = createMail({ config, clock, log, playbook: playbookOnce(config.playbook.file) });
  const parts: MonitorParts = {
    ...desk.parts,
    policy,
    random: () => 0.5,
    takeCapture: capturer.take,
    lookAtNames: () => Promise.reject(new TypeError('no names are looked at here')),
    countryOf: () => null,
    isBlind: async () => false,
    pictures: desk.pictures,
    judging: sharedJudging(policy),
    channels: { mail },
    underWay: noNote,
  };
  const goTo = (at: number) => {
    now = Math.max(now, at);
    desk.setNow(now);
  };
  return {
    ...{ desk, parts, policy, portal, canary, mailServer },
    vet: capturer.vet,
    log: () => written,
    async look(forMs) {
      const until = now + forMs;
      for (let at = await nextDue(parts); at <= until; at = await nextDue(parts)) {
        goTo(at);
        await lookAtDue(parts);
      }
      goTo(until);
    },
    rest: (ms) => goTo(now + ms),
    async dispatch() {
      while (await dispatchNext(parts, 'test'));
    },
    async close() {
      mail.close();
      await desk.close();
      await capturer.close();
      await Promise.all([mailServer, portal, canary].map((server) => server.close()));
    },
  };
}

/** The canary is on loopback too, and no page may reach it. */
function lookingOnlyAt({ url }: Portal): Config {
  const exception = { host: new URL(url).host, addresses: ['127.0.0.1'] };
  return captureConfig({ concurrency: { perHost: 6, perAddress: 6 } }, [exception]);
}

function configFor({ host, port }: TestSmtpServer): object {
  return {
    web: { publicUrl: 'http://vonggac.example.vn' },
    smtp: { host, port, security: 'none' },
    mail: { from: 'Vọng Gác <gac@vonggac.example.vn>', operators: ['truc@vonggac.example.vn'] },
    schedule: { learnLooks: 2, learnEvery: '1m', confirmations: '1 of 1' },
    retention: { keepFree: '1MB' },
    names: { enabled: false },
  };
}

async function nextDue({ db }: MonitorParts): Promise<number> {
  const { at } = await db
    .selectFrom('targets')
    .select((eb) => eb.fn.min('nextCheckAt').as('at'))
    .executeTakeFirstOrThrow();
  if (at === null) throw new TypeError('nothing is watched');
  return Number(at);
}

async function lookAtDue(parts: MonitorParts): Promise<void> {
  for (const tier of ['http', 'browser'] as const) {
    const places = { owner: 'test', leaseMs: 10 * minute, limit: 50, tier, inFlight: [], perHost: 50, perSite: 50 };
    const claimed = await claimDue(parts.db, { ...places, now: parts.clock() });
    await Promise.all(claimed.map((target) => runCheck(parts, target, 'test', { dueAt: target.nextCheckAt })));
  }
}
