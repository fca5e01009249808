import { expect, it } from 'vitest';
import { createLog } from '../../../src/cli/log.ts';

function logged(act: (log: ReturnType<typeof createLog>) => void): string[] {
  const lines: string[] = [];
  act(createLog('info', { write: (line) => void lines.push(line) }));
  return lines;
}

const evil = 'x\u001b[31m\u009b2J\u202e\u2028\r\n{"level":30,"msg":"forged"}';

it('one line is one record, printable, with the values as they were', () => {
  const lines = logged((log) => log.error({ err: new TypeError(evil), reason: evil }, evil));
  expect(lines).toHaveLength(1);
  expect(lines[0]?.slice(0, -1)).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 50, msg: evil, reason: evil, err: { message: evil } });
});

it.each([
  ['a long text', { reason: 'A'.repeat(1_000_000) }],
  ['a long error', { err: new TypeError('ế\u009b'.repeat(200_000)) }],
  ['very many values', { urls: Array.from({ length: 20_000 }, (_, index) => `https://evil.example/${index}`) }],
  ['much in each of many', { of: Array.from({ length: 60 }, () => Array.from({ length: 60 }, () => 'x'.repeat(900))) }],
  ['deep nesting', { of: JSON.parse(`${'['.repeat(2_000)}${']'.repeat(2_000)}`) as unknown, more: 'x'.repeat(20_000) }],
])('%s is cut and still a record', (_, values) => {
  const [line = ''] = logged((log) => log.warn({ checkId: 7, ...values }, 'a look failed'));
  expect(line.length).toBeLessThanOrEqual(16_001);
  expect(JSON.parse(line)).toMatchObject({ level: 40, msg: 'a look failed' });
});
