import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';

/** Where `npm run docs:site` builds the site. */
export const SITE = 'dist/docs';

/** Serves the built site below /docs, as any server of static files does. */
export async function serveSite(): Promise<{ origin: string; server: Server }> {
  if (!existsSync(`${SITE}/index.html`))
    throw new Error(`There is no site in ${SITE}. Build it: npm run docs:site`);
  const server = createServer(express().use('/docs', express.static(SITE))).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server };
}

/** The paths of all pages, such as `/docs/start.html`. */
export function sitePages(): string[] {
  const files = readdirSync(SITE, { recursive: true, encoding: 'utf8' });
  return files.filter((file) => file.endsWith('.html')).map((file) => `/docs/${file}`);
}
