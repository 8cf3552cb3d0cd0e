// Lighthouse as a phone: accessibility, best practices, and how far the page jumps while it loads.

import { launch } from 'chrome-launcher';
import runLighthouse from 'lighthouse';
import { ARGUMENTS, chromiumPath } from '../browser.mjs';

const CATEGORIES = ['accessibility', 'best-practices'];
const JUMPS = 0.02;
const SETTINGS = {
  formFactor: 'mobile',
  locale: 'en-US',
  onlyCategories: [...CATEGORIES, 'performance'],
  disableFullPageScreenshot: true,
  // Only its command line reports errors to its makers; said here too, so that it stays so.
  enableErrorReporting: false,
  logLevel: 'error',
};

/** A Chromium with a fresh profile that Lighthouse may steer; end it with `kill()`. */
export function startChrome() {
  return launch({ chromePath: chromiumPath(), chromeFlags: ['--headless', ...ARGUMENTS], logLevel: 'error' });
}

/** Why an audit takes points away, and where: one finding per element, or one without. */
function explain({ id, title, errorMessage, details }) {
  const items = details?.items?.length ? details.items : [{}];
  return items.map(({ node, description, source, url }) => {
    const said = typeof description === 'string' ? description : undefined;
    return { tool: 'lighthouse', rule: id, element: node?.snippet, why: [errorMessage ?? title, said, source, url].filter(Boolean).join(' · ') };
  });
}

/** What keeps a category below 100; an audit that broke counts, because it proves nothing. */
function faults({ categories, audits }, name) {
  const lost = categories[name].auditRefs
    .filter(({ weight }) => weight > 0)
    .map(({ id }) => audits[id])
    .filter(({ score, scoreDisplayMode }) => scoreDisplayMode === 'error' || (score !== null && score < 1));
  const found = lost.flatMap(explain);
  if (categories[name].score === 1 || found.length) return found;
  return [{ tool: 'lighthouse', rule: name, why: `score ${categories[name].score}` }];
}

function jumps({ audits }) {
  const { numericValue, errorMessage } = audits['cumulative-layout-shift'];
  if (numericValue <= JUMPS) return [];
  return [{ tool: 'lighthouse', rule: 'cumulative-layout-shift', why: errorMessage ?? `${numericValue?.toFixed(3)} is more than ${JUMPS}` }];
}

/** What is worth knowing but depends on the machine. */
function figures({ categories, audits }) {
  const value = (id) => Math.round(audits[id].numericValue);
  return `performance ${Math.round(categories.performance.score * 100)}, LCP ${value('largest-contentful-paint')} ms, ${value('total-byte-weight')} bytes`;
}

const VISITS = 4;

/** One visit; more where Chromium was too busy to record how it began, which says nothing about the page. */
async function report(port, url) {
  let lhr;
  for (let visit = 0; visit < VISITS; visit++) {
    ({ lhr } = await runLighthouse(url, { ...SETTINGS, port }));
    if (lhr.runtimeError?.code !== 'NO_NAVSTART') break;
  }
  if (lhr.runtimeError) throw new Error(`Lighthouse on ${url}: ${lhr.runtimeError.message}`);
  return lhr;
}

/**
 * @param {import('chrome-launcher').LaunchedChrome} chrome
 * @param {string} url
 * @returns {Promise<{findings: import('../findings.mjs').Finding[], figures: string}>}
 */
export async function lighthouse(chrome, url) {
  const lhr = await report(chrome.port, url);
  return { findings: [...CATEGORIES.flatMap((name) => faults(lhr, name)), ...jumps(lhr)], figures: figures(lhr) };
}
