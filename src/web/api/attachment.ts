/** A file in an answer. @param name of ASCII letters, digits, hyphens and dots */
export function attachment(bytes: Uint8Array, mediaType: string, name: string): Response {
  return new Response(new Uint8Array(bytes), {
    headers: {
      'Content-Type': mediaType,
      'Content-Length': String(bytes.length),
      'Content-Disposition': `attachment; filename="${name}"`,
    },
  });
}
