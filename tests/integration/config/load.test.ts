import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { canariesHint } from '../../../src/config/hints.ts';
import { databaseFile, findConfigFile, loadConfig } from '../../../src/config/load.ts';
import { VonggacError } from '../../../src/core/errors.ts';

const folder = mkdtempSync(join(tmpdir(), 'vonggac-config-'));
function fileWith(text: string): string {
  const file = join(folder, `${Math.random()}.yaml`);
  writeFileSync(file, text);
  return file;
}
function mistakesOf(file: string | null, env = {}): string {
  try {
    loadConfig(file, env);
  } catch (error) {
    if (error instanceof VonggacError && error.exitCode === 78) return error.message;
    throw error;
  }
  return '';
}

describe('loading the configuration', () => {
  it('gives the contract defaults when there is neither file nor environment', () => {
    const config = loadConfig(null, {});
    expect(config.schedule).toMatchObject({
      every: 300_000,
      browserEvery: 1_800_000,
      confirmAfter: 60_000,
      confirmations: { needed: 2, of: 3 },
    });
    expect(config.capture.timeouts.total).toBe(60_000);
    expect(config.capture.browser.sandbox).toBe(true);
    expect(databaseFile(config)).toMatch(/\/data\/vonggac\.sqlite$/);
  });

  it('names all five mistakes of a file at once, each with its path', () => {
    const message = mistakesOf(
      fileWith(
        'schedule:\n  every: five minutes\n  confirmations: 3 of 2\nsmtp:\n  port: 99999\n  securty: tls\nmail:\n  operators: [not-an-address]\n',
      ),
    );
    expect(message).toContain('5 mistakes');
    for (const path of ['schedule.every', 'schedule.confirmations', 'smtp.port', 'smtp.securty', 'mail.operators.0']) {
      expect(message).toContain(path);
    }
  });

  it('refuses more answers than there are canaries, and hints at canaries that say little', () => {
    const canaries = (urls: string, needed: number) => fileWith(`canaries:\n  urls: [${urls}]\n  needed: ${needed}\n`);
    expect(mistakesOf(canaries('https://a.example/', 2))).toContain('canaries.needed');
    expect(canariesHint(loadConfig(null, {}))).toContain('none are configured');
    expect(canariesHint(loadConfig(canaries('https://a.example/, https://www.a.example/', 1), {}))).toContain(
      'one owner',
    );
    expect(canariesHint(loadConfig(canaries('https://a.example/, https://b.example/', 2), {}))).toBeNull();
    const fromEnvironment = loadConfig(null, { VONGGAC_CANARIES__URLS: '[https://a.example/]' });
    expect(fromEnvironment.canaries.urls).toEqual(['https://a.example/']);
  });

  it('wants an identity provider that is safe to ask, with its secret, which may come from a file of its own', () => {
    const withIssuer = (issuer: string) => fileWith(`oidc:\n  issuer: ${issuer}\n  clientId: a\n  clientSecret: b\n`);
    expect(mistakesOf(withIssuer('http://sso.example'))).toContain('oidc.issuer');
    expect(mistakesOf(withIssuer('ftp://127.0.0.1'))).toContain('oidc.issuer');
    expect(mistakesOf(withIssuer('https://sso.example'))).toBe('');
    expect(mistakesOf(withIssuer('http://127.0.0.1:9000'))).toBe('');
    const bare = fileWith('oidc:\n  issuer: https://sso.example\n  clientId: a\n');
    expect(mistakesOf(bare)).toContain('clientSecret');
    const secret = fileWith('bi-mat\n');
    expect(loadConfig(bare, { VONGGAC_OIDC__CLIENT_SECRET_FILE: secret }).oidc.clientSecret).toBe('bi-mat');
    expect(mistakesOf(fileWith('oidc:\n  roles: [{ claim: a, role: root }]\n'))).toContain('oidc.roles.0.role');
  });

  it('lets the environment override the file, by double underscores between sections', () => {
    const file = fileWith('smtp:\n  host: a.example\n  port: 25\n');
    const config = loadConfig(file, {
      VONGGAC_SMTP__HOST: 'b.example',
      VONGGAC_SCHEDULE__BROWSER_EVERY: '10m',
      VONGGAC_MAIL__OPERATORS: '[a@example.org, b@example.org]',
      VONGGAC_CAPTURE__BROWSER__SANDBOX: 'false',
    });
    expect(config.smtp).toMatchObject({ host: 'b.example', port: 25 });
    expect(config.schedule.browserEvery).toBe(600_000);
    expect(config.mail.operators).toEqual(['a@example.org', 'b@example.org']);
    expect(config.capture.browser.sandbox).toBe(false);
  });

  it('reads a secret from the file that a _FILE variable names', () => {
    const secret = fileWith('s3cret\n');
    expect(loadConfig(null, { VONGGAC_SMTP__PASSWORD_FILE: secret }).smtp.password).toBe('s3cret');
    expect(mistakesOf(null, { VONGGAC_SMTP__PASSWORD_FILE: '/nowhere' })).toContain("can't be read");
  });

  it('refuses an unknown variable, an unknown time zone and PostgreSQL by name', () => {
    const message = mistakesOf(fileWith('database: postgres://x\nschedule: {timezone: Mars/Base}\n'), {
      VONGGAC_SMTP__HOTS: 'x',
    });
    expect(message).toContain('VONGGAC_SMTP__HOTS');
    expect(message).toContain('PostgreSQL is not supported yet');
    expect(message).toContain('schedule.timezone');
  });

  it('says the line of broken YAML', () => {
    expect(mistakesOf(fileWith('web:\n  listen: "127.0.0.1:80\n'))).toMatch(/line \d/);
  });

  it('refuses a named file that is not there and finds none where none is', () => {
    expect(() => findConfigFile('/nowhere.yaml', {})).toThrow(/no configuration file/);
    expect(findConfigFile(undefined, {})).toBeNull();
  });
});
