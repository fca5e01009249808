/** A passphrase typed at a terminal: asked for twice, never shown, byte by byte as a slow line delivers it. */
import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createWatch, until, type WatchProcess } from '../support/watch-process.ts';

const launcher = join(import.meta.dirname, '..', '..', 'bin', 'vonggac');
const passphrase = 'bốn từ không ai đoán';

let watch: WatchProcess;
beforeAll(async () => {
  watch = await createWatch({ smtpPort: 9, hosts: [], schedule: {} });
  // The first command builds what changed.
  expect(
    (await watch.commandTyped('mot mat khau rat dai 9\n', 'user', 'add', 'an', '--role', 'administrator')).code,
  ).toBe(0);
}, 180_000);
afterAll(() => watch.close());

/** Types each answer once its question is there. @returns what the terminal showed */
async function atTerminal(args: readonly string[], ...answers: (readonly [question: RegExp, typed: string])[]) {
  const command = [launcher, ...args].map((word) => `'${word}'`).join(' ');
  // util-linux: runs the command on a terminal of its own.
  const child = spawn('script', ['-qec', command, '/dev/null'], { env: watch.env, cwd: watch.dir });
  let shown = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data: Buffer) => (shown += String(data)));
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  let from = 0;
  for (const [question, typed] of answers) {
    await until(`the question ${question}`, async () => question.test(shown.slice(from)), 60_000);
    from = shown.length;
    // Apart, as over a slow line: letters of several bytes arrive in pieces.
    for (const byte of Buffer.from(`${typed}\r`)) {
      child.stdin.write(Buffer.of(byte));
      await sleep(15);
    }
  }
  return { code: await ended, shown };
}

it('makes and opens a backup, and one that is mistyped does neither', { timeout: 200_000 }, async () => {
  const file = join(watch.dir, 'typed.zip');
  const differs = await atTerminal(['backup', file], [/Passphrase for the keys/, passphrase], [/Once more/, 'khác']);
  expect([differs.code, differs.shown]).toEqual([64, expect.stringContaining('The two passphrases differ')]);
  const short = await atTerminal(['backup', file], [/Passphrase for the keys/, 'ngắn'], [/Once more/, 'ngắn']);
  expect([short.code, short.shown]).toEqual([65, expect.stringContaining('shorter than 12 characters')]);
  const twice = [
    [/Passphrase for the keys/, `khogn\u007f\u007f\u007f\u007f\u007f${passphrase}`],
    [/Once more/, passphrase],
  ] as const;
  const made = await atTerminal(['backup', file], ...twice);
  expect([made.code, made.shown]).toEqual([0, expect.stringContaining('keys encrypted and compared')]);
  for (const { shown } of [differs, short, made]) expect(shown).not.toMatch(/bốn|đoán|khác|ngắn/);

  // The same one as in a file.
  await writeFile(join(watch.dir, 'passphrase'), `${passphrase}\n`);
  const verified = await watch.command('backup', 'verify', file, '--passphrase-file', join(watch.dir, 'passphrase'));
  expect([verified.code, verified.out]).toEqual([0, expect.stringContaining('keys encrypted and compared')]);

  const restore = ['restore', file, '--config', join(watch.dir, 'elsewhere.yaml')];
  await writeFile(join(watch.dir, 'elsewhere.yaml'), `dataDir: ${join(watch.dir, 'elsewhere')}\n`);
  const wrong = await atTerminal(restore, [/Passphrase of the keys/, 'một câu khác hẳn']);
  expect([wrong.code, wrong.shown]).toEqual([65, expect.stringContaining('does not open the keys')]);
  const stopped = await atTerminal(restore, [/Passphrase of the keys/, '\u0003']);
  expect([stopped.code, stopped.shown]).toEqual([1, expect.stringContaining('Nothing was changed.')]);
  const restored = await atTerminal(restore, [/Passphrase of the keys/, passphrase]);
  expect([restored.code, restored.shown]).toEqual([0, expect.stringContaining('Restored into')]);
  expect(restored.shown).not.toContain('đoán');
  const plain = join(watch.dir, 'plain.zip');
  const without = await atTerminal(['backup', plain], [/Passphrase for the keys/, '']);
  expect([without.code, without.shown]).toEqual([0, expect.stringContaining('without keys')]);
});
