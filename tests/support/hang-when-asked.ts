/**
 * Loaded into the built product by `NODE_OPTIONS=--import …`: when the file HANG_WHEN appears, the main loop of
 * `vonggac run` evaluates an expression that never ends. The product itself is unaware of it.
 */
import { existsSync, rmSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

const file = process.env.HANG_WHEN;
if (file !== undefined && isMainThread && process.argv.includes('run')) {
  const look = () => {
    if (!existsSync(file)) return;
    rmSync(file);
    /^(a+)+$/.test(`${'a'.repeat(60)}!`);
  };
  setInterval(look, 50).unref();
}
