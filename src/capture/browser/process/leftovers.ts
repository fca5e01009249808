/** Removes temporary folders of browsers whose owner was killed; otherwise they would fill the disk. */
import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Playwright's names. A profile in use is on its browser's command line; artifacts folders in use can't be detected. */
const kinds = [
  { pattern: /^playwright_chromiumdev_profile-\w+$/, minAgeMs: 600_000 },
  { pattern: /^playwright-artifacts-\w+$/, minAgeMs: 86_400_000 },
] as const;

/** Removes this user's folders that are old enough and unused by any running browser. Does nothing without /proc. */
export async function removeLeftovers(folder: string, now: number): Promise<void> {
  const commands = await commandLines();
  if (commands === null) return;
  for (const name of await readdir(folder).catch(() => [])) {
    const kind = kinds.find(({ pattern }) => pattern.test(name));
    if (kind === undefined || commands.some((command) => command.includes(name))) continue;
    const path = join(folder, name);
    const found = await stat(path).catch(() => null);
    if (found === null || found.uid !== process.getuid?.() || now - found.mtimeMs < kind.minAgeMs) continue;
    await rm(path, { recursive: true, force: true }).catch(() => {});
  }
}

async function commandLines(): Promise<string[] | null> {
  const entries = await readdir('/proc').catch(() => null);
  if (entries === null) return null;
  const pids = entries.filter((entry) => /^\d+$/.test(entry));
  return Promise.all(pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')));
}
