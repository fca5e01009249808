/** The TXT records at a name: asked of the configured resolvers, one query each. */
import type { Config } from '../../config/schema/schema.ts';
import { canonicalName } from '../../core/names/canonical-name.ts';
import type { AskTextRecords, Read } from '../../core/ports.ts';
import { openSystemFiles } from '../resolver/system-files.ts';
import { ask, type ReceivedMessage } from './ask.ts';
import { recursiveServers } from './name-server.ts';

/** Agreement matters more than speed: a forged answer of one resolver alone proves nothing. */
export function createAskTextRecords({
  config,
  read,
}: {
  readonly config: Config;
  readonly read: Read;
}): AskTextRecords {
  return async (host, signal) => {
    const name = canonicalName(host);
    if (name === null) return [];
    const { resolvers, timeout } = config.names;
    const servers = recursiveServers(resolvers, openSystemFiles().settings().servers);
    const decode = (message: ReceivedMessage) => read('nameServer', { ...message, kind: 'recursive' }, name);
    const answers = await Promise.all(
      servers.map(async ({ endpoints }) => {
        for (const endpoint of endpoints) {
          const options = { recursive: true, timeoutMs: timeout / endpoints.length, decode };
          const reply = await ask(endpoint, { name, type: 'TXT' }, options, signal);
          if (typeof reply !== 'string' && reply.status !== 'server-failure') return reply.values;
        }
        return null;
      }),
    );
    const heard = answers.filter((values) => values !== null);
    const [first = [], ...others] = heard;
    return first.filter((value) => others.every((values) => values.includes(value)));
  };
}
