/** The parts that `doctor` tries one after another. */
import { browserVersion, checkBrowserStart } from '../capture/browser/process/executable.ts';
import { describeFonts } from '../capture/browser/process/fonts.ts';
import { type Capturer, createCapture } from '../capture/capture.ts';
import type { Config } from '../config/schema/schema.ts';
import * as doctor from '../monitor/upkeep/doctor.ts';
import type { Symptom } from '../monitor/upkeep/symptom.ts';
import { createReading } from '../reading/reading.ts';
import { withMail } from './mail.ts';
import { clock, createQuietLog } from './process.ts';

export async function diagnose(
  config: Config,
  configFile: string | null,
  report: (symptom: Symptom) => void,
): Promise<void> {
  const log = createQuietLog();
  const reading = createReading({ policy: null, clock, log });
  const parts = {
    config,
    configFile,
    clock,
    browser: async () => {
      const executable = checkBrowserStart(config);
      return { executable, version: await browserVersion(executable), sandbox: config.capture.browser.sandbox };
    },
    fonts: describeFonts,
    captureWith: (host: string | null): Pick<Capturer, 'take' | 'close'> =>
      createCapture({ config: host === null ? config : onlyOwn(config, host), clock, log, read: reading.read }),
    mail: () => withMail(config, log, (mail) => mail.verify()),
  };
  try {
    await doctor.diagnose(parts, report);
  } finally {
    await reading.close();
  }
}

/** The configuration for a capturer that reaches only one host of our own on loopback. */
function onlyOwn(config: Config, host: string): Config {
  return { ...config, egress: { ...config.egress, capture: [{ host, addresses: ['127.0.0.1'] }] } };
}
