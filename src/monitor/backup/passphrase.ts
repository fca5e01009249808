/** The passphrase that encrypts the keys of a backup. */
import { open } from 'node:fs/promises';
import { VonggacError } from '../../core/errors.ts';

/** Four words or twelve random characters, since whoever has the file may guess for years. */
const fewestCharacters = 12;
const mostBytes = 4_096;

/** The first line of a file. */
export async function readPassphraseFile(file: string): Promise<string> {
  const handle = await open(file, 'r').catch((cause: unknown) => {
    throw new VonggacError('bad-file', `The passphrase file ${file} can't be read: check its path and owner.`, {
      cause,
    });
  });
  try {
    const buffer = Buffer.alloc(mostBytes);
    const { bytesRead } = await handle.read(buffer, 0, mostBytes, 0);
    return buffer.subarray(0, bytesRead).toString('utf8').split(/\r?\n/, 1)[0] ?? '';
  } finally {
    await handle.close();
  }
}

/** Checked for new backups only; old ones open with the passphrase they were made with. */
export function refuseShort(passphrase: string): void {
  if (Array.from(passphrase).length >= fewestCharacters) return;
  throw new VonggacError(
    'bad-file',
    `The passphrase is shorter than ${fewestCharacters} characters: take a longer one, like four words.`,
  );
}
