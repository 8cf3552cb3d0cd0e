// What a visit may not leave behind; kept apart from the privacy gate, so that a site full of faults can be held against it.

/** What a page has stored on the device, in words. Runs in the page. */
async function stored() {
  const out = [];
  if (document.cookie) out.push(`document.cookie ${document.cookie}`);
  if (localStorage.length) out.push(`localStorage ${Object.keys(localStorage)}`);
  if (sessionStorage.length) out.push(`sessionStorage ${Object.keys(sessionStorage)}`);
  const bases = await indexedDB.databases();
  if (bases.length) out.push(`indexedDB ${bases.map(({ name }) => name)}`);
  const kept = await caches.keys();
  if (kept.length) out.push(`caches ${kept}`);
  const workers = await navigator.serviceWorker.getRegistrations();
  if (workers.length) out.push(`${workers.length} service workers`);
  return out;
}

/**
 * Watches one profile from its first page on.
 * @param {import('playwright-core').Page} page
 * @param {string} origin whose pages these are
 */
export function watch(page, origin) {
  const lines = [];
  let here = '';
  const note = (what) => lines.push(`${here} · ${what}`.replace(/\s+/g, ' '));
  page.on('request', (request) => {
    if (new URL(request.url()).origin !== origin) note(`calls ${request.url()}`);
  });
  page.on('response', async (response) => {
    if (await response.headerValue('set-cookie').catch(() => null)) note(`sets a cookie by ${response.url()}`);
  });
  page.on('console', (message) => {
    const expected = message.text().includes('status of 404') && message.location().url.endsWith('/gibt-es-nicht');
    if (['error', 'warning'].includes(message.type()) && !expected) note(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => note(`script fails: ${error.message}`));
  return {
    /** Opens a page of the site. */
    open: (path) => {
      here = path;
      return page.goto(origin + path, { waitUntil: 'load' });
    },
    /** Notes what the open page has left on the device. */
    look: async () => {
      for (const what of await page.evaluate(stored)) note(what);
    },
    /** @returns {Promise<string[]>} all that was noted, and the profile's cookies */
    end: async () => {
      for (const cookie of await page.context().cookies()) note(`cookie ${cookie.name}`);
      return lines;
    },
  };
}
