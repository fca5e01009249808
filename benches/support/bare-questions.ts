/** The least that an asker of names can do: one socket, numbered questions, whatever answer has the number. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { decode, encode, type Question, RECURSION_DESIRED } from 'dns-packet';

/** A lost datagram must not end the loop. */
const againMs = 1_000;

/** Asks all of them, `concurrency` at a time. @returns questions a second */
export async function askBarely(
  resolver: string,
  questions: readonly Question[],
  concurrency: number,
): Promise<number> {
  const [address = '', port = ''] = resolver.split(':');
  const socket = createSocket('udp4');
  const waiting = new Map<number, () => void>();
  socket.on('message', (bytes) => {
    const { id = 0 } = decode(bytes);
    waiting.get(id)?.();
    waiting.delete(id);
  });
  socket.bind();
  await once(socket, 'listening');
  const startedAt = performance.now();
  let next = 0;
  const askInTurn = async () => {
    for (let id = next++; id < questions.length; id = next++) {
      const question = questions[id];
      if (question === undefined) return;
      const bytes = encode({ type: 'query', id, flags: RECURSION_DESIRED, questions: [question] });
      const send = () => socket.send(bytes, Number(port), address);
      const again = setInterval(send, againMs);
      await new Promise<void>((answered) => {
        waiting.set(id, answered);
        send();
      });
      clearInterval(again);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, askInTurn));
  const elapsedMs = performance.now() - startedAt;
  socket.close();
  return (questions.length * 1_000) / elapsedMs;
}
