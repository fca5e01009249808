/** Feeds are valid by the schemas, templates and taxonomies of those who read them, whatever a watched page wrote. */
import { readFileSync } from 'node:fs';
import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { load } from 'cheerio';
import { parse } from 'csv-parse/sync';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Indicator } from '../../../../src/core/domain/finding.ts';
import type { MispEvent } from '../../../../src/core/feeds/misp.ts';
import type { StixObject } from '../../../../src/core/feeds/stix.ts';
import { type ApiScene, minute, now, openApiScene } from '../../../support/api-scene.ts';
import { finding, seedIncident, seedSite } from '../../../support/seed-desk.ts';

const schemas = 'fixtures/schemas';

let scene: ApiScene;
let ajv: Ajv2020;

beforeAll(async () => {
  ajv = new Ajv2020({ strict: false, allErrors: true, unicodeRegExp: false });
  addFormats.default(ajv);
  for await (const file of glob('**/*.json', { cwd: join(schemas, 'stix2.1') })) {
    ajv.addSchema(JSON.parse(await readFile(join(schemas, 'stix2.1', file), 'utf8')));
  }
});

beforeEach(async () => {
  scene = await openApiScene();
});

afterEach(() => scene.desk.close());

const hostile = `Hack'ed \\ by "X" ]]> <b>\u202e=cmd|' /C calc'!A1\n, ;`;
const everything: readonly Indicator[] = [
  { type: 'domain', value: 'nha-cai.example' },
  { type: 'url', value: `https://nha-cai.example/?q=it's\\x` },
  { type: 'address', value: '203.0.113.66' },
  { type: 'address', value: '2001:db8::66' },
  { type: 'hash', value: 'a'.repeat(64) },
  { type: 'handle', value: '@kẻ-phá' },
  { type: 'handle', value: 'kẻ@nha-cai.example' },
  { type: 'handle', value: 'pha@nha-cai.example' },
  { type: 'phrase', value: hostile },
  { type: 'file', value: `/uploads/${hostile}.php` },
];

/** An incident whose evidence names one of everything. @returns its number */
async function seedNamed(openedAt = now - minute): Promise<number> {
  const { store } = scene.desk;
  const url = `https://s${openedAt}.gov.vn/`;
  const siteId = await seedSite(store, openedAt, { url, name: hostile, agency: `UBND ${hostile}` });
  const found = finding({ reason: { vi: hostile, en: hostile }, indicators: [...everything] });
  return seedIncident(store, {
    siteId,
    openedAt,
    targets: [{ targetId: `${siteId}.1`, url, kind: 'injection', score: 9, findings: [found], checkId: null }],
  });
}

/** The schema of an object of that type, in whichever folder it lies. */
function schemaOf(type: string): string {
  const id = Object.keys(ajv.schemas).find((one) => one.endsWith(`/${type}.json`));
  if (!id) throw new Error(`there is no schema of ${type}`);
  return id;
}

function faults(objects: readonly StixObject[]): string[] {
  return objects.flatMap((object) => {
    const validate = ajv.getSchema(schemaOf(object.type));
    if (!validate) throw new Error(object.type);
    validate(object);
    return (validate.errors ?? []).map(({ instancePath, message }) => `${object.type}${instancePath} ${message}`);
  });
}

/** References to objects that the list does not hold. */
function dangling(objects: readonly StixObject[]): string[] {
  const known = new Set(objects.map(({ id }) => id));
  const refs = objects.flatMap((object) =>
    Object.entries(object).flatMap(([key, value]) => (/_refs?$/.test(key) ? [value].flat() : [])),
  ) as string[];
  return refs.filter((ref) => !known.has(ref));
}

