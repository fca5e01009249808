import { describe, expect, it } from 'vitest';
import { failureResult } from '../../../src/notify/mail/outcome.ts';

const failure = (fields: object): Error => Object.assign(new Error('as told'), fields);

describe('failureResult', () => {
  it.each([
    ['an unknown mailbox', { code: 'EENVELOPE', command: 'RCPT TO', responseCode: 550 }],
    ['a refused message', { code: 'EMESSAGE', command: 'DATA', responseCode: 554 }],
    ['an address that fits no envelope', { code: 'EENVELOPE', command: 'API' }],
  ])('gives up on %s', (_, fields) => {
    expect(failureResult(failure(fields)).status).toBe('dead');
  });

  it.each([
    ['a full mailbox', { code: 'EENVELOPE', command: 'RCPT TO', responseCode: 452 }],
    ['greylisting', { code: 'EENVELOPE', command: 'RCPT TO', responseCode: 450 }],
    ['a refused connection', { code: 'ESOCKET', command: 'CONN' }],
    ['a server that is closed', { code: 'EPROTOCOL', command: 'CONN', responseCode: 554 }],
    ['a wrong password', { code: 'EAUTH', command: 'AUTH PLAIN', responseCode: 535 }],
    ['a login that is asked for at the recipient', { code: 'EENVELOPE', command: 'RCPT TO', responseCode: 530 }],
    ['a refused sender', { code: 'EENVELOPE', command: 'MAIL FROM', responseCode: 550 }],
    ['a missing STARTTLS', { code: 'ETLS', command: 'STARTTLS', responseCode: 502 }],
    ['what nobody foresaw', {}],
  ])('tries again after %s', (_, fields) => {
    expect(failureResult(failure(fields)).status).toBe('later');
  });

  it('repeats what the server said as one short line', () => {
    const result = failureResult(
      failure({ message: `550 no\r\nsuch\u001b[2J user ${'x'.repeat(9_999)}`, responseCode: 550 }),
    );
    expect('reason' in result && result.reason).toMatch(/^SMTP: 550 no such\[2J user x+…$/);
    expect('reason' in result && Array.from(result.reason).length).toBe(300);
  });

  it('survives what is no error', () => {
    expect(failureResult(null)).toEqual({ status: 'later', reason: 'null' });
  });
});
