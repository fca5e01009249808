import { describe, expect, it } from 'vitest';
import { configSchema } from '../../../src/config/schema/schema.ts';
import { senderOf, smtpSettings } from '../../../src/notify/mail/smtp-settings.ts';

const settings = (smtp: object) => smtpSettings(configSchema.parse({ smtp }).smtp, []);

describe('smtpSettings', () => {
  it('is nothing without a server', () => {
    expect(settings({})).toBeNull();
  });

  it('requires encryption and takes the usual port unless told otherwise', () => {
    expect(settings({ host: 'mail.example.vn' })).toMatchObject({
      port: 587,
      secure: false,
      requireTLS: true,
      ignoreTLS: false,
    });
    expect(settings({ host: 'mail.example.vn', security: 'tls' })).toMatchObject({ port: 465, secure: true });
    expect(settings({ host: 'mail.example.vn', port: 2525 })).toMatchObject({ port: 2525, requireTLS: true });
  });

  it.each(['localhost', '127.0.0.1', '127.1.2.3', '::1', '[::1]', 'LOCALHOST'])('goes in the clear to %s', (host) => {
    expect(settings({ host, security: 'none' })).toMatchObject({ ignoreTLS: true, requireTLS: false });
  });

  it.each([
    'mail.example.vn',
    '10.0.0.5',
    '192.168.1.1',
    'localhost.example.vn',
    '127.0.0.1.example.vn',
    '::2',
    '0.0.0.0',
  ])('never goes in the clear to %s, and says how to mend it', (host) => {
    expect(() => settings({ host, security: 'none' })).toThrow(/smtp\.security to starttls or tls/);
  });

  it('wants user and password together', () => {
    expect(() => settings({ host: 'h', user: 'u' })).toThrow(/smtp\.password/);
    expect(settings({ host: 'h', user: 'u', password: 'p' })).toMatchObject({ auth: { user: 'u', pass: 'p' } });
  });
});

describe('senderOf', () => {
  it('reads a name and an address', () => {
    expect(senderOf('Vọng Gác <gac@example.vn>')).toEqual({ name: 'Vọng Gác', address: 'gac@example.vn' });
    expect(senderOf('gac@localhost')).toEqual({ name: '', address: 'gac@localhost' });
  });

  it.each(['', 'Vọng Gác', 'a@x.vn, b@x.vn', 'x <a@b>\r\nBcc: c@d', 'nhóm: a@x.vn, b@x.vn;'])('refuses %j', (from) => {
    expect(() => senderOf(from)).toThrow(expect.objectContaining({ code: 'bad-configuration' }));
  });
});
