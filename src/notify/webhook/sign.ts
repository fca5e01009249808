/** Signatures of Standard Webhooks 1.0.0: HMAC-SHA-256 over id, time and body. */
import { createHmac } from 'node:crypto';

/** What the specification allows. */
const keyBytes = { least: 24, most: 64 } as const;

/** Null when the text is no such secret. */
export function webhookKey(secret: string): Buffer | null {
  const text = secret.trim().replace(/^whsec_/, '');
  if (!/^[A-Za-z0-9+/]{1,120}={0,2}$/.test(text)) return null;
  const key = Buffer.from(text, 'base64');
  return key.length >= keyBytes.least && key.length <= keyBytes.most ? key : null;
}

export function webhookHeaders(key: Buffer, id: string, at: number, body: string): [string, string][] {
  const timestamp = String(Math.floor(at / 1_000));
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
  return [
    ['webhook-id', id],
    ['webhook-timestamp', timestamp],
    ['webhook-signature', `v1,${signature}`],
  ];
}
