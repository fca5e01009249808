/**
 * What a browser loads for a page of the copy, whatever `rewrite-page.ts` overlooked: its own files only, and no script.
 * The server's header should say the same (`copy-readme.ts`).
 */
export const contentPolicy =
  "default-src 'none'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; font-src 'self' data:; media-src 'self' data:; frame-src 'self'; form-action 'self'; base-uri 'none'";
