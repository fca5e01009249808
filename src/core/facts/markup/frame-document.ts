/** The document that a frame carries in its own attributes. */
import type { Attributes } from './attributes.ts';

/** Where a frame of its own document leads. */
export const ownDocument = { host: null, address: 'srcdoc' } as const;

/** Characters read of such a document. */
const documentCap = 200_000;
const dataDocument = /^\s*data:\s*(?:text\/html|application\/xhtml\+xml|image\/svg\+xml|text\/xml)\b([^,]{0,200}),/i;

/**
 * `srcdoc`, or what a `data:` address holds, at most 200,000 characters; null where the frame carries none. Broken
 * encodings give what precedes the fault.
 */
export function frameDocument(name: string, attributes: Attributes): string | null {
  const address = addressOf(name, attributes);
  if (name === 'iframe' && attributes.srcdoc !== undefined) return attributes.srcdoc.slice(0, documentCap);
  if (address === undefined) return null;
  const match = dataDocument.exec(address.slice(0, 300));
  if (match === null) return null;
  const data = address.slice(match[0].length, match[0].length + documentCap);
  return /;\s*base64\s*$/i.test(match[1] ?? '') ? fromBase64(percentDecoded(data)) : percentDecoded(data);
}

function addressOf(name: string, { src, data }: Attributes): string | undefined {
  if (name === 'iframe' || name === 'frame' || name === 'embed') return src;
  return name === 'object' ? data : undefined;
}

/** Runs of escapes are decoded as UTF-8; invalid ones stay unchanged. */
function percentDecoded(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2}){1,4000}/gi, (run) => {
    try {
      return decodeURIComponent(run);
    } catch {
      return run;
    }
  });
}

function fromBase64(text: string): string {
  const clean = text.replace(/[^a-z0-9+/]+/gi, '');
  try {
    // A single letter left over holds no byte.
    const binary = atob(clean.length % 4 === 1 ? clean.slice(0, -1) : clean);
    return new TextDecoder().decode(Uint8Array.from(binary, (one) => one.charCodeAt(0)));
  } catch {
    return '';
  }
}
