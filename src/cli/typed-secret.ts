/** Reads a secret typed at a terminal without echoing it. */
import { StringDecoder } from 'node:string_decoder';
import { VonggacError } from '../core/errors.ts';
import type { Context } from './command.ts';

export async function typeSecret({ terminal }: Pick<Context, 'terminal'>, what: string): Promise<string> {
  terminal.report(`${what} (not shown):`);
  process.stdin.setRawMode(true);
  try {
    // A letter of several bytes may arrive in pieces.
    const letters = new StringDecoder('utf8');
    let typed = '';
    for await (const chunk of process.stdin.iterator({ destroyOnReturn: false })) {
      for (const key of typeof chunk === 'string' ? chunk : letters.write(chunk as Buffer)) {
        if (key === '\r' || key === '\n') return typed;
        if (key === '\u0003') throw new VonggacError('failed', 'Nothing was changed.');
        typed = key === '\u007f' ? Array.from(typed).slice(0, -1).join('') : typed + key;
      }
    }
    return typed;
  } finally {
    process.stdin.setRawMode(false);
    process.stdin.pause();
  }
}
