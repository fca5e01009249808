/**
 * Certificates of the hops of a browser look. The browser reports no verification error once told to ignore it, so each
 * origin is connected to once more with the TLS of the HTTP tier. Both tiers then verify in the same way.
 */
import type { SecureContext } from 'node:tls';
import type { Certificate, Hop } from '../../core/domain/capture.ts';
import { certificatesOf, secure } from '../http/tls.ts';
import { type OutboundGate, portOf } from '../outbound-guard.ts';
import type { TrafficRecord } from '../traffic/traffic-record.ts';

export interface HopCertificates {
  /** Starts fetching the certificate, once per origin. */
  readonly want: (url: URL) => void;
  /** The hops with their certificates, once all have been fetched. */
  readonly fill: (hops: readonly Hop[]) => Promise<Hop[]>;
}

interface Asking {
  readonly gate: OutboundGate;
  readonly tls: SecureContext;
  /** Called with the chains as sent. */
  readonly record: TrafficRecord | null;
}

export function createHopCertificates(asking: Asking, signal: AbortSignal): HopCertificates {
  const asked = new Map<string, Promise<Certificate | null>>();
  return {
    want: (url) => {
      if (url.protocol !== 'https:' || asked.has(url.origin)) return;
      asked.set(url.origin, ask(asking, url, signal));
    },
    fill: async (hops) => {
      const filled: Hop[] = [];
      for (const hop of hops) {
        filled.push({ ...hop, certificate: (await asked.get(new URL(hop.url).origin)) ?? null });
      }
      return filled;
    },
  };
}

async function ask({ gate, tls, record }: Asking, url: URL, signal: AbortSignal): Promise<Certificate | null> {
  try {
    const session = await secure(await gate.connect(url.hostname, portOf(url), signal), url.hostname, tls, signal);
    session.on('error', () => {});
    const { certificate, chain } = certificatesOf(session);
    record?.addCertificates(chain);
    session.destroy();
    return certificate;
  } catch {
    return null;
  }
}
