/** Capture and judgement without a database: for addresses that nobody registered. */
import { createCapture } from '../capture/capture.ts';
import type { CaptureParts, Opened } from '../cli/assembly.ts';
import { loadPolicy } from '../config/policy.ts';
import type { Config } from '../config/schema/schema.ts';
import { createPictures } from '../pictures/pictures.ts';
import { createReading } from '../reading/reading.ts';
import { clock, createQuietLog } from './process.ts';

export async function openCaptureParts(config: Config): Promise<Opened<CaptureParts>> {
  const log = createQuietLog();
  const policy = loadPolicy(config);
  const reading = createReading({ policy: () => policy, clock, log });
  const { read, judging } = reading;
  const capturer = createCapture({ config, clock, log, read });
  const pictures = createPictures({ log });
  return {
    parts: {
      config,
      policy,
      clock,
      random: Math.random,
      log,
      takeCapture: capturer.take,
      read,
      isBlind: async () => false,
      pictures,
      judging,
    },
    async close() {
      await capturer.close();
      await reading.close();
      await pictures.close();
    },
  };
}
