/** The shipped examples of channels are valid and send what they say. */
import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { loadConfig } from '../../../src/config/load.ts';
import { unknownFields } from '../../../src/notify/http-template/fill.ts';
import { templateFields } from '../../../src/notify/http-template/http-template.ts';

const files = readdirSync('config/channels');

test.each(files)('%s names one channel, with known fields, and keeps its secret in a file', (file) => {
  const { channels } = loadConfig(`config/channels/${file}`, {});
  const [template, ...others] = channels.templates;
  expect(others).toEqual([]);
  expect(template?.secretFile).toMatch(/^\/etc\/vonggac\//);
  const places = [template?.url ?? '', template?.headers ?? {}, template?.body ?? {}];
  expect(unknownFields(places, templateFields)).toEqual([]);
  expect(JSON.stringify(places)).toContain('{secret}');
});

test('there is one for a gateway, Zalo, Mattermost and Slack', () => {
  expect(files.toSorted()).toEqual(['mattermost.yaml', 'slack.yaml', 'sms-gateway.yaml', 'zalo-zns.yaml']);
});
