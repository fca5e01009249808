/** Reads what the owner of a host publishes for us, or for people who report faults. */
import type { OwnerFile, OwnerFileReading } from '../../core/readers.ts';
import { holdsProof, publishedAddresses } from '../../core/requests/proof.ts';
import { textOf } from './page-text.ts';

const mostBytes = 8_000;

export function readOwnerFile({ bytes, charset, token }: OwnerFile): OwnerFileReading {
  const text = textOf({ bytes: bytes.subarray(0, mostBytes), charset: charset === 'binary' ? 'utf-8' : charset });
  return { isProof: holdsProof(text, token), addresses: publishedAddresses(text) };
}
