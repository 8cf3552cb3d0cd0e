// Every answer of the open interface matches the checked-in description, errors too, and nothing is added.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import Ajv from 'ajv/dist/2020.js';
import { startLotse } from '../lib/server.mjs';

const FORMATS = {
  date: /^\d{4}-\d\d-\d\d$/,
  'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/,
  int32: true,
  int64: true,
  float: true,
  double: true,
  uri: true,
};

let lotse, document, ajv;
before(async () => {
  lotse = await startLotse();
  document = await (await fetch(`${lotse.url}/api/openapi.json`)).json();
  ajv = new Ajv({ strict: false, allErrors: true, formats: FORMATS });
  ajv.addSchema(document, 'api');
});
after(() => lotse?.stop());

/** Which schema the description promises for an answer. */
function promised(template, status, type) {
  const content = document.paths[template]?.get?.responses?.[status]?.content;
  assert.ok(content, `${template} does not describe ${status}`);
  const media = Object.keys(content).find((one) => type?.startsWith(one));
  assert.ok(media, `${template} ${status} answers ${type}, described is ${Object.keys(content)}`);
  return content[media].schema.$ref;
}

/** Asks, and holds the answer to its description. */
async function hold(template, path, status) {
  const answer = await fetch(lotse.url + path, { headers: { origin: 'https://other.example', cookie: 'a=b' } });
  assert.equal(answer.status, status, `${path}: ${answer.status}`);
  assert.equal(answer.headers.get('access-control-allow-origin'), '*', path);
  assert.equal(answer.headers.get('access-control-allow-credentials'), null, path);
  const body = await answer.json();
  const check = ajv.getSchema(`api${promised(template, String(status), answer.headers.get('content-type'))}`);
  assert.ok(check(body), `${path}: ${ajv.errorsText(check.errors?.slice(0, 5), { separator: '; ' })}`);
  return body;
}

describe('the open interface', () => {
  test('every object in the description refuses what it does not name', () => {
    for (const [name, schema] of Object.entries(document.components.schemas)) {
      if (schema.type === 'object') assert.equal(schema.additionalProperties, false, name);
    }
  });

  test('every path is asked below', () => {
    const asked = ['/api/v1/services', '/api/v1/services/{id}', '/api/v1/stops', '/api/v1/stops/{id}', '/api/v1/venues.geojson'];
    assert.deepEqual(Object.keys(document.paths).sort(), asked);
  });

  test('stops, each of them, in both languages', async () => {
    for (const lang of ['de', 'en']) {
      const { results } = await hold('/api/v1/stops', `/api/v1/stops?lang=${lang}&limit=1000`, 200);
      assert.ok(results.length > 8);
      for (const { id, page, calendar } of results) {
        const one = await hold('/api/v1/stops/{id}', `/api/v1/stops/${id}?lang=${lang}`, 200);
        assert.equal(one.id, id);
        for (const path of [page, calendar]) assert.equal((await fetch(lotse.url + path)).status, 200, path);
      }
    }
  });

  test('services, each of them, in both languages', async () => {
    for (const lang of ['de', 'en']) {
      const { results } = await hold('/api/v1/services', `/api/v1/services?lang=${lang}&limit=1000`, 200);
      assert.ok(results.length > 100);
      for (const { id } of results) assert.equal((await hold('/api/v1/services/{id}', `/api/v1/services/${id}?lang=${lang}`, 200)).id, id);
    }
  });

  test('a search is scored and cut', async () => {
    const { results } = await hold('/api/v1/services', '/api/v1/services?q=umgezogen&limit=3', 200);
    assert.equal(results.length, 3);
    const scores = results.map(({ score }) => score);
    assert.deepEqual(scores, scores.toSorted((a, b) => b - a));
  });

  test('a search without hit is an empty list', async () => {
    assert.deepEqual((await hold('/api/v1/services', '/api/v1/services?q=xqzxqz', 200)).results, []);
  });

  test('points on the map', () => hold('/api/v1/venues.geojson', '/api/v1/venues.geojson', 200));

  for (const list of ['/api/v1/stops', '/api/v1/services']) {
    for (const query of ['limit=0', 'limit=1001', 'limit=-1', 'limit=many', 'limit=', 'lang=xx', 'lang=']) {
      test(`${list}?${query} is refused`, async () => {
        const { error } = await hold(list, `${list}?${query}`, 400);
        assert.equal(error.status, 400);
        assert.match(error.message, /`(limit|lang)`/);
      });
    }
    test(`${list}/… says when there is none`, async () => {
      for (const id of ['gibt-es-nicht', '..%2f..%2fetc', '%00', "' OR 1=1 --", '💥', 'x'.repeat(3000)]) {
        const { error } = await hold(`${list}/{id}`, `${list}/${encodeURIComponent(id)}`, 404);
        assert.equal(error.status, 404);
      }
      await hold(`${list}/{id}`, `${list}/gibt-es-nicht?lang=xx`, 400);
    });
  }

  test('odd questions are questions', async () => {
    for (const question of ['💥', 'مرحبا', '\u0000\u0007', "'; DROP TABLE service; --", '<script>', 'ä'.repeat(300), '%', '*', '"']) {
      await hold('/api/v1/services', `/api/v1/services?q=${encodeURIComponent(question)}`, 200);
    }
  });

  test('what is far too long is refused as JSON', async () => {
    const answer = await fetch(`${lotse.url}/api/v1/services?q=${'a'.repeat(20_000)}`);
    assert.equal(answer.status, 414);
    const problem = ajv.getSchema('api#/components/schemas/Problem');
    assert.ok(problem(await answer.json()), ajv.errorsText(problem.errors));
  });

  test('an unknown path under /api answers as JSON', async () => {
    const answer = await fetch(`${lotse.url}/api/v1/nothing`);
    assert.equal(answer.status, 404);
    const problem = ajv.getSchema('api#/components/schemas/Problem');
    assert.ok(problem(await answer.json()), ajv.errorsText(problem.errors));
  });
});
