/** Bytes with their name in the blob store. `bytes` are exactly what was received after content decoding. */
export interface Content {
  readonly hash: string;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

/** Reference to stored content, without its bytes. */
export interface ContentRef {
  readonly hash: string;
  readonly mediaType: string;
  readonly sizeBytes: number;
}
