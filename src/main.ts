/**
 * The only place where parts are built and joined. The heavy ones (browser, web, mail) are loaded by whoever needs them, so
 * that a command which only lists is there at once.
 */
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Logger, pino } from 'pino';
import type { Capturer } from './capture/capture.ts';
import type { Assembly, Desk, Eyes, Opened, Running, Watch } from './cli/assembly.ts';
import { createLog } from './cli/log.ts';
import { runProgram } from './cli/program.ts';
import { databaseFile } from './config/load.ts';
import { loadPlaybook } from './config/playbook.ts';
import { loadPolicy } from './config/policy.ts';
import { loadPrefixTable } from './config/prefix-table.ts';
import type { Config } from './config/schema.ts';
import { createWatchCalendar } from './config/watch-calendar.ts';
import { VonggacError } from './core/errors.ts';
import type { Content } from './core/model.ts';
import { createJudging } from './judging/judging.ts';
import { blindSince, createCanaries } from './monitor/blindness.ts';
import { assertMayListen } from './monitor/people/may-listen.ts';
import { createSetupLink } from './monitor/people/set-up.ts';
import { openLiveConfig } from './monitor/settings/live-config.ts';
import type { Mail } from './notify/mail/mail.ts';
import { createPictures } from './pictures/pictures.ts';
import { openBlobStore } from './store/blobs.ts';
import { openDatabase } from './store/database.ts';
import { getMeta } from './store/meta.ts';
import { hasUser } from './store/users.ts';

const packageRoot = join(import.meta.dirname, '..');
const { version } = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as { version: string };

const clock = () => Date.now();
const newId = () => randomBytes(16).toString('hex');
const freshHeartbeatMs = 60_000;
/** Longer than the slow answers of a bad day. */
const canaryMs = 15_000;
const canaryBytes = 65_536;

/** Standard output belongs to results; the log is a stream of its own on standard error. */
function logOf(level: string): Logger {
  return createLog(level, pino.destination({ dest: 2, sync: true }));
}

/** Commands that a person types speak for themselves: only trouble is logged beside them. */
function createQuietLog(): Logger {
  return logOf('error');
}

