/** What somebody who holds the signing key may try: the files are signed anew, and the records of the chain tell. */
import { gunzipSync, gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { verifyPackage } from '../../../../src/monitor/evidence/verify/verify-package.ts';
import {
  type Alter,
  broken,
  changeLine,
  newPath,
  originalPackage,
  someBaseline,
  someScreenshot,
} from '../../../support/evidence-original.ts';
import { type Files, packFiles, relist } from '../../../support/evidence-packages.ts';

const alterations: readonly [string, Alter, RegExp][] = [
  [
    'a picture that was exchanged before it was signed',
    (files, { privateKey }) => {
      files.set(someScreenshot(files), Buffer.from(files.get(someBaseline(files)) ?? ''));
      relist(files, privateKey);
    },
    /looks\/\d+\/screenshot\.png' is not what capture \d+ recorded/,
  ],
  [
    'a picture of the normal state that was exchanged before it was signed',
    (files, { privateKey }) => {
      files.set(someBaseline(files), Buffer.from(files.get(someScreenshot(files)) ?? ''));
      relist(files, privateKey);
    },
    /baselines\/\d+\/screenshot\.png' is not what capture \d+ recorded/,
  ],
  [
    'markup that was changed before it was signed',
    (files, { privateKey }) => {
      const name = [...files.keys()].find((one) => /^looks.*rendered/.test(one)) ?? '';
      files.set(name, Buffer.from('<h1>Xin chào</h1>'));
      relist(files, privateKey);
    },
    /rendered\.html\.txt' is not what capture \d+ recorded/,
  ],
  [
    'a verdict that was changed before it was signed',
    (files, { privateKey }) => {
      const name = [...files.keys()].find((one) => one.endsWith('look.json')) ?? '';
      files.set(name, Buffer.from(String(files.get(name)).replace('"level": "alarm"', '"level": "clean"')));
      relist(files, privateKey);
    },
    /look\.json' differs from the record of look/,
  ],
  [
    'a look that shows the capture of another one',
    (files, { privateKey }) => {
      const name = [...files.keys()].find((one) => one.endsWith('look.json')) ?? '';
      const look = JSON.parse(String(files.get(name))) as { capture: { id: number } };
      look.capture.id = Number(/baselines\/(\d+)/.exec(someBaseline(files))?.[1]);
      files.set(name, Buffer.from(JSON.stringify(look)));
      relist(files, privateKey);
    },
    /is not what capture \d+ recorded/,
  ],
  [
    'an incident whose time was changed before it was signed',
    (files, { privateKey }) => {
      const shown = JSON.parse(String(files.get('incident.json'))) as { incident: { openedAt: number } };
      shown.incident.openedAt -= 3_600_000;
      files.set('incident.json', Buffer.from(JSON.stringify(shown)));
      relist(files, privateKey);
    },
    /incident\.json' differs from the record of the incident/,
  ],
  [
    'a record that was left out before it was signed',
    (files, { privateKey }) => {
      const lines = String(files.get('audit/records.jsonl')).split('\n');
      files.set('audit/records.jsonl', Buffer.from(lines.filter((line) => !line.includes('"check"')).join('\n')));
      relist(files, privateKey);
    },
    /does not know look \d+/,
  ],
  [
    'an audit row with another text in place of what its hash covers',
    (files, { privateKey }) => {
      changeLine(files, 'audit/audit-chain.jsonl', (row) => {
        delete row.at;
        row.act = 'nothing-happened';
      });
      relist(files, privateKey);
    },
    /The audit log: row \d+ was changed/,
  ],
  [
    'a row of the evidence chain set apart, so that the next can go',
    (files, { privateKey }) => {
      const lines = String(files.get('audit/evidence-chain.jsonl')).trimEnd().split('\n');
      const rows = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
      const [row] = rows.splice(-2, 1);
      rows.push({ ...row, apart: true });
      files.set('audit/evidence-chain.jsonl', Buffer.from(`${rows.map((one) => JSON.stringify(one)).join('\n')}\n`));
      relist(files, privateKey);
    },
    /The evidence chain: row \d+ is not where it belongs|rows between \d+ and \d+ are missing/,
  ],
  [
    'all rows of the evidence chain set apart, and one taken out',
    (files, { privateKey }) => {
      const lines = String(files.get('audit/evidence-chain.jsonl')).trimEnd().split('\n');
      const rows = lines.map((line) => ({ ...(JSON.parse(line) as object), apart: true }));
      const owed = rows.findIndex((row) => 'kind' in row && row.kind === 'incident-event');
      rows.splice(owed, 1);
      files.set('audit/evidence-chain.jsonl', Buffer.from(`${rows.map((one) => JSON.stringify(one)).join('\n')}\n`));
      relist(files, privateKey);
    },
    /does not know the record 'incident-event \d+'/,
  ],
  [
    'a web archive without the digests of a changed record',
    (files, { privateKey }) => {
      const text = gunzipSync(files.get('archive.warc.gz') ?? '').toString('latin1');
      const bare = text.replaceAll(/^WARC-(?:Block|Payload)-Digest: .*\r\n/gm, '');
      files.set('archive.warc.gz', gzipSync(Buffer.from(bare.replace('HACKED BY', 'WELCOME B'), 'latin1')));
      relist(files, privateKey);
    },
    /web archive's .* record of '.*' does not match its WARC-Block-Digest/,
  ],
  [
    'a line of the log that never ends',
    (files, { privateKey }) => {
      files.set('audit/audit-chain.jsonl', Buffer.alloc(60_000_000, 'a'));
      relist(files, privateKey);
    },
    /extract of the audit log or of the evidence chain cannot be read/,
  ],
  [
    'a head of the web archive that never ends',
    (files, { privateKey }) => {
      files.set('archive.warc.gz', gzipSync(Buffer.alloc(90_000_000, 'WARC/1.1')));
      relist(files, privateKey);
    },
    /web archive's .* does not match its WARC-Block-Digest/,
  ],
  [
    'a web archive with something behind its end',
    (files, { privateKey }) => {
      files.set(
        'archive.warc.gz',
        Buffer.concat([files.get('archive.warc.gz') ?? Buffer.alloc(0), Buffer.from('more')]),
      );
      relist(files, privateKey);
    },
    /web archive cannot be read/,
  ],
];

test.each(alterations)('%s is found', async (_, alter, sentence) => {
  const made = await originalPackage();
  const files: Files = new Map(made.files);
  alter(files, made);
  const path = await newPath();
  await packFiles(path, files);
  const verified = await verifyPackage(path, { key: made.publicKey, roots: null });
  expect(broken(verified)).toContainEqual(expect.stringMatching(sentence));
  expect(verified.outcome).toBe('altered');
});