describe('STIX 2.1', () => {
  test('a bundle is valid, refers to nothing that it does not hold, and names every indicator', async () => {
    const number = await seedNamed();
    const { body, headers } = await scene.overall('GET', `/incidents/${number}/stix`);
    expect(headers.get('content-type')).toBe('application/stix+json;version=2.1');
    expect(faults([body])).toEqual([]);
    expect(faults(body.objects)).toEqual([]);
    expect(dangling(body.objects)).toEqual([]);
    const of = (type: string) => body.objects.filter((object: StixObject) => object.type === type);
    expect(of('indicator').map(({ pattern }: { pattern: string }) => pattern)).toEqual([
      `[domain-name:value = 'nha-cai.example']`,
      `[url:value = 'https://nha-cai.example/?q=it\\'s%5Cx']`,
      `[ipv4-addr:value = '203.0.113.66']`,
      `[ipv6-addr:value = '2001:db8::66']`,
      `[file:hashes.'SHA-256' = '${'a'.repeat(64)}']`,
      `[user-account:account_login = '@kẻ-phá']`,
      `[user-account:account_login = 'kẻ@nha-cai.example']`,
      `[email-addr:value = 'pha@nha-cai.example']`,
      expect.stringContaining('[file:name = '),
    ]);
    expect(of('sighting')).toHaveLength(9);
    expect(of('attack-pattern').map((one: StixObject) => one.external_references)).toMatchObject([
      [{ external_id: 'T1491.002' }],
      [{ external_id: 'T1608.006' }],
    ]);
    expect(of('marking-definition')).toMatchObject([{ name: 'TLP:AMBER' }]);
  });

  test('an identifier of an observable is that of the standard, and a second export has the same ones', async () => {
    const number = await seedNamed();
    const first = (await scene.overall('GET', `/incidents/${number}/stix`)).body;
    const again = (await scene.overall('GET', `/incidents/${number}/stix`)).body;
    expect(again).toEqual(first);
    // Computed with Python: uuid.uuid5(UUID('00abedb4-…'), '{"value":"203.0.113.66"}').
    const ids = first.objects.map(({ id }: StixObject) => id);
    expect(ids).toContain('ipv4-addr--e17823ff-cd7d-55c9-8a58-6ff3c5c23bcb');
  });

  test('the collection holds every incident that was no false alarm, a page at a time', async () => {
    for (let index = 1; index <= 5; index += 1) await seedNamed(now - index * minute);
    const { desk, own, overall } = scene;
    await desk.store.db
      .updateTable('incidents')
      .set({ status: 'dismissed' })
      .where('number', '=', own.incident)
      .execute();
    const objects: StixObject[] = [];
    let path = '/stix?limit=2';
    for (let more = true; more; ) {
      const { body } = await overall('GET', path);
      objects.push(...body.objects);
      more = body.more;
      path = `/stix?limit=2&cursor=${body.next}`;
    }
    expect(faults(objects)).toEqual([]);
    expect(objects.filter(({ type }) => type === 'report')).toHaveLength(6);
    expect(JSON.stringify(objects)).not.toContain(own.word);
  });
});

