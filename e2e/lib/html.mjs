// Reads delivered HTML with the browser's own parser, without running or loading anything of it.

/**
 * @typedef {object} Parsed
 * @property {string} lang
 * @property {string} dir
 * @property {string[]} ids
 * @property {{href: string, lang: string}[]} alternates
 * @property {string[]} linked addresses of all links as written
 * @property {string[]} forbidden inline scripts, styles and handlers
 * @property {string[]} jsonLd
 * @property {boolean} offersPosition
 * @property {string[]} landmarks the calls for help in the order they come
 * @property {string} placeholders words of a template that were not filled in
 */

/**
 * @param {import('playwright-core').Page} page any open page
 * @param {string} html
 * @returns {Promise<Parsed>}
 */
export function parse(page, html) {
  return page.evaluate((text) => {
    const doc = new DOMParser().parseFromString(text, 'text/html');
    const all = [...doc.querySelectorAll('*')];
    const root = doc.documentElement;
    const forbidden = all.flatMap((el) => [
      ...(el.localName === 'style' ? ['<style>'] : []),
      ...(el.localName === 'script' && !el.src && el.type !== 'application/ld+json' ? [`<script> ${el.textContent.slice(0, 40)}`] : []),
      ...[...el.attributes].filter(({ name, value }) => name === 'style' || name.startsWith('on') || /^\s*(javascript|data):/i.test(value)).map(({ name, value }) => `<${el.localName} ${name}="${value.slice(0, 40)}">`),
    ]);
    const help = ['a.l-skip', '.l-tools a[href$="/leichte-sprache"]:not([hreflang])', '.l-tools a[href$="/gebaerdensprache"]:not([hreflang])', 'main', 'footer a[href="tel:115"]', '.l-footer__help a[href$="/termine"]', '.l-footer__help a[href*="/barriere"]'];
    const first = help.map((selector) => all.indexOf(doc.querySelector(selector)));
    return {
      lang: root.lang,
      dir: root.dir,
      ids: [...doc.querySelectorAll('[id]')].map((el) => el.id),
      alternates: [...doc.querySelectorAll('link[rel=alternate][hreflang]')].map((el) => ({ href: el.getAttribute('href'), lang: el.hreflang })),
      linked: [...doc.querySelectorAll('a[href], link[href], area[href]')].map((el) => el.getAttribute('href')),
      forbidden,
      jsonLd: [...doc.querySelectorAll('script[type="application/ld+json"]')].map((el) => el.textContent),
      offersPosition: Boolean(doc.querySelector('[data-locate]')),
      landmarks: help.map((selector, at) => ({ selector, at: first[at] })).filter(({ at }, i) => at < 0 || at < (first[i - 1] ?? -1)).map(({ selector, at }) => `${selector} ${at < 0 ? 'is missing' : 'is out of order'}`),
      placeholders: (doc.body.textContent.match(/\{\{[^}]*\}\}|\{[a-z_]+\}|\b(undefined|NaN|None|Some\()/g) ?? []).join(' '),
    };
  }, html);
}
