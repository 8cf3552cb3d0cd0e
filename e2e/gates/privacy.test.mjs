// A visit leaves nothing behind and calls nobody else; the browser reports no violation of the policy.

import { after, before, describe, test } from 'node:test';
import { startBrowser } from '../lib/browser.mjs';
import { expectNone } from '../lib/findings.mjs';
import { watch } from '../lib/privacy.mjs';
import { routes } from '../lib/routes.mjs';
import { startLotse } from '../lib/server.mjs';
import { visit } from '../lib/visitor.mjs';

let lotse, browser;
before(async () => {
  [lotse, browser] = await Promise.all([startLotse(), startBrowser()]);
});
after(async () => {
  await browser?.close();
  await lotse?.stop();
});

describe('one visit through the site in a fresh profile', () => {
  test('stores nothing, calls nobody else, breaks no policy', () =>
    visit(browser, {}, async (page) => {
      const watched = watch(page, lotse.url);
      for (const { path } of await routes()) {
        await watched.open(path);
        if (path === '/dienste') {
          await page.locator('#q').pressSequentially('hund');
          await page.getByRole('listbox').waitFor();
        }
        await watched.look();
      }
      expectNone(await watched.end());
    }));
});
