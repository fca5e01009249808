/** Starts the program. Each way of running is opened by its own file, which a command loads only when it needs it. */
import type { Assembly } from './cli/assembly.ts';
import { untilAsked } from './cli/ending.ts';
import { runProgram } from './cli/program.ts';
import { loadPolicy } from './config/policy.ts';
import { packageRoot, version } from './open/process.ts';

const assembly: Assembly = {
  version,
  loadPolicy,
  openOperatorParts: async (...given) => (await import('./open/operator-parts.ts')).openOperatorParts(...given),
  openMonitorParts: async (...given) => (await import('./open/monitor-parts.ts')).openMonitorParts(...given),
  openCaptureParts: async (...given) => (await import('./open/capture-parts.ts')).openCaptureParts(...given),
  openPictures: async (...given) => (await import('./open/replay.ts')).openPictures(...given),
  start: async (...given) => (await import('./open/daemon.ts')).start(...given),
  diagnose: async (...given) => (await import('./open/doctor.ts')).diagnose(...given),
  testChannel: async (...given) => (await import('./open/channels.ts')).testChannelNow(...given),
  renderPage: async (...given) => (await import('./web/views/reports/report-page.tsx')).reportPage(...given),
  testMail: async (...given) => (await import('./open/mail.ts')).testMail(...given),
  async runDemo(options) {
    const { runDemo } = await import('./cli/demo/run-demo.ts');
    return runDemo({ ...options, out: process.stdout, err: process.stderr, root: packageRoot });
  },
};

// Databases, evidence, keys and files written by child processes are private to the owner.
process.umask(0o077);
process.exitCode = await runProgram({
  assembly,
  argv: process.argv.slice(2),
  env: process.env,
  input: process.stdin,
  out: process.stdout,
  err: process.stderr,
  signal: untilAsked(process.env.VONGGAC_SUPERVISED),
});
