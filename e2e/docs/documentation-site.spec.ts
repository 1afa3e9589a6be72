import { readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { serveSite, SITE, sitePages } from '../support/docs/site.ts';

/** The addresses in a page that a reader follows or a browser loads. */
const ADDRESS = /\s(?:href|src)="([^"]+)"/g;
const LOADED =
  /<(?:script|img|source|iframe|video|audio)\b[^>]*\ssrc="([^"]+)"|<link\b[^>]*\shref="([^"]+)"/g;
const ID = /\sid="([^"]+)"/g;

describe('the documentation site', () => {
  let origin: string;
  let server: Server;
  let pages: Map<string, string>;

  beforeAll(async () => {
    ({ origin, server } = await serveSite());
    const texts = sitePages().map(async (path) => [path, await (await fetch(origin + path)).text()] as const);
    pages = new Map(await Promise.all(texts));
  });

  afterAll(() => server.close());

  it('has the pages of the guide, the reference and the design', () => {
    const wanted = ['index', 'start', 'connect', 'embed', 'console', 'deployment', 'secure', 'observe'];
    const more = ['alerts', 'instances', 'architecture', 'decisions/index'];
    const reference = ['configuration', 'events', 'routes', 'metrics', 'errors'];
    const all = [...wanted, ...more, ...reference.map((name) => `reference/${name}`)];
    expect([...pages.keys()]).toEqual(expect.arrayContaining(all.map((name) => `/docs/${name}.html`)));
  });

  it('has no link within it that leads nowhere', async () => {
    const ids = new Map(
      Array.from(pages, ([path, page]) => [path, new Set(Array.from(page.matchAll(ID), ([, id]) => id))]),
    );
    const faults: string[] = [];
    for (const [path, page] of pages)
      for (const address of new Set(Array.from(page.matchAll(ADDRESS), ([, address = '']) => address))) {
        const { origin: host, pathname, hash } = new URL(address.replaceAll('&amp;', '&'), origin + path);
        if (host !== origin) continue;
        const file = pathname.endsWith('/') ? `${pathname}index.html` : pathname;
        const anchor = decodeURIComponent(hash.slice(1));
        const known = ids.get(file);
        if (!known && !(await fetch(origin + file)).ok) faults.push(`${path}: ${address}`);
        if (known && anchor !== '' && !known.has(anchor)) faults.push(`${path}: no ${address}`);
      }
    expect(faults).toEqual([]);
  });

  it('loads nothing from elsewhere', () => {
    const loaded = Array.from(pages, ([path, page]) =>
      Array.from(page.matchAll(LOADED), ([, src, href]) => new URL(src ?? href ?? '', origin + path).origin),
    ).flat();
    expect(new Set(loaded)).toEqual(new Set([origin]));
  });

  it('offers the JSON Schema of the configuration file', () => {
    const schema = JSON.parse(readFileSync(`${SITE}/crowsnest.schema.json`, 'utf8')) as {
      properties: Record<string, unknown>;
    };
    expect(schema.properties).toMatchObject({ PORT: expect.anything(), alerts: expect.anything() });
  });
});