describe('MISP', () => {
  const template = (name: string) => JSON.parse(readFileSync(join(schemas, 'misp', `object-${name}.json`), 'utf8'));
  const tagsOf = (name: string): string[] => {
    const {
      namespace,
      predicates,
      values = [],
    } = JSON.parse(readFileSync(join(schemas, 'misp', `taxonomy-${name}.json`), 'utf8'));
    return [
      ...predicates.map(({ value }: { value: string }) => `${namespace}:${value}`),
      ...values.flatMap(({ predicate, entry }: { predicate: string; entry: { value: string }[] }) =>
        entry.map(({ value }) => `${namespace}:${predicate}="${value}"`),
      ),
    ];
  };

  function templateFaults({ Event }: MispEvent): string[] {
    return Event.Object.flatMap((object) => {
      const { attributes, requiredOneOf = [], uuid, version, 'meta-category': category } = template(object.name);
      const wrong: string[] = [];
      if (object.template_uuid !== uuid || object.template_version !== String(version)) wrong.push('another template');
      if (object['meta-category'] !== category) wrong.push('another category');
      const relations = object.Attribute.map((one) => one.object_relation);
      if (requiredOneOf.length > 0 && !relations.some((one) => requiredOneOf.includes(one)))
        wrong.push('none required');
      for (const { object_relation: relation, type } of object.Attribute) {
        if (attributes[relation]?.['misp-attribute'] !== type) wrong.push(`${relation} is no ${type}`);
      }
      return wrong.map((one) => `${object.name}: ${one}`);
    });
  }

  test('an event keeps to the templates and taxonomies, and carries the picture', async () => {
    const { own, overall } = scene;
    const known = [...tagsOf('tlp'), ...tagsOf('rsit'), ...tagsOf('ecsirt')];
    for (const number of [await seedNamed(), own.incident]) {
      const { body } = await overall('GET', `/incidents/${number}/misp`);
      expect(templateFaults(body)).toEqual([]);
      for (const { name } of body.Event.Tag) expect(known).toContain(name);
    }
    const { body } = await overall('GET', `/incidents/${own.incident}/misp`);
    const image = body.Event.Object.find(({ name }: { name: string }) => name === 'image');
    expect(Buffer.from(image.Attribute[0].data, 'base64').subarray(1, 4).toString()).toBe('PNG');
    expect((await overall('GET', `/incidents/${own.incident}/misp`)).body).toEqual(body);
  });
});

test('the Atom feed is read as it was written, whatever the names hold', async () => {
  const number = await seedNamed();
  const { body } = await scene.overall('GET', '/incidents.atom');
  const atom = load(body, { xml: true });
  const entry = atom('feed > entry').first();
  expect(entry.find('id').text()).toContain(`#incident-${number}`);
  expect(entry.find('title').text()).toContain(`"X" ]]> <b>`);
  expect(atom('feed > entry')).toHaveLength(3);
  expect(entry.find('updated').text()).toBe(new Date(now - minute).toISOString());
});

test('the list for firewalls holds what can be blocked, once, until it expires, and no formula', async () => {
  const { desk, overall } = scene;
  await seedNamed(now - minute);
  await seedNamed(now - 2 * minute);
  const rows: Record<string, string>[] = parse((await overall('GET', '/indicators.csv')).body, { columns: true });
  expect(rows.filter(({ value }) => value?.startsWith('nha-cai'))).toMatchObject([
    {
      type: 'domain',
      first_seen: new Date(now - 2 * minute).toISOString(),
      incidents: expect.stringMatching(/^\d+ \d+$/),
    },
  ]);
  expect(new Set(rows.map(({ type }) => type))).toEqual(new Set(['domain', 'address', 'url']));
  const files = (await overall('GET', '/indicators.csv?types=phrase')).body;
  expect(parse(files, { columns: true })).toHaveLength(1);
  expect((await overall('GET', '/indicators.csv?types=all')).status).toBe(400);
  const later = scene.api.as(await scene.api.token('operator', { name: 'later' }));
  await desk.store.db
    .updateTable('apiTokens')
    .set({ expiresAt: now + 1e12 })
    .execute();
  desk.setNow(now + 91 * 86_400_000);
  expect(parse((await later('GET', '/indicators.csv')).body, { columns: true })).toHaveLength(rows.length);
  await desk.store.db.updateTable('incidents').set({ status: 'resolved', endedAt: now }).execute();
  expect(parse((await later('GET', '/indicators.csv')).body, { columns: true })).toEqual([]);
});

test('a reader of feeds that knows only HTTP Basic gives the token as its password', async () => {
  const token = await scene.api.token('viewer', { name: 'reader' });
  const basic = Buffer.from(`any:${token}`).toString('base64');
  const answer = await scene.desk.ask('/api/v1/incidents.atom', { headers: { authorization: `Basic ${basic}` } });
  expect(answer.status).toBe(200);
});
