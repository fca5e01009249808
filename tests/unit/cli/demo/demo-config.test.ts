import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { demoEnvironment } from '../../../../src/cli/demo/commands.ts';
import { demoConfig } from '../../../../src/cli/demo/demo-config.ts';
import { configSchema } from '../../../../src/config/schema/schema.ts';

const addresses = { dataDir: '/tmp/x/data', smtpPort: 2525, webPort: 8081, portalHosts: ['127.0.0.1:8082'] };

test('the demo writes a configuration that the product accepts, with the sandbox as asked', () => {
  for (const sandbox of [true, false]) {
    const config = configSchema.parse(parse(demoConfig(addresses, sandbox)));
    expect(config.capture.browser.sandbox).toBe(sandbox);
    expect(config.egress.capture).toEqual([{ host: '127.0.0.1:8082', addresses: ['127.0.0.1'] }]);
    expect(config.schedule).toMatchObject({ every: 2_000, learnLooks: 3 });
  }
});

test("the user's own settings do not reach the demo, but where the browser is does", () => {
  const environment = {
    PATH: '/bin',
    VONGGAC_SMTP__HOST: 'mail.example',
    VONGGAC_CONFIG: '/etc/vonggac/vonggac.yaml',
    VONGGAC_CAPTURE__BROWSER__EXECUTABLE: '/opt/chromium',
  };
  expect(demoEnvironment(environment, '/tmp/x.yaml')).toEqual({
    PATH: '/bin',
    VONGGAC_CONFIG: '/tmp/x.yaml',
    VONGGAC_CAPTURE__BROWSER__EXECUTABLE: '/opt/chromium',
  });
});
