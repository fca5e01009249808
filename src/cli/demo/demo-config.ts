/** The configuration that the demo writes: like a user's file, but with a shorter schedule. */
import { stringify } from 'yaml';

export interface DemoAddresses {
  readonly dataDir: string;
  readonly smtpPort: number;
  readonly webPort: number;
  /** Host and port of the portals served on this machine. */
  readonly portalHosts: readonly string[];
}

const header = `# Written by \`vonggac demo\`: portals on this machine, checked every two seconds.
# A real portal is looked at every five minutes; see config/vonggac.example.yaml.
`;

/** The file's text. `sandbox` is false only where Chromium can't have one: as root. */
export function demoConfig(addresses: DemoAddresses, sandbox: boolean): string {
  const listen = `127.0.0.1:${addresses.webPort}`;
  return `${header}${stringify({
    dataDir: addresses.dataDir,
    web: { listen, publicUrl: `http://${listen}` },
    smtp: { host: '127.0.0.1', port: addresses.smtpPort, security: 'none' },
    mail: { from: 'Vọng Gác <vonggac@demo.example>' },
    schedule: {
      every: '2s',
      browserEvery: '12s',
      confirmAfter: '1s',
      learnLooks: 3,
      learnEvery: '1s',
    },
    // All three portals share one address here.
    capture: { browser: { sandbox }, concurrency: { perHost: 6, perAddress: 6 } },
    egress: { capture: addresses.portalHosts.map((host) => ({ host, addresses: ['127.0.0.1'] })) },
    retention: { keepFree: '100MB' },
  })}`;
}
