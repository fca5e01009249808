/** Signed mail, as a reader checks it: the signed part byte for byte as the server got it. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMessage, generateKey, readKey, readSignature, verify } from 'openpgp';
import pino from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { configSchema } from '../../../src/config/schema/schema.ts';
import { createMail } from '../../../src/notify/mail/mail.ts';
import { loadSigner } from '../../../src/notify/mail/pgp-signature.ts';
import { testPlaybook } from '../../support/playbook.ts';
import { openSmtpServer } from '../../support/smtp-server.ts';
import { noticeAt, shownPictures, testNotification } from '../../support/test-notices.ts';
import { contentOf, drawPng } from '../../support/test-pictures.ts';

const clock = () => noticeAt + 180_000;
const passphrase = 'một câu dài dễ nhớ';

async function keyPair(keyExpirationTime = 0) {
  const dir = await mkdtemp(join(tmpdir(), 'vonggac-test-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  const userIDs = [{ name: 'Vọng Gác', email: 'gac@vonggac.example.vn' }];
  const { privateKey, publicKey } = await generateKey({
    userIDs,
    passphrase,
    date: new Date(noticeAt),
    keyExpirationTime,
  });
  const keyFile = join(dir, 'key.asc');
  await writeFile(keyFile, privateKey);
  return { keyFile, publicKey };
}

async function openSigned(keyFile: string) {
  const server = await openSmtpServer();
  onTestFinished(() => server.close());
  const smtp = { host: server.host, port: server.port, security: 'none' };
  const config = configSchema.parse({ smtp, mail: { from: 'Vọng Gác <gac@vonggac.example.vn>' } });
  const signer = await loadSigner({ keyFile, passphrase }, clock);
  const mail = createMail({ config, clock, log: pino({ level: 'silent' }), playbook: testPlaybook, signer });
  onTestFinished(() => mail.close());
  return { mail, server };
}

/** The message as it arrived, cut at its boundary. */
async function delivered(keyFile: string) {
  const { mail, server } = await openSigned(keyFile);
  const picture = contentOf(drawPng(60, 80, () => [20, 40, 200]));
  const load = async (hash: string) => (hash === shownPictures.after ? picture : null);
  expect(await mail.deliver(testNotification(), load)).toMatchObject({ status: 'sent' });
  const raw = server.messages[0]?.raw.toString('latin1') ?? '';
  const boundary = /multipart\/signed[\s\S]*?boundary="([^"]+)"/.exec(raw)?.[1] ?? 'none';
  const [head = '', signedPart = '', signaturePart = ''] = raw.split(new RegExp(`(?:^|\r\n)--${boundary}(?:--)?\r\n`));
  const armored = /-----BEGIN PGP SIGNATURE-----[\s\S]+-----END PGP SIGNATURE-----/.exec(signaturePart)?.[0] ?? '';
  return { head, signedPart, armored, email: await server.read(0), server };
}

async function isVerified(publicKey: string, text: string, armoredSignature: string): Promise<boolean> {
  const { signatures } = await verify({
    message: await createMessage({ binary: Buffer.from(text, 'latin1') }),
    signature: await readSignature({ armoredSignature }),
    verificationKeys: await readKey({ armoredKey: publicKey }),
    date: new Date(clock()),
  });
  return (await signatures[0]?.verified.catch(() => false)) ?? false;
}

test('what arrives is signed whole, and a tampered message is detected', async () => {
  const { keyFile, publicKey } = await keyPair();
  const { head, signedPart, armored } = await delivered(keyFile);
  expect(head).toMatch(/multipart\/signed; micalg=pgp-sha\d+;\r\n protocol="application\/pgp-signature"/);
  expect(await isVerified(publicKey, signedPart, armored)).toBe(true);
  expect(await isVerified(publicKey, signedPart.replace('text/html', 'text/htmL'), armored)).toBe(false);
  const lines = signedPart.split('\r\n');
  expect(lines.filter((line) => /[ \t]$/.test(line) || line.startsWith('From '))).toEqual([]);
});

test('it reads as it does unsigned: bodies, picture, thread, subject, envelope', async () => {
  const { keyFile } = await keyPair();
  const { email, head, server } = await delivered(keyFile);
  expect(server.messages[0]).toMatchObject({ from: 'gac@vonggac.example.vn', to: ['truc@anlac-lienhe.example.vn'] });
  expect(email.subject).toContain('THAY ĐỔI GIAO DIỆN: Cổng thông tin điện tử tỉnh An Lạc');
  expect(email.text).toContain('hxxps://anlac[.]gov[.]vn/trang-chu');
  expect(email.html).toContain('bị tấn công thay đổi giao diện');
  expect(email.attachments.map(({ mimeType }) => mimeType)).toContain('image/png');
  expect(head).toContain('Message-ID: <0123456789abcdef@vonggac.example.vn>');
  expect(head).toContain('Auto-Submitted: auto-generated');
});

test('a key that has ended costs the signature, never the message, and is found when mail is tested', async () => {
  const { keyFile } = await keyPair(60);
  const { mail, server } = await openSigned(keyFile);
  expect(await mail.deliver(testNotification(), async () => null)).toMatchObject({ status: 'sent' });
  expect((await server.read(0)).text).toContain('hxxps://anlac[.]gov[.]vn/trang-chu');
  expect(server.messages[0]?.raw.toString('latin1')).not.toContain('multipart/signed');
  expect(await mail.verify()).toMatchObject({ ok: false, reason: expect.stringMatching(/are sent unsigned.*expired/) });
});

test('the mail test says until when messages are signed', async () => {
  const lasting = await openSigned((await keyPair()).keyFile);
  expect(await lasting.mail.verify()).toMatchObject({ ok: true, signature: { endsAt: null } });
  const ending = await openSigned((await keyPair(40 * 86_400)).keyFile);
  expect(await ending.mail.verify()).toMatchObject({ ok: true, signature: { endsAt: noticeAt + 40 * 86_400_000 } });
});

test.each([
  ['a wrong passphrase', { passphrase: 'falsch' }],
  ['no passphrase', { passphrase: undefined }],
  ['a file that is not there', { keyFile: '/nowhere/key.asc' }],
])('%s is a mistake of the configuration', async (_what, change) => {
  const { keyFile } = await keyPair();
  await expect(loadSigner({ keyFile, passphrase, ...change }, clock)).rejects.toMatchObject({
    code: 'bad-configuration',
  });
});

test('without a key nothing is signed', async () => {
  expect(await loadSigner({}, clock)).toBeNull();
});
