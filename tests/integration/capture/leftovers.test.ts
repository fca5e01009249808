import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { removeLeftovers } from '../../../src/capture/browser/process/leftovers.ts';

it.skipIf(!existsSync('/proc/self/stat'))(
  'folders of dead browsers go, those in use, young ones and all others stay',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'vonggac-leftovers-'));
    const names = [
      'playwright_chromiumdev_profile-DEADxx',
      'playwright_chromiumdev_profile-USEDxx',
      'playwright-artifacts-OLDxxx',
      'somebody-else',
    ];
    for (const name of names) mkdirSync(join(folder, name));
    const user = spawn('sleep', ['60'], {
      argv0: `sleep --user-data-dir=${join(folder, 'playwright_chromiumdev_profile-USEDxx')}`,
    });
    await new Promise((resolve) => user.once('spawn', resolve));
    await removeLeftovers(folder, Date.now());
    expect(readdirSync(folder)).toHaveLength(4);
    await removeLeftovers(folder, Date.now() + 3_600_000);
    expect(readdirSync(folder).sort()).toEqual([
      'playwright-artifacts-OLDxxx',
      'playwright_chromiumdev_profile-USEDxx',
      'somebody-else',
    ]);
    await removeLeftovers(folder, Date.now() + 2 * 86_400_000);
    expect(readdirSync(folder).sort()).toEqual(['playwright_chromiumdev_profile-USEDxx', 'somebody-else']);
    user.kill();
    rmSync(folder, { recursive: true });
  },
);
