// What no checker above sees: focus that shows, reflow, errors tied to fields, link words, size of targets.

const tool = 'own';

/** Words that say nothing when a screen reader lists the links. */
const VAGUE = ['hier', 'mehr', 'mehr erfahren', 'weiterlesen', 'weitere informationen', 'mehr informationen', 'details', 'link', 'klicken sie hier', 'hier klicken', 'click here', 'here', 'more', 'read more', 'learn more', 'more information', 'this link', 'seite'];

/**
 * Links with words that mean nothing alone, errors that belong to no field.
 * @param {import('playwright-core').Page} page
 * @returns {Promise<import('../findings.mjs').Finding[]>}
 */
export async function words(page) {
  const found = await page.evaluate((vague) => {
    const out = [];
    const tag = (el) => el.outerHTML.slice(0, 300);
    for (const link of document.querySelectorAll('a[href], button')) {
      const name = (link.getAttribute('aria-label') ?? link.textContent).trim().replace(/[\s.…»>→]+$/u, '').toLowerCase();
      if (vague.includes(name)) out.push({ rule: 'vague-link', element: tag(link), why: `"${name}" says nothing alone` });
    }
    const described = (el) => `${el.getAttribute('aria-describedby') ?? ''} ${el.getAttribute('aria-errormessage') ?? ''}`.split(/\s+/).filter(Boolean);
    for (const field of document.querySelectorAll('[aria-invalid="true"]')) {
      const says = described(field).some((id) => document.getElementById(id)?.textContent.trim() && document.getElementById(id).matches('[id$="error"], [id$="fehler"], .kern-error'));
      if (!says) out.push({ rule: 'error-not-tied', element: tag(field), why: 'no error text tied by aria-describedby' });
    }
    const tied = new Set([...document.querySelectorAll('[aria-describedby], [aria-errormessage]')].flatMap(described));
    for (const error of document.querySelectorAll('.kern-error')) {
      if (!tied.has(error.id)) out.push({ rule: 'error-not-tied', element: tag(error), why: 'no field points at this error' });
    }
    return out;
  }, VAGUE);
  return found.map((one) => ({ tool, ...one }));
}

/**
 * Sideways scrolling and words cut off. The mode is the caller's.
 * @param {import('playwright-core').Page} page
 */
export async function reflow(page) {
  const found = await page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    const out = [];
    const tag = (el) => el.outerHTML.slice(0, 200);
    const style = (el) => getComputedStyle(el);
    const scrolls = (el) => {
      for (let up = el.parentElement; up && up !== document.body; up = up.parentElement) {
        if (style(up).overflowX !== 'visible') return true;
      }
      return false;
    };
    const hidden = (el) => style(el).position === 'absolute' && el.getBoundingClientRect().width <= 1;
    if (document.scrollingElement.scrollWidth > width) {
      const wide = [...document.body.querySelectorAll('*')].filter((el) => el.getBoundingClientRect().right > width + 1 && !scrolls(el)).pop();
      out.push({ rule: 'sideways-scrolling', element: tag(wide ?? document.body), why: `${document.scrollingElement.scrollWidth} px in ${width} px` });
    }
    for (const el of document.body.querySelectorAll('*')) {
      const { overflowX, overflowY } = style(el);
      const clips = [overflowX, overflowY].some((value) => value === 'hidden' || value === 'clip');
      if (!clips || hidden(el) || el.closest('svg, .l-hide') || !el.textContent.trim() || !el.clientWidth) continue;
      if (el.scrollWidth > el.clientWidth + 1 || el.scrollHeight > el.clientHeight + 1) out.push({ rule: 'text-cut-off', element: tag(el), why: 'content is larger than its box, which hides the rest' });
    }
    return out;
  });
  return found.map((one) => ({ tool, ...one }));
}

/** WCAG 2.2, 1.4.12: what a reader may set. */
export function spaceText() {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; } p { margin-bottom: 2em !important; }');
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}

