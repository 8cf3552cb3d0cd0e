// Calendars, Atom and points on the map as other programs read them, and what is wrong with them.

import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HERE, python } from './env.mjs';

/** Where ./test puts the packages that only tests need. */
const PACKAGES = join(HERE, '../.lotse/tools/python');

/** What one of our checkers says of a file's content; empty when it is content. */
function said(checker, name, content) {
  const folder = mkdtempSync(join(tmpdir(), 'lotse-feeds-'));
  try {
    const file = join(folder, name);
    writeFileSync(file, content);
    const ran = spawnSync(python(), [join(HERE, checker), file], { encoding: 'utf8', env: { ...process.env, PYTHONPATH: PACKAGES } });
    if (![0, 1].includes(ran.status)) throw new Error(ran.stderr);
    return ran.status === 0 ? '' : ran.stderr;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * What breaks RFC 5545.
 * @param {string} feed
 */
export const calendarFaults = (feed) => said('ical/check_feed.py', 'feed.ics', feed);

/** Without rdflib the catalogue cannot be read; ./test brings it. */
export const hasRdf = () => existsSync(join(PACKAGES, 'rdflib'));

/**
 * What breaks DCAT-AP.de, read by rdflib.
 * @param {string} catalogue JSON-LD
 */
export const catalogueFaults = (catalogue) => said('dcat/check_catalogue.py', 'catalogue.jsonld', catalogue);

/**
 * Reads an Atom feed with the browser's parser.
 * @param {import('playwright-core').Page} page any open page
 * @param {string} xml
 */
export function readAtom(page, xml) {
  return page.evaluate((xml) => {
    const doc = new DOMParser().parseFromString(xml, 'application/xml');
    const broken = doc.querySelector('parsererror')?.textContent;
    const child = (el, name) => [...el.children].filter((one) => one.localName === name).map((one) => one.textContent.trim());
    const links = (el) => [...el.children].filter((one) => one.localName === 'link').map((one) => ({ rel: one.getAttribute('rel'), href: one.getAttribute('href') }));
    const read = (el) => ({ id: child(el, 'id'), title: child(el, 'title'), updated: child(el, 'updated'), links: links(el), author: child(el, 'author'), words: [...child(el, 'summary'), ...child(el, 'content')] });
    return { broken, space: doc.documentElement.namespaceURI, lang: doc.documentElement.getAttribute('xml:lang'), ...read(doc.documentElement), entries: [...doc.getElementsByTagName('entry')].map(read) };
  }, xml);
}

/**
 * What RFC 4287 demands and the feed does not have.
 * @param {Awaited<ReturnType<typeof readAtom>>} feed
 * @param {{self: string, lang: string}} wanted
 * @returns {string[]}
 */
export function atomFaults(feed, { self, lang }) {
  if (feed.broken) return [`not well formed: ${feed.broken}`];
  const found = [];
  const hold = (good, what) => good || found.push(what);
  hold(feed.space === 'http://www.w3.org/2005/Atom', `namespace ${feed.space}`);
  hold(feed.lang === lang, `xml:lang ${feed.lang}`);
  hold(feed.author.length === 1, `${feed.author.length} authors`);
  hold(feed.links.some(({ rel, href }) => rel === 'self' && href === self), 'rel=self is missing');
  for (const one of [feed, ...feed.entries]) {
    for (const name of ['id', 'title', 'updated']) hold(one[name].length === 1, `${one[name].length} times ${name} in ${one.id}`);
    hold(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(one.updated[0]), `updated ${one.updated[0]} of ${one.id}`);
  }
  hold(new Set(feed.entries.map(({ id }) => id[0])).size === feed.entries.length, 'ids of entries are not unique');
  for (const { id, words, links } of feed.entries) {
    hold(words.join('').length > 0, `${id} says nothing`);
    hold(links.length > 0, `${id} leads nowhere`);
  }
  return found;
}

/**
 * What is no point of RFC 7946 (east before north), or lies outside the region of the example city.
 * @param {{type: string, features: object[]}} collection
 * @returns {string[]}
 */
export function pointFaults({ type, features }) {
  const found = type === 'FeatureCollection' ? [] : [`type ${type}`];
  for (const { type: each, id, geometry, properties } of features) {
    if (each !== 'Feature' || geometry.type !== 'Point') found.push(`${id} is a ${each} with a ${geometry.type}`);
    const [east, north] = geometry.coordinates;
    if (!(east > 9.6 && east < 10.4 && north > 53.3 && north < 53.8)) found.push(`${id} lies at ${geometry.coordinates}`);
    if (!properties.name) found.push(`${id} has no name`);
  }
  return found;
}
