/** How name servers are written in the configuration. */
import { expect, test } from 'vitest';
import { configSchema } from '../../../src/config/schema/schema.ts';

const isTaken = (settings: object) => configSchema.safeParse(settings).success;

test.each(['system', '203.162.4.190', '203.162.4.190:5353', '2001:dc8::1', '[2001:dc8::1]:53'])(
  'the resolver %s is taken',
  (resolver) => {
    expect(isTaken({ names: { resolvers: [resolver] } })).toBe(true);
  },
);

test.each([
  'dns.example.vn',
  '203.162.4.1900',
  '999.1.1.1:53',
  '203.162.4.190:0',
  '203.162.4.190:70000',
  '[::g]:53',
  '',
])('the resolver %j is refused', (resolver) => {
  expect(isTaken({ names: { resolvers: [resolver] } })).toBe(false);
});

test('servers of a zone are excepted by address, range, or address and port', () => {
  expect(isTaken({ egress: { dns: ['10.1.2.3', '10.1.0.0/16', '10.1.2.3:5353', '[fd00::53]:5353'] } })).toBe(true);
  expect(isTaken({ egress: { dns: ['10.1.0.0/16:53'] } })).toBe(false);
  expect(isTaken({ egress: { dns: ['ns1.example.vn'] } })).toBe(false);
});
