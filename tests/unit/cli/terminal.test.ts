import { Readable, Writable } from 'node:stream';
import { describe, expect, it, vi } from 'vitest';
import { createTerminal } from '../../../src/cli/terminal.ts';

/** Titles, names and errors of others: colour, clipboard, link, clear screen in 7 and 8 bits, direction, line breaks, a megabyte. */
const evil = `Cổng\u001b[31m \u001b]52;c;ZXZpbA==\u0007 \u001b]8;;https://evil.example\u0007x \u009b2J \u202e\u2066\u200b \r\nOK all clean\u2028${'A'.repeat(1_000_000)}`;

it('nothing printed steers a terminal, begins another line or fills the screen', () => {
  const written = { out: '', err: '' };
  const stream = (name: 'out' | 'err') =>
    new Writable({
      write(chunk, _encoding, done) {
        written[name] += String(chunk);
        done();
      },
    });
  const err = Object.assign(stream('err'), { isTTY: false }) as unknown as NodeJS.WriteStream;
  const input = { isTTY: false } as NodeJS.ReadStream;
  const terminal = createTerminal({ out: stream('out'), err, env: {}, input });
  terminal.result(`name  ${evil}`);
  terminal.report(evil);
  terminal.progress(evil, true);
  for (const text of [written.out, written.err]) {
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
    expect(text.length).toBeLessThan(9_000);
  }
  expect(written.out.split('\n')).toHaveLength(2);
  expect(written.err.split('\n')).toHaveLength(3);
  expect(written.out).toMatch(/^name {2}Cổng\[31m/);

  written.out = '';
  terminal.json({ title: evil });
  expect(written.out.trimEnd()).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
  expect(JSON.parse(written.out)).toEqual({ title: evil });
});

describe('on a terminal', () => {
  function sitting(env: Readonly<Record<string, string>>, typed: readonly string[] = [], isTTY = true) {
    const written = { out: '', err: '' };
    const stream = (name: 'out' | 'err') =>
      Object.assign(
        new Writable({
          write(chunk, _encoding, done) {
            written[name] += String(chunk);
            done();
          },
        }),
        { isTTY },
      );
    const input = Object.assign(Readable.from(typed), { isTTY }) as unknown as NodeJS.ReadStream;
    const err = stream('err') as unknown as NodeJS.WriteStream;
    return { written, terminal: createTerminal({ out: stream('out'), err, env, input }) };
  }

  it('news are coloured, unless NO_COLOR says not to or nobody sits there', () => {
    const shown = (env: Readonly<Record<string, string>>, isTTY = true) => {
      const { written, terminal } = sitting(env, [], isTTY);
      terminal.result('ALARM', 'bad');
      return written.out;
    };
    expect(shown({})).toBe('\u001b[31mALARM\u001b[0m\n');
    expect(shown({ NO_COLOR: '' })).toBe('\u001b[31mALARM\u001b[0m\n');
    expect(shown({ NO_COLOR: '1' })).toBe('ALARM\n');
    expect(shown({ TERM: 'dumb' })).toBe('ALARM\n');
    expect(shown({}, false)).toBe('ALARM\n');
  });

  it('a question waits for its answer, and is not asked where nobody can give one', async () => {
    for (const [typed, isYes] of [
      ['y\n', true],
      ['Có\n', true],
      ['\n', false],
      ['nein\n', false],
    ] as const) {
      const { written, terminal } = sitting({}, [typed]);
      expect([typed, await terminal.confirm('Stop watching?')]).toEqual([typed, isYes]);
      expect(written.err).toBe('Stop watching? [y/N] ');
    }
    const { written, terminal } = sitting({}, [], false);
    expect(await terminal.confirm('Stop watching?')).toBe(true);
    expect(written.err).toBe('');
  });

  it('what takes longer than a second is said, and wiped away before anything else is written', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] });
    try {
      const { written, terminal } = sitting({});
      let finish = () => {};
      const waited = terminal.waiting('looking', () => new Promise<void>((resolve) => (finish = resolve)));
      vi.advanceTimersByTime(900);
      expect(written.err).toBe('');
      vi.advanceTimersByTime(400);
      expect(written.err).toContain('looking');
      terminal.result('CLEAN');
      expect(written.err).toSatisfy((text: string) => text.endsWith('\r\u001b[2K'));
      finish();
      await waited;
      vi.advanceTimersByTime(5_000);
      expect(written.err).toSatisfy((text: string) => text.endsWith('\r\u001b[2K'));
    } finally {
      vi.useRealTimers();
    }
    const { written, terminal } = sitting({}, [], false);
    await terminal.waiting('looking', async () => {});
    expect(written.err).toBe('');
  });
});
