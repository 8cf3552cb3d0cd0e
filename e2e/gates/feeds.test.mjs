// Calendars, the Atom feed and the points on the map, read as other programs read them.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import ICAL from 'ical.js';
import { startBrowser } from '../lib/browser.mjs';
import { atomFaults, calendarFaults, catalogueFaults, hasRdf, pointFaults, readAtom } from '../lib/feeds.mjs';
import { expectNone } from '../lib/findings.mjs';
import { startLotse } from '../lib/server.mjs';

let lotse, browser, stops;
before(async () => {
  [lotse, browser] = await Promise.all([startLotse(), startBrowser()]);
  stops = (await (await fetch(`${lotse.url}/api/v1/stops?limit=1000`)).json()).results;
});
after(async () => {
  await browser?.close();
  await lotse?.stop();
});

const text = async (path) => {
  const answer = await fetch(lotse.url + path);
  assert.equal(answer.status, 200, path);
  return { body: await answer.text(), type: answer.headers.get('content-type') };
};

const events = (feed) => new ICAL.Component(ICAL.parse(feed)).getAllSubcomponents('vevent');

/** Days and times of one stop's feed between two days, as `2026-11-24 10:00-19:00`. */
function openings(feed, first, last) {
  const root = new ICAL.Component(ICAL.parse(feed));
  for (const zone of root.getAllSubcomponents('vtimezone')) ICAL.TimezoneService.register(zone);
  const all = root.getAllSubcomponents('vevent');
  const out = [];
  for (const master of all.filter((one) => !one.hasProperty('recurrence-id'))) {
    const event = new ICAL.Event(master, { exceptions: all.filter((one) => one.hasProperty('recurrence-id')) });
    const dates = event.iterator();
    for (let next = dates.next(); next && next.toString().slice(0, 10) <= last; next = dates.next()) {
      const { startDate, endDate, item } = event.getOccurrenceDetails(next);
      const day = startDate.toString().slice(0, 10);
      const cancelled = item.component.getFirstPropertyValue('status') === 'CANCELLED';
      if (day >= first && !cancelled) out.push(`${day} ${startDate.toString().slice(11, 16)}-${endDate.toString().slice(11, 16)}`);
    }
  }
  return out.sort();
}

describe('calendars', () => {
  test('hold RFC 5545 and are parsed, in both languages', async () => {
    const districts = [...new Set(stops.map(({ venue }) => venue.district))];
    const paths = ['/termine.ics', ...districts.map((id) => `/bezirke/${id}.ics`), ...stops.map(({ id }) => `/termine/${id}.ics`)];
    for (const path of paths.flatMap((one) => [one, `/en${one}`])) {
      const { body, type } = await text(path);
      assert.equal(type, 'text/calendar; charset=utf-8', path);
      assert.equal(calendarFaults(body), '', path);
      ICAL.parse(body);
    }
  });

  test('the checker refuses what breaks the standard', async () => {
    const { body } = await text('/termine.ics');
    const broken = {
      'bare line feeds': body.replaceAll('\r\n', '\n'),
      'no UID': body.replace(/^UID:.*\r\n/m, ''),
      'no DTSTAMP': body.replace(/^DTSTAMP:.*\r\n/m, ''),
      'no PRODID': body.replace(/^PRODID:.*\r\n/m, ''),
      'no SEQUENCE': body.replace(/^SEQUENCE:.*\r\n/m, ''),
      'an unknown STATUS': body.replace('STATUS:CONFIRMED', 'STATUS:PERHAPS'),
      'no VTIMEZONE': body.replace(/BEGIN:VTIMEZONE[\s\S]*END:VTIMEZONE\r\n/, ''),
      'a long line': body.replace(/\r\n /g, ''),
    };
    for (const [what, feed] of Object.entries(broken)) {
      assert.notEqual(feed, body, what);
      assert.notEqual(calendarFaults(feed), '', `accepted: ${what}`);
    }
  });

  test('the feed of all holds every stop once, by the same UID as its own feed', async () => {
    const uids = (feed) => new Set(events(feed).map((one) => one.getFirstPropertyValue('uid')));
    const all = uids((await text('/termine.ics')).body);
    for (const { id } of stops) {
      const own = uids((await text(`/termine/${id}.ics`)).body);
      assert.deepEqual(uids((await text(`/en/termine/${id}.ics`)).body), own, id);
      for (const uid of own) assert.ok(all.has(uid), `${uid} is missing in /termine.ics`);
    }
  });

  test('a cancelled stop says so and has raised its sequence', async () => {
    const cancelled = stops.filter(({ status }) => status === 'cancelled');
    assert.ok(cancelled.length > 0);
    for (const { id } of cancelled) {
      const found = events((await text(`/termine/${id}.ics`)).body);
      assert.ok(found.length > 0, id);
      for (const event of found) {
        assert.equal(event.getFirstPropertyValue('status'), 'CANCELLED', id);
        assert.ok(event.getFirstPropertyValue('sequence') > 0, id);
      }
    }
  });

  test('the feed opens when the page says so', async () => {
    const page = await browser.newPage();
    let compared = 0;
    for (const { id, state } of stops) {
      if (!['open', 'closed', 'interrupted', 'not_started'].includes(state)) continue;
      await page.goto(`${lotse.url}/termine/${id}`);
      const rows = await page.locator('.l-hours tbody tr').evaluateAll((all) => all.map((row) => ({ day: row.querySelector('th').innerText, hours: row.querySelector('td').innerText })));
      const months = ['Januar', 'Februar', 'März', 'April', 'Mai', 'Juni', 'Juli', 'August', 'September', 'Oktober', 'November', 'Dezember'];
      const feed = (await text(`/termine/${id}.ics`)).body;
      const offered = openings(feed, '2000-01-01', '2100-01-01');
      for (const { day, hours } of rows) {
        const [, date, month] = /(\d+)\. (\p{L}+)/u.exec(day);
        const ending = `-${String(months.indexOf(month) + 1).padStart(2, '0')}-${date.padStart(2, '0')}`;
        const told = offered.filter((one) => one.slice(4, 10) === ending).map((one) => one.slice(11));
        const shown = [...hours.matchAll(/(\d{1,2})(?:[.:](\d\d))?(?: Uhr)? bis (\d{1,2})(?:[.:](\d\d))? Uhr/g)].map(([, h, m = '00', toH, toM = '00']) => `${h.padStart(2, '0')}:${m}-${toH.padStart(2, '0')}:${toM}`);
        if (hours.startsWith('geschlossen')) assert.deepEqual(told, [], `${id}, ${day}: ${hours}`);
        else assert.deepEqual(told, shown.slice(0, told.length), `${id}, ${day}: ${hours}`);
        compared++;
      }
    }
    assert.ok(compared >= 7, `${compared} days compared`);
  });
});

