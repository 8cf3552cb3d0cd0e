// The markup as delivered, before any script.

import { after, before, describe, test } from 'node:test';
import { markup } from '../lib/checkers/markup.mjs';
import { hasJava, nu } from '../lib/checkers/nu.mjs';
import { expectNone, line } from '../lib/findings.mjs';
import { routes } from '../lib/routes.mjs';
import { startLotse } from '../lib/server.mjs';

let lotse;
const pages = [];
before(async () => {
  lotse = await startLotse();
  for (const { name, path } of await routes()) {
    pages.push({ name: `${name} ${path}`, html: await (await fetch(lotse.url + path)).text() });
  }
});
after(() => lotse?.stop());

describe('markup', () => {
  test('html-validate', async () => {
    const lines = [];
    for (const { name, html } of pages) lines.push(...(await markup(html)).map((one) => line(name, '', one)));
    expectNone(lines);
  });

  test('Nu checker', { skip: hasJava() ? false : 'needs Java' }, () => {
    expectNone(nu(pages).map(({ page, finding }) => line(page, '', finding)));
  });
});