function makeDataDir(dir: string): void {
  try {
    mkdirSync(dir, { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw new VonggacError('storage-failed', `The data folder ${dir} can't be made: check its owner, or set dataDir.`, {
      cause,
    });
  }
}

async function openDesk(config: Config, options: { readonly create: boolean }): Promise<Opened<Desk>> {
  if (options.create) makeDataDir(config.dataDir);
  const db = await openDatabase(databaseFile(config), options);
  const { config: live, refresh } = await openLiveConfig(config, db);
  const log = createQuietLog();
  const pictures = createPictures({ log });
  const blobs = openBlobStore(join(config.dataDir, 'blobs'));
  return {
    parts: {
      config: live,
      refreshSettings: refresh,
      db,
      blobs,
      clock,
      newId,
      calendar: createWatchCalendar(live),
      log,
      pictures,
    },
    async close() {
      await pictures.close();
      await db.destroy();
    },
  };
}

async function openWatch(
  config: Config,
  options: { readonly create: boolean; readonly daemon: boolean },
): Promise<Opened<Watch>> {
  const { createCapture } = await import('./capture/capture.ts');
  const { createLookAtNames } = await import('./capture/name/name-look.ts');
  const policy = loadPolicy(config);
  const log = options.daemon ? logOf(config.log.level) : createQuietLog();
  const desk = await openDesk(config, options);
  const mail = await openMail(desk.parts.config, log).catch(async (error) => {
    await desk.close();
    throw error;
  });
  const capturer = createCapture({ config, clock, log });
  const judging = createJudging({ policy, log });
  const canaryCapturer = createCapture({ config: forCanaries(config), clock, log });
  const closing = new AbortController();
  const canaryEyes = { take: canaryCapturer.take, signal: closing.signal };
  return {
    parts: {
      ...desk.parts,
      log,
      policy,
      random: Math.random,
      takeCapture: capturer.take,
      lookAtNames: createLookAtNames({ config, clock, take: capturer.take }),
      countryOf: loadPrefixTable(config.names.prefixes),
      isBlind: createCanaries({ ...desk.parts, log }, canaryEyes),
      judging,
      deliver: mail.deliver,
      vet: capturer.vet,
    },
    async close() {
      closing.abort();
      mail.close();
      await capturer.close();
      await canaryCapturer.close();
      await judging.close();
      await desk.close();
    },
  };
}

async function openEyes(config: Config): Promise<Opened<Eyes>> {
  const { createCapture } = await import('./capture/capture.ts');
  const log = createQuietLog();
  const capturer = createCapture({ config, clock, log });
  const pictures = createPictures({ log });
  const policy = loadPolicy(config);
  const judging = createJudging({ policy, log });
  return {
    parts: {
      config,
      policy,
      clock,
      random: Math.random,
      log,
      takeCapture: capturer.take,
      isBlind: async () => false,
      pictures,
      judging,
    },
    async close() {
      await capturer.close();
      await judging.close();
      await pictures.close();
    },
  };
}

async function openMail(config: Config, log: Logger): Promise<Mail> {
  const { createMail } = await import('./notify/mail/mail.ts');
  const playbook = loadPlaybook(config.playbook.file);
  const { pgp } = config.mail;
  const signer =
    pgp.keyFile === undefined ? null : await (await import('./notify/mail/pgp-signature.ts')).loadSigner(pgp, clock);
  return createMail({ config, clock, log, playbook, signer, roots: config.capture.extraRoots.map(readRoot) });
}

function readRoot(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new VonggacError(
      'bad-configuration',
      `The root certificate ${file} named by capture.extraRoots can't be read.`,
      { cause },
    );
  }
}

async function start(watch: Watch): Promise<Running> {
  const { config, db } = watch;
  const { checkBrowserStart } = await import('./capture/browser/executable.ts');
  const { createWeb } = await import('./web/app.tsx');
  const { startWeb } = await import('./web/start-web.ts');
  const { createDeskActs } = await import('./monitor/create-desk-acts.ts');
  const { startDaemon } = await import('./monitor/daemon.ts');
  checkBrowserStart(config);
  await assertMayListen(config, db);
  const health = async () => {
    const heartbeatAt = await getMeta(db, 'heartbeat');
    const ok = heartbeatAt !== null && clock() - heartbeatAt < freshHeartbeatMs;
    return { ok, heartbeatAt, blindSince: await blindSince(watch) };
  };
  const stopping = new AbortController();
  const { pictures } = watch;
  const { signal } = stopping;
  const playbook = loadPlaybook(config.playbook.file);
  const acts = createDeskActs(watch);
  const app = createWeb({ parts: watch, acts, pictures, playbook, health, version, stopping: signal });
  const web = await startWeb(app, config.web.listen);
  const setUpFile = (await hasUser(db)) ? null : await createSetupLink(watch, config.web.publicUrl ?? web.url);
  const daemon = await startDaemon(watch);
  return {
    url: web.url,
    setUpFile,
    async stop() {
      stopping.abort();
      await Promise.all([daemon.stop(), web.close()]);
    },
  };
}

/** Canaries are to answer at all, and soon. */
function forCanaries(config: Config): Config {
  const timeouts = { connect: canaryMs, firstByte: canaryMs, total: canaryMs };
  const caps = { ...config.capture.caps, body: canaryBytes, decodedBody: canaryBytes };
  return { ...config, capture: { ...config.capture, timeouts, caps } };
}

/** The configuration for a capturer that meets nothing but one host of our own on loopback. */
function onlyOwn(config: Config, host: string): Config {
  return { ...config, egress: { ...config.egress, capture: [{ host, addresses: ['127.0.0.1'] }] } };
}

const assembly: Assembly = {
  version,
  loadPolicy,
  openDesk,
  openWatch,
  openEyes,
  openPictures(config) {
    // A recorded screenshot that can't be read is said, because its line is judged without it.
    const log = logOf(config.log.level === 'silent' ? 'silent' : 'warn');
    const pictures = createPictures({ log });
    return { parts: { pictures, log }, close: () => pictures.close() };
  },
  start,
  async diagnose(config, configFile, tell) {
    const { browserVersion, checkBrowserStart } = await import('./capture/browser/executable.ts');
    const { describeFonts } = await import('./capture/browser/fonts.ts');
    const { createCapture } = await import('./capture/capture.ts');
    const { diagnose } = await import('./monitor/doctor.ts');
    const log = createQuietLog();
    const parts = {
      config,
      configFile,
      clock,
      browser: async () => {
        const executable = checkBrowserStart(config);
        return { executable, version: await browserVersion(executable), sandbox: config.capture.browser.sandbox };
      },
      fonts: describeFonts,
      captureWith: (host: string | null): Pick<Capturer, 'take' | 'close'> =>
        createCapture({ config: host === null ? config : onlyOwn(config, host), clock, log }),
      mail: async () => using(await openMail(config, log), (mail) => mail.verify()),
    };
    await diagnose(parts, tell);
  },
  async testMail(config, address) {
    const log = createQuietLog();
    const noPictures = async (): Promise<Content | null> => null;
    const result = await using(await openMail(config, log), (mail) =>
      mail.deliver(
        {
          id: 0,
          recipient: address,
          messageId: `${newId()}@${/@([A-Za-z0-9.-]+)/.exec(config.mail.from)?.[1] ?? 'localhost'}`,
          inReplyTo: null,
          attempt: 1,
          notice: { type: 'test', at: clock() },
        },
        noPictures,
      ),
    );
    if (result.status === 'sent') return `Sent to ${address}: ${result.response}`;
    throw new VonggacError('failed', `The test message was not taken: ${result.reason}`);
  },
  async runDemo(options) {
    const { runDemo } = await import('./cli/demo/run-demo.ts');
    return runDemo({ ...options, out: process.stdout, err: process.stderr, root: packageRoot });
  },
};

async function using<T>(mail: Mail, use: (mail: Mail) => Promise<T>): Promise<T> {
  try {
    return await use(mail);
  } finally {
    mail.close();
  }
}

const ending = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    // Asked twice: at once, whatever is under way.
    if (ending.signal.aborted) process.exit(130);
    ending.abort();
  });
}
process.exitCode = await runProgram({
  assembly,
  argv: process.argv.slice(2),
  env: process.env,
  out: process.stdout,
  err: process.stderr,
  signal: ending.signal,
});
