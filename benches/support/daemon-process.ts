/** The built program as a process of its own, with its resident set read from outside. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { stringify } from 'yaml';

export interface DaemonProcess {
  /** Now, in MB. */
  readonly residentMb: () => Promise<number>;
  /** The most since the start, in MB. */
  readonly peakMb: () => Promise<number>;
  readonly stop: () => Promise<void>;
}

const root = join(import.meta.dirname, '../..');
const startLimitMs = 120_000;

/** Starts `vonggac run` with these settings, as a user does: the launcher builds what is not built yet. */
export async function startDaemonProcess(dir: string, settings: object): Promise<DaemonProcess> {
  const configFile = join(dir, 'vonggac.yaml');
  await writeFile(configFile, stringify(settings));
  const child = spawn(join(root, 'bin/vonggac'), ['--config', configFile, 'run'], {
    cwd: dir,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let log = '';
  child.stderr.on('data', (data) => {
    if (!log.includes('"watching"')) log += String(data);
  });
  const deadline = Date.now() + startLimitMs;
  while (!log.includes('"watching"')) {
    if (child.exitCode !== null || Date.now() > deadline) {
      child.kill('SIGKILL');
      throw new Error(`the daemon did not start: ${log.slice(-500)}`);
    }
    await sleep(100);
  }
  // The launcher keeps a shell that starts the daemon again; the daemon is its only child.
  const pid = Number((await readFile(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8')).split(' ')[0]);
  const status = async (field: string) => {
    const text = await readFile(`/proc/${pid}/status`, 'utf8');
    return Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(text)?.[1]) / 1_000;
  };
  return {
    residentMb: () => status('VmRSS'),
    peakMb: () => status('VmHWM'),
    async stop() {
      if (child.exitCode !== null) throw new Error(`the daemon ended by itself with ${child.exitCode}`);
      const exited = once(child, 'exit');
      child.kill('SIGTERM');
      await exited;
    },
  };
}
