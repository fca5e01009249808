import { Writable } from 'node:stream';
import { expect, it } from 'vitest';
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
  const terminal = createTerminal(stream('out'), err);
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
