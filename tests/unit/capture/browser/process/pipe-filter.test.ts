import { describe, expect, it } from 'vitest';
import { createPipeFilter } from '../../../../../src/capture/browser/process/pipe-filter.ts';

const message = (method: string, text = '') => Buffer.from(`{"method":"${method}","params":{"text":"${text}"}}\0`);
const answer = (id: number, text = '') => Buffer.from(`{"id":${id},"result":{"data":"${text}"}}\0`);
const line = message('Runtime.consoleAPICalled', 'dòng');
const passed = (chunks: readonly Buffer[], filter = createPipeFilter()) =>
  Buffer.concat(chunks.flatMap((chunk) => [...filter.push(chunk)])).toString();

describe('what a browser tells', () => {
  it.each([1, 2, 7, 64, 1_000])('passes unchanged when it comes in pieces of %i bytes', (size) => {
    const all = Buffer.concat([answer(1), message('Page.loadEventFired'), line, answer(2, 'x'.repeat(500)), line]);
    const pieces = Array.from({ length: Math.ceil(all.length / size) }, (_, i) =>
      all.subarray(i * size, (i + 1) * size),
    );
    expect(passed(pieces)).toBe(all.toString());
  });

  it('loses console lines and errors past two thousand, and nothing else', () => {
    const filter = createPipeFilter();
    const kinds = ['Runtime.consoleAPICalled', 'Runtime.exceptionThrown', 'Log.entryAdded'];
    const many = Array.from({ length: 6_000 }, (_, i) => message(kinds[i % 3] ?? ''));
    expect(passed(many, filter).split('\0')).toHaveLength(2_001);
    expect(passed([line, answer(3), message('Page.frameNavigated')], filter)).toBe(
      `${answer(3)}${message('Page.frameNavigated')}`,
    );
    filter.begin(() => {});
    expect(passed([line], filter)).toBe(line.toString());
  });

  it('loses console lines past twenty megabytes together', () => {
    const large = message('Runtime.consoleAPICalled', 'x'.repeat(900_000));
    const chunks = Array<Buffer>(100).fill(large);
    expect(passed(chunks).length).toBeLessThan(22_000_000);
  });

  it('loses scripts past three thousand, which are no flood', () => {
    const filter = createPipeFilter();
    const floods: number[] = [];
    filter.begin((times) => floods.push(times));
    const many = Buffer.concat(Array<Buffer>(100_000).fill(message('Debugger.scriptParsed')));
    expect(passed([many], filter).split('\0')).toHaveLength(3_001);
    expect(floods).toEqual([]);
  });

  it('loses an event without measure as it comes, and what follows it is whole', () => {
    const filter = createPipeFilter();
    const piece = Buffer.alloc(65_536, 'x');
    const pieces = [
      Buffer.from('{"method":"Network.requestWillBeSent","params":{"text":"'),
      ...Array(2_000).fill(piece),
    ];
    expect(passed(pieces, filter)).toBe('');
    expect(passed([Buffer.from('"}}\0'), answer(4)], filter)).toBe(answer(4).toString());
  });

  it('passes an answer that is as large as a screenshot', () => {
    const large = answer(5, 'x'.repeat(20_000_000));
    expect(passed([large]) === large.toString()).toBe(true);
  });

  it('that is too many events is told, once for each measure of them', () => {
    const filter = createPipeFilter();
    const floods: number[] = [];
    filter.begin((times) => floods.push(times));
    const event = message('Page.navigatedWithinDocument');
    const many = Buffer.concat(Array<Buffer>(10_000).fill(event));
    for (let i = 0; i < 5; i++) filter.push(many);
    expect(floods).toEqual([]);
    for (let i = 0; i < 6; i++) filter.push(many);
    expect(floods).toEqual([1, 2]);
  });

  it('that is too many bytes of events is told, although each is small', () => {
    const filter = createPipeFilter();
    const floods: number[] = [];
    filter.begin((times) => floods.push(times));
    const event = message('Network.requestWillBeSent', 'x'.repeat(1_500_000));
    for (let i = 0; i < 105; i++) filter.push(event);
    expect(floods).toEqual([1]);
  });
});
