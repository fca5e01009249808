/** A real SMTP server in the test's own process, on loopback, that keeps accepted messages and fails on demand. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import PostalMime, { type Email } from 'postal-mime';
import { generate } from 'selfsigned';
import { SMTPServer, type SMTPServerOptions, type SMTPServerSession } from 'smtp-server';

interface DeliveredMessage {
  readonly from: string;
  readonly to: readonly string[];
  /** As sent, after dot-unstuffing. */
  readonly raw: Buffer;
  /** Whether the connection was encrypted when the message arrived. */
  readonly encrypted: boolean;
  /** The logged-in user. */
  readonly user: string | null;
}

/** Read at each command, so a test can change it between two attempts. */
interface SmtpBehaviour {
  /** Answers with this code instead of accepting. */
  refuse?: { readonly at: 'connect' | 'mail' | 'rcpt' | 'data'; readonly code: number; readonly text?: string };
  /** Never answers. */
  hang?: 'connect' | 'rcpt' | 'data';
}

export interface SmtpOptions extends SmtpBehaviour {
  /** Security the server offers; `none` by default. */
  readonly security?: 'none' | 'starttls' | 'tls';
  readonly login?: { readonly user: string; readonly password: string };
}

export interface TestSmtpServer {
  readonly host: string;
  readonly port: number;
  /** PEM of the certificate for `localhost` and 127.0.0.1; null without TLS. */
  readonly certificate: string | null;
  readonly messages: readonly DeliveredMessage[];
  readonly behaviour: SmtpBehaviour;
  /** MAIL commands seen, accepted or not. */
  readonly mailCommands: () => number;
  /** The n-th accepted message, parsed. */
  readonly read: (index: number) => Promise<Email>;
  readonly close: () => Promise<void>;
}

export async function openSmtpServer(options: SmtpOptions = {}): Promise<TestSmtpServer> {
  const { security = 'none', login, ...behaviour } = options;
  const keys = security === 'none' ? null : await testCertificate();
  const kept: Kept = { messages: [], mailCommands: 0 };
  const server = new SMTPServer({
    ...basics(security, login !== undefined),
    ...(keys === null ? {} : { key: keys.private, cert: keys.cert }),
    ...conduct(behaviour, kept),
    onAuth: (auth, _session, done) => {
      const isRight = auth.username === login?.user && auth.password === login?.password;
      if (isRight) done(null, { user: auth.username });
      else done(smtpError(535, '5.7.8 Authentication credentials invalid'));
    },
  });
  // Some tests have clients that abort in the middle of a handshake.
  server.on('error', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  return {
    host: 'localhost',
    port: (server.server.address() as AddressInfo).port,
    certificate: keys?.cert ?? null,
    messages: kept.messages,
    behaviour,
    mailCommands: () => kept.mailCommands,
    read: (index) => PostalMime.parse(kept.messages[index]?.raw ?? ''),
    close: () => new Promise((closed) => server.close(closed)),
  };
}

interface Kept {
  readonly messages: DeliveredMessage[];
  mailCommands: number;
}

/** The handlers of one transaction. */
function conduct(behaviour: SmtpBehaviour, kept: Kept): SMTPServerOptions {
  const answer = (at: 'connect' | 'mail' | 'rcpt' | 'data', done: (error?: Error | null) => void): void => {
    if (behaviour.hang === at) return;
    const { refuse } = behaviour;
    if (refuse?.at === at) done(smtpError(refuse.code, refuse.text ?? 'refused as told'));
    else done();
  };
  return {
    onConnect: (_session, done) => answer('connect', done),
    onMailFrom: (_address, _session, done) => {
      kept.mailCommands++;
      answer('mail', done);
    },
    onRcptTo: (_address, _session, done) => answer('rcpt', done),
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const isKept = behaviour.refuse?.at !== 'data' && behaviour.hang !== 'data';
        if (isKept) kept.messages.push(messageOf(session, Buffer.concat(chunks)));
        answer('data', done);
      });
    },
  };
}

function messageOf({ envelope, secure, user }: SMTPServerSession, raw: Buffer): DeliveredMessage {
  const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address;
  return { from, to: envelope.rcptTo.map((one) => one.address), raw, encrypted: secure, user: user ?? null };
}

function basics(security: 'none' | 'starttls' | 'tls', withLogin: boolean): SMTPServerOptions {
  return {
    secure: security === 'tls',
    authOptional: !withLogin,
    allowInsecureAuth: security === 'none',
    disabledCommands: [...(withLogin ? [] : ['AUTH']), ...(security === 'starttls' ? [] : ['STARTTLS'])],
    disableReverseLookup: true,
    logger: false,
    // Hanging connections are cut immediately when the server closes.
    closeTimeout: 50,
  };
}

function smtpError(code: number, text: string): Error {
  return Object.assign(new Error(text), { responseCode: code });
}

async function testCertificate() {
  return generate([{ name: 'commonName', value: 'localhost' }], {
    keySize: 2048,
    extensions: [
      { name: 'basicConstraints', cA: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          { type: 7, ip: '127.0.0.1' },
        ],
      },
    ],
  });
}
