/** A real DNS server on loopback, UDP and TCP, that answers from plain data and misbehaves on demand. */
import { createSocket, type RemoteInfo } from 'node:dgram';
import { once } from 'node:events';
import { type AddressInfo, isIPv6, type Socket } from 'node:net';
import { Packet, TCPServer, UDPServer } from 'dns2';
import { delayed } from './delayed.ts';
import { resourceOf, type TestRecordType, typeName } from './dns-records.ts';

/**
 * Values in a look's notation: `{ 'www.example.vn': { A: ['192.0.2.1'] }, 'example.vn': { MX: ['10 mx.example.vn'] }
 * }`.
 */
export type TestNames = Record<string, Partial<Record<TestRecordType, readonly string[]>>>;

/** What a server does instead of answering correctly. */
export interface DnsConduct {
  readonly rcode?: 'NXDOMAIN' | 'SERVFAIL' | 'REFUSED' | 'NOTIMP';
  /** Never answers. */
  readonly silent?: boolean;
  readonly delayMs?: number;
  /** Over UDP it sends only the truncation flag, which requests TCP. */
  readonly truncated?: boolean;
  /**
   * A forged answer (192.0.2.66) arrives before the real one: with another id, from another port, or for another
   * question.
   */
  readonly forged?: 'id' | 'source' | 'question';
  /** Refuses queries that announce room for more than 512 bytes, as servers older than RFC 6891 do. */
  readonly unextended?: boolean;
  /** Returns an alias target without its records. */
  readonly firstAliasOnly?: boolean;
  /** Echoes the question in lower case. */
  readonly lowerCase?: boolean;
  /** Whether it claims authority for the zone; default according to `kind`. */
  readonly authoritative?: boolean;
  /** Sent over UDP and TCP in place of an answer, after the query id. */
  readonly bytesAfterId?: Buffer;
}

export interface TestDnsOptions {
  /** One of 127.0.0.0/8, or ::1; 127.0.0.1 by default. */
  readonly address?: string;
  /** A free port by default. */
  readonly port?: number;
  /**
   * `recursive`: knows all names, follows aliases. `zone`: authoritative for the zones whose SOA it has, refuses all
   * others.
   */
  readonly kind?: 'recursive' | 'zone';
  readonly names?: TestNames;
  /** By name and type (`www.example.vn A`), name, or `*`; the first match counts. */
  readonly conduct?: Record<string, DnsConduct>;
}

interface TestQuestion {
  /** In lower case. */
  readonly name: string;
  /** As received, in random case. */
  readonly asWritten: string;
  readonly type: string;
  readonly transport: 'udp' | 'tcp';
  readonly recursionDesired: boolean;
}

export interface TestDnsServer {
  readonly address: string;
  readonly port: number;
  /** `ADDRESS:PORT`, as in the configuration. */
  readonly resolver: string;
  readonly questions: readonly TestQuestion[];
  /** Peak number of unanswered queries. */
  readonly mostAtOnce: () => number;
  /** Both may be changed while the server runs. */
  readonly names: TestNames;
  readonly conduct: Record<string, DnsConduct>;
  readonly close: () => Promise<void>;
}

interface ServerState {
  readonly kind: 'recursive' | 'zone';
  readonly names: TestNames;
  readonly conduct: Record<string, DnsConduct>;
  readonly questions: TestQuestion[];
  readonly closing: AbortController;
  waiting: number;
  most: number;
}

/** Room for a few hundred queries at once: the default loses some of them. */
const receiveBufferBytes = 2_000_000;

type Send = (answer: Packet | Buffer) => unknown;

