import type { Route, Routes } from '@angular/router';
import { CONSOLE_PAGES, consolePageAt, type ConsolePage } from '#contract';

import { pageRoute } from './ui/parts/page-outlet.ts';
import type { Part } from './ui/parts/part.ts';

interface LoadedPage {
  readonly title: string;
  readonly load: Part['load'];
}

const LOADED: Record<ConsolePage, LoadedPage> = {
  overview: { title: 'Overview', load: async () => (await import('./overview/overview.ts')).Overview },
  sessions: { title: 'Sessions', load: async () => (await import('./sessions/sessions.ts')).Sessions },
  session: { title: 'Session', load: async () => (await import('./session/session.ts')).Session },
  tools: { title: 'Tools', load: async () => (await import('./tools/tools.ts')).Tools },
  errors: { title: 'Errors', load: async () => (await import('./errors/errors.ts')).Errors },
  clients: { title: 'Clients', load: async () => (await import('./clients/clients.ts')).Clients },
  upstreams: {
    title: 'Upstreams',
    load: async () => (await import('./upstreams/upstreams-page.ts')).UpstreamsPage,
  },
  instances: {
    title: 'Instances',
    load: async () => (await import('./instances/instances-page.ts')).InstancesPage,
  },
  alerts: { title: 'Alerts', load: async () => (await import('./alerts/alerts-page.ts')).AlertsPage },
  audit: { title: 'Audit', load: async () => (await import('./audit/audit-page.ts')).AuditPage },
};

const NOT_FOUND: LoadedPage = {
  title: 'No such page',
  load: async () => (await import('./not-found/not-found.ts')).NotFound,
};

/** The pages, each loaded when it is first opened. The server answers 200 for the same paths. */
export const routes: Routes = [
  ...Object.entries(CONSOLE_PAGES).map(([page, path]) => routeOf(path, LOADED[page as ConsolePage])),
  routeOf('**', NOT_FOUND),
];

function routeOf(path: string, { title, load }: LoadedPage): Route {
  return { path, pathMatch: 'full', title, ...pageRoute({ name: `The page “${title}”`, load }) };
}

/**
 * Begins to load the page at an address. The router would begin only once the console has started. A failure is shown
 * in place of the page, which is then loaded again.
 */
export function preloadPage({ baseURI, location }: Document): void {
  const [path = ''] = location.href.slice(baseURI.length).split(/[?#]/);
  const page = consolePageAt(path);
  if (page) LOADED[page].load().catch(() => {});
}
