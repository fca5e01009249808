/** Reads the text of captures on demand. */
import { registrableDomain } from '../../../core/address.ts';
import type { Capture, ReadCapture } from '../../../core/domain/capture.ts';
import type { MonitorParts } from '../../parts.ts';

/** Key by which threads are shared fairly between sites: the domain the page comes from. */
export function laneOf(url: string): string {
  return registrableDomain(URL.parse(url)?.hostname ?? '');
}

/** Null when the text could not be read within the available time and memory. */
export async function withText(parts: Pick<MonitorParts, 'read'>, capture: Capture): Promise<ReadCapture | null> {
  const { html, body, charset, url } = capture;
  if (html !== null) return { ...capture, html };
  const text = await parts.read('text', { bytes: body.bytes, charset }, laneOf(url));
  return text === null ? null : { ...capture, html: text };
}