export async function openDnsServer(options: TestDnsOptions = {}): Promise<TestDnsServer> {
  const { address = '127.0.0.1', kind = 'recursive', names = {}, conduct = {} } = options;
  const state: ServerState = {
    kind,
    names,
    conduct,
    questions: [],
    closing: new AbortController(),
    waiting: 0,
    most: 0,
  };
  const sockets = new Set<Socket>();
  const tcp = new TCPServer();
  tcp.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  tcp.on('request', (request: Packet, send: Send) => void serve(state, request, 'tcp', send, async () => {}));
  tcp.on('requestError', () => {});
  tcp.listen(options.port ?? 0, address);
  await once(tcp, 'listening');
  const { port } = tcp.address() as AddressInfo;
  const udp = new UDPServer({ type: isIPv6(address) ? 'udp6' : 'udp4' });
  udp.on('request', (request: Packet, send: Send, from: RemoteInfo) => {
    const answer: Send = (packet) => Promise.resolve(send(packet)).catch(() => {}); // a socket that closed meanwhile
    void serve(state, request, 'udp', answer, (packet) => sendFromElsewhere(packet, address, from));
  });
  udp.on('requestError', () => {});
  await udp.listen(port, address);
  udp.setRecvBufferSize(receiveBufferBytes);
  return {
    address,
    port,
    resolver: isIPv6(address) ? `[${address}]:${port}` : `${address}:${port}`,
    questions: state.questions,
    mostAtOnce: () => state.most,
    names,
    conduct,
    close: async () => {
      state.closing.abort();
      const closed = Promise.all([once(udp, 'close'), once(tcp, 'close')]);
      udp.close();
      tcp.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

async function serve(
  state: ServerState,
  request: Packet,
  transport: 'udp' | 'tcp',
  send: Send,
  sendElsewhere: (packet: Packet) => Promise<void>,
): Promise<void> {
  const [question] = request.questions;
  if (question === undefined) return;
  const name = question.name.toLowerCase();
  const type = typeName(question.type);
  const recursionDesired = request.header.rd === 1;
  state.questions.push({ name, asWritten: question.name, type, transport, recursionDesired });
  const conduct = state.conduct[`${name} ${type}`] ?? state.conduct[name] ?? state.conduct['*'] ?? {};
  if (conduct.silent) return;
  state.waiting += 1;
  state.most = Math.max(state.most, state.waiting);
  const inTime = await delayed(conduct.delayMs ?? 0, state.closing.signal);
  state.waiting -= 1;
  if (!inTime) return;
  if (conduct.forged !== undefined && transport === 'udp') await forge(request, conduct.forged, send, sendElsewhere);
  const answer = answerOf(state, request, name, type, conduct, transport);
  if (conduct.bytesAfterId === undefined) send(answer);
  else send(Buffer.concat([answer.toBuffer().subarray(0, 2), conduct.bytesAfterId]));
}

function answerOf(
  state: ServerState,
  request: Packet,
  name: string,
  type: string,
  conduct: DnsConduct,
  transport: 'udp' | 'tcp',
): Packet {
  const answer = Packet.createResponseFromRequest(request);
  answer.header.aa = (conduct.authoritative ?? state.kind === 'zone') ? 1 : 0;
  answer.header.ra = state.kind === 'recursive' ? 1 : 0;
  if (conduct.lowerCase) {
    answer.questions = answer.questions.map(
      (one) => new Packet.Question({ name: one.name.toLowerCase(), type: one.type, class: one.class }),
    );
  }
  if (conduct.truncated && transport === 'udp') answer.header.tc = 1;
  else if (conduct.rcode !== undefined) answer.header.rcode = rcodes[conduct.rcode];
  else if (conduct.unextended && request.additionals.some((one) => one.type === optType)) {
    answer.header.rcode = rcodes.FORMERR;
  } else fill(answer, state, name, type, conduct.firstAliasOnly === true ? 1 : longestChain);
  return answer;
}

const optType = 41;
const rcodes = { FORMERR: 1, SERVFAIL: 2, NXDOMAIN: 3, NOTIMP: 4, REFUSED: 5 } as const;
const longestChain = 8;

/** A name's records, following its alias as far as this server knows; NXDOMAIN for an unknown name. */
function fill(answer: Packet, { kind, names }: ServerState, asked: string, type: string, mostSteps: number): void {
  const isOwn = (name: string) => kind === 'recursive' || selfAndAncestors(name).some((one) => names[one]?.SOA);
  if (!isOwn(asked)) {
    answer.header.rcode = rcodes.REFUSED;
    answer.header.aa = 0;
    return;
  }
  let name = asked;
  for (let step = 0; step < mostSteps && isOwn(name); step += 1) {
    const records = names[name];
    const exists = records !== undefined || Object.keys(names).some((known) => isBelow(known, name));
    if (!exists) answer.header.rcode = rcodes.NXDOMAIN;
    const target = records?.CNAME?.[0];
    const shown = type !== 'CNAME' && target !== undefined ? 'CNAME' : (type as TestRecordType);
    for (const value of records?.[shown] ?? []) answer.answers.push(resourceOf(name, shown, value));
    if (shown === type || target === undefined) return;
    name = target;
  }
}

function isBelow(name: string, ancestor: string): boolean {
  return name.endsWith(`.${ancestor}`);
}

function selfAndAncestors(name: string): string[] {
  const labels = name.split('.');
  return labels.map((_, i) => labels.slice(i).join('.'));
}

/** Answers that a client must reject. */
async function forge(
  request: Packet,
  how: 'id' | 'source' | 'question',
  send: Send,
  sendElsewhere: (packet: Packet) => Promise<void>,
): Promise<void> {
  const forged = Packet.createResponseFromRequest(request);
  const name = how === 'question' ? 'other.example' : (request.questions[0]?.name ?? '');
  forged.header.id = how === 'id' ? (request.header.id + 1) % 65_536 : request.header.id;
  forged.header.ra = 1;
  if (how === 'question') forged.questions = [new Packet.Question({ name, type: 1, class: 1 })];
  forged.answers.push(resourceOf(name, 'A', '192.0.2.66'));
  if (how === 'source') await sendElsewhere(forged);
  else await send(forged);
}

/** From another port of the same address. */
async function sendFromElsewhere(packet: Packet, address: string, to: RemoteInfo): Promise<void> {
  const socket = createSocket('udp4');
  socket.bind(0, address);
  await once(socket, 'listening');
  await new Promise<void>((sent) => socket.send(packet.toBuffer(), to.port, to.address, () => sent()));
  socket.close();
}
