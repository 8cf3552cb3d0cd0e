// The kinds of page, one address each: what a gate looks at when it does not look at every route.

/**
 * @typedef {{name: string, path: string, status?: number}} Kind
 * `path` is the German address; `status` is 200 unless told.
 */

/** @type {Kind[]} */
export const KINDS = [
  { name: 'start', path: '/' },
  { name: 'stops', path: '/termine' },
  { name: 'stops near a quarter', path: '/termine?ort=Niendorf' },
  { name: 'stops near a border postcode', path: '/termine?ort=21149' },
  { name: 'stops near an unknown place', path: '/termine?ort=Nimmerland' },
  { name: 'stop with hours', path: '/termine/beispiel-tibarg-center' },
  { name: 'stop, announced', path: '/termine/beispiel-suederelbe-einkaufszentrum' },
  { name: 'stop, cancelled', path: '/termine/beispiel-buecherhalle-wandsbek' },
  { name: 'stop, past', path: '/termine/mercado-2025' },
  { name: 'district', path: '/bezirke/altona' },
  { name: 'services', path: '/dienste' },
  { name: 'search', path: '/dienste?q=umgezogen' },
  { name: 'search without hit', path: '/dienste?q=xqzxqz' },
  { name: 'service, online', path: '/dienste/wohngeld' },
  { name: 'service, not online', path: '/dienste/wohnsitz-innerhalb' },
  { name: 'topic', path: '/themen/umzug-wohnen' },
  { name: 'situation', path: '/lebenslagen/umzug' },
  { name: 'online ID', path: '/online-ausweis' },
  { name: 'easy language', path: '/leichte-sprache' },
  { name: 'sign language', path: '/gebaerdensprache' },
  { name: 'accessibility', path: '/barrierefreiheit' },
  { name: 'report a barrier', path: '/barriere-melden?seite=/termine' },
  { name: 'barrier reported', path: '/barriere-melden/danke' },
  { name: 'privacy', path: '/datenschutz' },
  { name: 'imprint', path: '/impressum' },
  { name: 'data', path: '/daten' },
  { name: 'not found', path: '/gibt-es-nicht', status: 404 },
];

/** The same page in English. */
export const english = (path) => (path === '/' ? '/en' : `/en${path}`);

/** Every kind in both languages. */
export const PAGES = KINDS.flatMap((kind) => [kind, { ...kind, name: `${kind.name} (English)`, path: english(kind.path) }]);

/**
 * The page of a kind.
 * @param {string} name
 */
export function pathOf(name) {
  const kind = KINDS.find((one) => one.name === name);
  if (!kind) throw new Error(`no kind of page is called ${name}`);
  return kind.path;
}
