/** Debian's rsyslog with GnuTLS takes our events: over TLS with its certificate verified, and writes them as sent. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createSyslog } from '../../../src/notify/syslog/syslog.ts';
import { hostileRelay, testRelay } from '../../support/relay-notices.ts';
import { readCef } from '../../support/syslog-messages.ts';
import { createTlsAuthority } from '../../support/tls-authority.ts';

const isInstalled =
  spawnSync('rsyslogd', ['-v']).status === 0 &&
  ['x86_64', 'aarch64'].some((one) => existsSync(`/usr/lib/${one}-linux-gnu/rsyslog/lmnsd_gtls.so`));

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((done) => server.once('listening', done));
  const address = server.address();
  await new Promise((done) => server.close(done));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

test.skipIf(!isInstalled)(
  'events arrive at rsyslog over TLS, in both formats, with every value in its place',
  async () => {
    const dir = await mkdtemp(join(tmpdir(), 'vonggac-rsyslog-'));
    const authority = await createTlsAuthority('Rsyslog');
    onTestFinished(async () => {
      authority.close();
      await rm(dir, { recursive: true, force: true });
    });
    const own = await authority.issue({ name: '127.0.0.1' });
    const port = await freePort();
    await writeFile(join(dir, 'key.pem'), own.key);
    await writeFile(join(dir, 'cert.pem'), own.cert);
    await writeFile(
      join(dir, 'rsyslog.conf'),
      `global(workDirectory="${dir}" maxMessageSize="16k" defaultNetstreamDriver="gtls"
  defaultNetstreamDriverCAFile="${authority.rootFile}" defaultNetstreamDriverCertFile="${dir}/cert.pem" defaultNetstreamDriverKeyFile="${dir}/key.pem")
module(load="imtcp" streamDriver.name="gtls" streamDriver.mode="1" streamDriver.authMode="anon")
input(type="imtcp" address="127.0.0.1" port="${port}")
template(name="whole" type="string" string="%pri%\\t%hostname%\\t%app-name%\\t%msgid%\\t%structured-data%\\t%msg%\\n")
*.* action(type="omfile" file="${dir}/events" template="whole")
`,
    );
    const daemon = spawn('rsyslogd', ['-n', '-f', join(dir, 'rsyslog.conf'), '-i', join(dir, 'pid')], {
      stdio: 'ignore',
    });
    onTestFinished(async () => {
      daemon.kill('SIGKILL');
      await new Promise((done) => daemon.once('exit', done));
    });
    const channel = (format: 'rfc5424' | 'cef') => {
      const opened = createSyslog({
        endpoint: { name: 'siem', agency: null, events: [], to: 'itself' },
        collector: { host: '127.0.0.1', port },
        transport: 'tls',
        tls: { ca: [...rootCertificates, authority.root] },
        format,
        facility: 'local0',
        host: 'vonggac.bo.example',
        version: '0.1.0',
        language: 'vi',
        hourlyCap: 1_000,
        clock: Date.now,
      });
      onTestFinished(opened.close);
      return opened;
    };
    const send = async (format: 'rfc5424' | 'cef', notice = testRelay()) => {
      const message = { id: 1, channel: 'siem', endpoint: 'siem', messageId: `${format}@x`, thread: null, attempt: 1 };
      return channel(format).deliver({ ...message, notice }, async () => null);
    };
    await vi.waitFor(async () => expect(await send('rfc5424')).toMatchObject({ status: 'sent' }), {
      timeout: 30_000,
      interval: 500,
    });
    await send('cef');
    await send('rfc5424', hostileRelay());
    const lines = async () =>
      (await readFile(join(dir, 'events'), 'utf8').catch(() => ''))
        .split('\n')
        .filter((line) => line.includes('vonggac'));
    await vi.waitFor(async () => expect((await lines()).filter((line) => line.startsWith('129\t'))).toHaveLength(3), {
      timeout: 30_000,
    });
    const [plain = '', cef = '', hostile = ''] = (await lines()).filter((line) => line.startsWith('129\t'));
    expect(plain.split('\t').slice(1, 4)).toEqual(['vonggac.bo.example', 'vonggac', 'incident.opened']);
    expect(plain).toContain('site="Cổng thông tin điện tử tỉnh An Lạc"');
    expect(plain).toContain('Báo động: Cổng thông tin điện tử tỉnh An Lạc bị tấn công thay đổi giao diện (sự cố #12)');
    expect(readCef(cef.slice(cef.indexOf('CEF:'))).fields.get('cn1')).toBe('12');
    expect(hostile.split('\t')).toHaveLength(6);
  },
);
