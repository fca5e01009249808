/**
 * A stand-in for the product's commands, to test the demo's own verdict: it looks at the home pages, "catches" a
 * defaced one and sends mail, and misbehaves according to the file `mode` beside the configuration's root.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { createTransport } from 'nodemailer';
import { parse } from 'yaml';

const configFile = process.env.VONGGAC_CONFIG ?? '';
const config = parse(readFileSync(configFile, 'utf8'));
const state = join(dirname(configFile), 'state.json');
const mode = readFileSync(join(process.argv[2] ?? '', 'mode'), 'utf8');
const [group, verb, url = '', , name = ''] = process.argv.slice(3);

interface Site {
  readonly name: string;
  readonly url: string;
  level: string;
}
interface State {
  sites: Site[];
  incidents: string[];
}
const read = (): State => (existsSync(state) ? JSON.parse(readFileSync(state, 'utf8')) : { sites: [], incidents: [] });
const write = (next: State): void => writeFileSync(state, JSON.stringify(next));

async function mail(): Promise<void> {
  const transport = createTransport({ host: config.smtp.host, port: config.smtp.port, secure: false, ignoreTLS: true });
  await transport.sendMail({ from: 'a@example.com', to: 'b@example.com', subject: 'alarm', text: 'x' });
  transport.close();
}

async function open(site: Site): Promise<void> {
  const now = read();
  for (const one of now.sites) if (one.name === site.name) one.level = 'alarm';
  write({ ...now, incidents: [...now.incidents, site.name] });
  await mail();
}

async function run(): Promise<void> {
  const [, port] = config.web.listen.split(':');
  createServer((_request, response) => response.end('ok')).listen(Number(port), '127.0.0.1');
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => process.exit(0));
  for (;;) {
    for (const site of read().sites) {
      const isCaught = read().incidents.length > 0;
      const page = await (await fetch(site.url)).text();
      if (isCaught || !/hack|tấn công|diretas|ENCRYPTED/i.test(page)) continue;
      if (mode === 'dies') {
        process.stderr.write('the last words of the daemon\n');
        process.exit(70);
      }
      await open(mode === 'wrong-site' ? (read().sites.find((other) => other.name !== site.name) ?? site) : site);
      if (mode === 'second-mail') await mail();
    }
    await delay(100);
  }
}

if (group === 'run') await run();
else if (verb === 'add') {
  if (mode === 'refuses') {
    process.stderr.write('The address is refused: say why.\n');
    process.exit(1);
  }
  write({ ...read(), sites: [...read().sites, { name, url, level: 'clean' }] });
} else if (group === 'site') {
  const list = read().sites.map((site, index) => ({
    id: index + 1,
    name: site.name,
    url: site.url,
    targets: [{ id: `${index + 1}.1`, url: site.url, baselineVersion: 1, level: site.level, lastCheckAt: Date.now() }],
  }));
  process.stdout.write(JSON.stringify(list));
} else {
  const list = read().incidents.map((site, index) => ({
    number: index + 1,
    siteId: 1,
    site,
    status: 'open',
    level: 'alarm',
    kinds: ['defacement'],
    openedAt: Date.now(),
  }));
  process.stdout.write(JSON.stringify(list));
}
