/** A name server on loopback that serves block lists and fails on demand. */
import DNS from 'dns2';

/** An entry's codes, or how its query fails. Everything else does not exist. */
export type BlockListZone = Map<string, readonly string[] | 'server-failure' | 'refused' | 'silent'>;

export interface BlockListServer {
  /** As in `names.resolvers`. */
  readonly address: string;
  /** By lower-case query name; `*` matches every name not listed. */
  readonly entries: BlockListZone;
  /** Queried names, in the order received. */
  readonly questions: string[];
  readonly close: () => Promise<void>;
}

const { Packet } = DNS;
const rcodes = { 'server-failure': 2, refused: 5, 'no-such-name': 3 } as const;

export async function serveBlockList(
  entries: Readonly<Record<string, readonly string[] | 'server-failure' | 'refused' | 'silent'>>,
): Promise<BlockListServer> {
  const zone: BlockListZone = new Map(Object.entries(entries));
  const questions: string[] = [];
  const server = DNS.createServer({
    udp: true,
    handle: (request, send) => {
      const [question] = request.questions;
      if (question === undefined) return;
      const name = question.name.toLowerCase();
      questions.push(name);
      const found = zone.get(name) ?? zone.get('*') ?? 'no-such-name';
      if (found === 'silent') return;
      const response = Packet.createResponseFromRequest(request);
      if (typeof found === 'string') response.header.rcode = rcodes[found];
      else {
        for (const address of found) {
          response.answers.push(Packet.createResourceFromQuestion(question, { ttl: 60, address }));
        }
      }
      void send(response);
    },
  });
  const { udp } = await server.listen({ udp: { port: 0, address: '127.0.0.1' } });
  return { address: `127.0.0.1:${udp?.port ?? 0}`, entries: zone, questions, close: () => server.close() };
}
