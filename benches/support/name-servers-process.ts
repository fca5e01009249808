/** A resolver and two servers of every zone, in a process of their own. Started by `name-servers.ts`. */
import { openDnsServer } from '../../tests/support/dns-server.ts';
import { portalNames } from './portal-names.ts';

const names = portalNames(Number(process.argv[2]));
const resolver = await openDnsServer({ address: '127.0.1.1', names });
const zoneServers = [
  await openDnsServer({ address: '127.0.1.2', kind: 'zone', names }),
  await openDnsServer({ address: '127.0.1.3', kind: 'zone', names }),
];
const all = [resolver, ...zoneServers];

process.on('disconnect', () => process.exit(0));
process.on('message', () => process.send?.(all.reduce((sum, { questions }) => sum + questions.length, 0)));
process.send?.({
  resolver: resolver.resolver,
  exceptions: zoneServers.map(({ resolver: endpoint }) => endpoint),
});
