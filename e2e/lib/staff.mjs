// Those who serve, as the tests sign them in.

/**
 * Signs in with a practice account.
 * @param {import('playwright-core').Page} page its context knows the site's address
 * @param {string} role
 */
export async function practise(page, role) {
  await page.goto('/anmelden');
  await page.locator(`form:has(input[value="${role}"]) button`).click();
  // Whoever serves at a stop lands at its counter, everybody else at the own account.
  await page.waitForURL(/\/(konto|stand)(\/[^/]+)?$/);
}

/**
 * A browser of its own with an authenticator that says yes, as a phone does after the fingerprint.
 * @param {import('playwright-core').Browser} browser
 * @param {string} baseURL
 */
export async function person(browser, baseURL) {
  const context = await browser.newContext({ baseURL });
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('WebAuthn.enable');
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return { context, page, session, authenticatorId };
}

/**
 * Fills the form for somebody new and sends it; ends where the link is shown.
 * @param {import('playwright-core').Page} page signed in as admin
 * @param {string} handle
 * @param {string[]} roles
 */
export async function invite(page, handle, roles) {
  await page.goto('/buero/leute/neu');
  await page.fill('#person', 'Anna Beispiel');
  await page.fill('#handle', handle);
  for (const role of roles) await page.check(`#rolle-${role}`);
  await page.check('#alle');
  await page.locator('main form button[type=submit]').click();
  return page.locator('code.l-code').innerText();
}

/** Sets an invitation up with a passkey; ends on the account's page. */
export async function setUp(page, link, handle) {
  await page.goto(link);
  await page.fill('#name', handle);
  await page.locator('main form button[type=submit]').click();
  await page.locator('form[data-passkey=create] button').click();
  await page.waitForURL('**/konto');
}