describe('Atom', () => {
  for (const path of ['/termine.atom', '/en/termine.atom']) {
    test(`${path} is well formed and complete`, async () => {
      const { body, type } = await text(path);
      assert.match(type, /^application\/atom\+xml/);
      const feed = await readAtom(await browser.newPage(), body);
      expectNone(atomFaults(feed, { self: lotse.url + path, lang: path.startsWith('/en') ? 'en' : 'de' }));
      assert.ok(feed.entries.length > 3);
      for (const { links } of feed.entries) assert.equal((await fetch(links[0].href)).status, 200, links[0].href);
    });
  }
});

describe('GeoJSON', () => {
  test('is a collection of points, east before north, inside the region', async () => {
    const { body, type } = await text('/api/v1/venues.geojson');
    assert.equal(type, 'application/geo+json');
    const points = JSON.parse(body);
    assert.ok(points.features.length > 10);
    expectNone(pointFaults(points));
    const known = new Set(stops.map(({ id }) => id));
    for (const id of points.features.flatMap(({ properties }) => properties.stops)) assert.ok(known.has(id), `no stop ${id}`);
  });
});

describe('catalogue', { skip: hasRdf() ? false : 'needs rdflib, which ./test brings' }, () => {
  test('holds DCAT-AP.de, and the files it names are there', async () => {
    const { body, type } = await text('/daten/katalog.jsonld');
    assert.equal(type, 'application/ld+json');
    assert.equal(catalogueFaults(body), '');
    for (const file of JSON.parse(body)['dcat:dataset'].flatMap((set) => set['dcat:distribution'])) {
      assert.equal((await fetch(file['dcat:downloadURL']['@id'])).status, 200, file['@id']);
    }
  });

  test('the checker refuses what breaks the standard', async () => {
    const { body } = await text('/daten/katalog.jsonld');
    const broken = {
      'no JSON': body.slice(1),
      'no description': body.replaceAll('"dct:description"', '"dct:abstract"'),
      'a publisher of no class': body.replaceAll('"foaf:Agent"', '"foaf:Person"'),
      'a link as text': body.replaceAll(/"dcat:accessURL":\{"@id":("[^"]*")\}/g, '"dcat:accessURL":$1'),
      'no moment': body.replace(/"@value":"\d{4}-/, '"@value":"0-'),
      'an unknown prefix': body.replace('"dcat":"http://www.w3.org/ns/dcat#"', '"dcat":"http://www.w3.org/ns/dcat/"'),
      'one language twice': body.replaceAll('"@language":"en"', '"@language":"de"'),
    };
    for (const [what, catalogue] of Object.entries(broken)) {
      assert.notEqual(catalogue, body, what);
      assert.notEqual(catalogueFaults(catalogue), '', `accepted: ${what}`);
    }
  });
});
