/** The scripts that run in watched pages: each part alone is code, or a page would be looked at without it. */
import { parse } from 'acorn';
import { expect, test } from 'vitest';
import { pageScript, workerScript } from '../../../../../src/capture/browser/scripts/ordinary-chrome.ts';

const devices = ['desktop', 'phone', 'robot'] as const;

test.each(devices)('the script for the page of a %s is code', (device) => {
  const traits = { device, platform: 'Linux x86_64', seed: 7, callName: 'report' } as const;
  expect(() => parse(pageScript(traits), { ecmaVersion: 2024 })).not.toThrow();
  expect(() => parse(pageScript({ ...traits, seed: null }), { ecmaVersion: 2024 })).not.toThrow();
  expect(() => parse(workerScript(traits), { ecmaVersion: 2024 })).not.toThrow();
});
