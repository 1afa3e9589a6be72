import type { Type } from '@angular/core';
import type { Route, Routes } from '@angular/router';
import { CONSOLE_PAGES, consolePageAt, type ConsolePage } from '#contract';

interface LoadedPage {
  title: string;
  loadComponent: () => Promise<Type<unknown>>;
}

const LOADED: Record<ConsolePage, LoadedPage> = {
  overview: {
    title: 'Overview',
    loadComponent: async () => (await import('./overview/overview.ts')).Overview,
  },
  sessions: {
    title: 'Sessions',
    loadComponent: async () => (await import('./sessions/sessions.ts')).Sessions,
  },
  session: {
    title: 'Session',
    loadComponent: async () => (await import('./session/session.ts')).Session,
  },
  tools: { title: 'Tools', loadComponent: async () => (await import('./tools/tools.ts')).Tools },
  errors: { title: 'Errors', loadComponent: async () => (await import('./errors/errors.ts')).Errors },
  clients: { title: 'Clients', loadComponent: async () => (await import('./clients/clients.ts')).Clients },
};

/** The pages, each loaded when it is first opened. The server answers 200 for the same paths. */
export const routes: Routes = [
  ...Object.entries(CONSOLE_PAGES).map(([page, path]): Route => ({
    path,
    pathMatch: 'full',
    ...LOADED[page as ConsolePage],
  })),
  {
    path: '**',
    title: 'No such page',
    loadComponent: async () => (await import('./not-found/not-found.ts')).NotFound,
  },
];

/**
 * Begins to load the page at an address. The router would begin only once the console has started. A failure is the
 * router's to report, because it loads the page again.
 */
export function preloadPage({ baseURI, location }: Document): void {
  const [path = ''] = location.href.slice(baseURI.length).split(/[?#]/);
  const page = consolePageAt(path);
  if (page) LOADED[page].loadComponent().catch(() => {});
}
