/** Names of portals as communes have them: a zone each, served by two servers of their province. */
import type { TestNames } from '../../tests/support/dns-server.ts';

export function portalHosts(count: number): string[] {
  return Array.from({ length: count }, (_, i) => `www.xa${i}.example`);
}

export function portalNames(count: number): TestNames {
  const zones = portalHosts(count).map((host, i) => {
    const zone = host.slice('www.'.length);
    const records = {
      NS: ['ns1.tinh.example', 'ns2.tinh.example'],
      SOA: ['ns1.tinh.example hostmaster.tinh.example'],
      MX: ['10 mail.tinh.example'],
    };
    return { [zone]: records, [host]: { A: [`198.18.${i >> 8}.${i & 255}`] } };
  });
  return Object.assign(
    { 'ns1.tinh.example': { A: ['127.0.1.2'] }, 'ns2.tinh.example': { A: ['127.0.1.3'] } },
    ...zones,
  );
}