/**
 * Each thing that takes focus must look different with it, and be seen.
 * @param {import('playwright-core').Page} page
 */
export async function focus(page) {
  await page.keyboard.press('Tab');
  const found = await page.evaluate(() => {
    const WATCHED = ['outlineStyle', 'outlineWidth', 'outlineColor', 'boxShadow', 'borderColor', 'borderWidth', 'backgroundColor', 'color', 'textDecorationLine', 'textDecorationThickness', 'stroke', 'strokeWidth', 'opacity'];
    const family = (el) => [el, el.parentElement, ...el.querySelectorAll('*')].slice(0, 12);
    const look = (el) =>
      family(el)
        .flatMap((one) => [null, '::before', '::after'].map((pseudo) => getComputedStyle(one, pseudo)))
        .map((style) => WATCHED.map((name) => (name.startsWith('outline') && style.outlineStyle === 'none' ? '' : style[name])).join('|'))
        .join('\n');
    const candidates = [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]')].filter((el) => !el.closest('[hidden]') && !el.disabled && el.type !== 'hidden' && el.getClientRects().length);
    const out = [];
    for (const el of candidates) {
      document.activeElement?.blur();
      const before = look(el);
      el.focus();
      const why = document.activeElement !== el ? 'cannot be focused' : look(el) === before ? 'looks the same with focus' : undefined;
      const box = el.getBoundingClientRect();
      const unseen = !why && (box.width < 1 || box.height < 1 || box.bottom < 0 || box.right < 0) ? 'has focus outside the window' : undefined;
      if (why ?? unseen) out.push({ rule: 'focus-not-visible', element: el.outerHTML.slice(0, 200), why: why ?? unseen });
    }
    document.activeElement?.blur();
    return out;
  });
  return found.map((one) => ({ tool, ...one }));
}

/**
 * WCAG 2.2, 2.5.8: 24 by 24 px, but for links in running text. Where a larger link leads to the same place the rule is
 * held; on a map it is told all the same, because who aims at a pin does not know of the list.
 * @param {import('playwright-core').Page} page
 */
export async function targets(page) {
  const found = await page.evaluate(() => {
    const LEAST = 24;
    const boxOf = (el) => {
      const boxes = [el, el.closest('label'), el.id && document.querySelector(`label[for="${CSS.escape(el.id)}"]`)].filter(Boolean).map((one) => one.getBoundingClientRect());
      const left = Math.min(...boxes.map((b) => b.left)), top = Math.min(...boxes.map((b) => b.top));
      return { width: Math.max(...boxes.map((b) => b.right)) - left, height: Math.max(...boxes.map((b) => b.bottom)) - top };
    };
    const inText = (el) => {
      if (!getComputedStyle(el).display.startsWith('inline')) return false;
      // Alone in a cell of a table, the cell keeps the next target away.
      if (el.closest('td')?.getBoundingClientRect().height >= LEAST) return true;
      const block = el.closest('p, li, dd, td, th, dt, caption, figcaption, blockquote');
      return Boolean(block) && block.textContent.trim().length > el.textContent.trim().length;
    };
    const large = (el) => boxOf(el).width >= LEAST - 0.5 && boxOf(el).height >= LEAST - 0.5;
    const all = [...document.querySelectorAll('a[href], button, input:not([type="hidden"]), select, textarea, summary')].filter((el) => el.getClientRects().length && el.getBoundingClientRect().bottom > 0);
    const reached = new Set(all.filter(large).map((el) => el.getAttribute('href')?.split('#')[0]).filter(Boolean));
    const twin = (el) => reached.has(el.getAttribute('href') ?? el.href?.baseVal);
    return all
      .filter((el) => !large(el) && !inText(el) && (!twin(el) || el.closest('svg')))
      .map((el) => ({ rule: twin(el) ? 'small-pin' : 'small-target', element: el.outerHTML.slice(0, 200), why: `${Math.round(boxOf(el).width)} by ${Math.round(boxOf(el).height)} px` }));
  });
  return found.map((one) => ({ tool, ...one }));
}
