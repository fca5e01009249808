import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { loadRdapBootstrap, servicesOf } from '../../../src/config/rdap-bootstrap.ts';

const folder = mkdtempSync(join(tmpdir(), 'vonggac-rdap-'));
afterAll(() => rmSync(folder, { recursive: true }));

const file = (content: unknown) => {
  const path = join(folder, 'dns.json');
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
};
const list = (services: unknown) => ({ version: '1.0', publication: '2026-01-31T00:00:00Z', services });

describe('the list of registration services', () => {
  it('is shipped, with com and without vn', () => {
    const shipped = loadRdapBootstrap('');
    expect(shipped.size).toBeGreaterThan(1_000);
    expect(servicesOf(shipped, 'example.com')).toEqual(['https://rdap.verisign.com/com/v1/']);
    expect(servicesOf(shipped, 'binhgiang.gov.vn')).toEqual([]);
  });

  it('gives the services of the longest suffix, https first', () => {
    const own = loadRdapBootstrap(
      file(
        list([
          [['uk'], ['https://uk.example/']],
          [
            ['gov.UK', 'x'],
            ['http://gov.example/', 'https://gov.example/'],
          ],
        ]),
      ),
    );
    expect(servicesOf(own, 'a.uk')).toEqual(['https://uk.example/']);
    expect(servicesOf(own, 'a.gov.uk')).toEqual(['https://gov.example/', 'http://gov.example/']);
    expect(servicesOf(own, 'a.notgov.uk')).toEqual(['https://uk.example/']);
    expect(servicesOf(own, '192.0.2.7')).toEqual([]);
  });

  it.each([
    ['{', / is not JSON\.$/],
    [{}, /RFC 9224\): version /],
    [{ ...list([]) }, /services /],
    [{ ...list([[['com'], ['https://a.example/']]]), publication: 'today' }, /publication is not a time like/],
    [list([[['com'], ['ftp://a.example/']]]), /services\.0\.1\.0 is not an http or https address\.$/],
    [list([[['c om'], ['https://a.example/']]]), /services\.0\.0\.0 is not a suffix/],
    ['<html>', / is not JSON\.$/],
  ])('%j is refused in one sentence that says where', (content, sentence) => {
    const path = file(content);
    expect(() => loadRdapBootstrap(path)).toThrow(sentence);
    expect(() => loadRdapBootstrap(path)).toThrow(`names.rdapBootstrap: ${path} `);
  });

  it('says so when the file is not there', () => {
    expect(() => loadRdapBootstrap(join(folder, 'none.json'))).toThrow(
      /can't be read: check its path, owner and mode\.$/,
    );
  });
});
