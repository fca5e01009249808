/** Every route of the API does what its own document says, and refuses by itself what a token does not allow. */
import { createConfig, lintFromString } from '@redocly/openapi-core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { actorOf, roles } from '../../../../src/monitor/people/capabilities.ts';
import { apiRoutes } from '../../../../src/web/api/routes.ts';
import { type ApiScene, make, openApiScene, requests } from '../../../support/api-scene.ts';

let scene: ApiScene;

beforeEach(async () => {
  scene = await openApiScene();
});

afterEach(() => scene.desk.close());

/** Of the token that began the job; see below. */
const ofJobs = ['GET /evidence-jobs/{id}', 'GET /evidence-jobs/{id}/file'];

const nameOf = ({ method, path }: (typeof apiRoutes)[number]) => `${method.toUpperCase()} ${path}`;

test('every route has a request in this table, and nothing else', () => {
  expect([...Object.keys(requests), ...ofJobs].toSorted()).toEqual(apiRoutes.map(nameOf).toSorted());
});

test('the document passes the linter of OpenAPI', async () => {
  const config = await createConfig({ extends: ['recommended'] });
  const source = JSON.stringify(scene.api.document);
  const problems = await lintFromString({ source, config });
  expect(problems.map(({ ruleId, message }) => `${ruleId}: ${message}`)).toEqual([]);
});

describe('every route does what it says for a token that may', () => {
  test.each(Object.keys(requests))('%s', async (name) => {
    const { own, overall } = scene;
    await requests[name]?.before?.(own, scene);
    const answer = await make(scene, name, overall, own);
    expect([answer.status, answer.body?.detail]).toEqual([requests[name]?.status ?? 200, undefined]);
  });
});

describe('every route refuses by itself what role, agency and token do not allow, and writes nothing', () => {
  const rows = async () =>
    (
      await scene.desk.store.db
        .selectFrom('audit')
        .select(({ fn }) => fn.max('seq').as('last'))
        .executeTakeFirstOrThrow()
    ).last;

  test.each(Object.keys(requests))('%s', async (name) => {
    const route = apiRoutes.find((one) => nameOf(one) === name);
    if (!route) throw new Error(name);
    const { api, own, other } = scene;
    await requests[name]?.before?.(other, scene);
    const tokens = [];
    for (const role of roles) {
      const maker = actorOf({ name: role, role, agencyId: own.agencyId });
      if (role !== 'administrator' && role !== 'auditor') {
        tokens.push({
          token: await api.token(role, { agencyId: own.agencyId }),
          may: maker.capabilities.has(route.needs),
        });
      }
      const overall = actorOf({ name: role, role, agencyId: null });
      if (!overall.capabilities.has(route.needs)) tokens.push({ token: await api.token(role), may: false });
    }
    if (route.needs !== 'see') tokens.push({ token: await api.token('administrator', { may: ['see'] }), may: false });
    const before = await rows();
    for (const { token, may } of tokens) {
      const { status, body } = await make(scene, name, api.as(token), other);
      if (!may) expect(status).toBe(403);
      else if (requests[name]?.isList) expect(JSON.stringify(body)).not.toContain(other.word);
      else expect([404, 422]).toContain(status);
    }
    expect((await make(scene, name, api.as(null), other)).status).toBe(401);
    expect(await rows()).toBe(before);
  });
});
