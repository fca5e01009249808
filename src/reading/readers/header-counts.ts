/** Whether a DNS message is long enough for the entries that its header announces. */

const headerBytes = 12;
/** Root name, type and class; a record adds TTL and length. */
const minQuestionBytes = 5;
const minRecordBytes = 11;

/**
 * Checked before decoding: the library allocates for every announced entry, so twelve bytes announcing 260,000 of them
 * cost 30 ms or more.
 */
export function holdsWhatItCounts(bytes: Uint8Array): boolean {
  if (bytes.length < headerBytes) return false;
  const counts = new DataView(bytes.buffer, bytes.byteOffset);
  const records = counts.getUint16(6) + counts.getUint16(8) + counts.getUint16(10);
  return counts.getUint16(4) * minQuestionBytes + records * minRecordBytes <= bytes.length - headerBytes;
}
