/** A process that looks at one page with the browser until it is killed: `node capture-until-killed.ts URL`. */
import { captureConfig, request, testCapturer } from './loopback-portal.ts';

const [url = ''] = process.argv.slice(2);
const config = captureConfig({
  timeouts: { connect: '2s', firstByte: '2s', total: '600s' },
  concurrency: { browser: 4 },
});
const capturer = testCapturer(config);
await Promise.all([
  capturer.take(request(url, { tier: 'browser' })),
  capturer.take(request(url, { tier: 'browser', realTime: true })),
]);
