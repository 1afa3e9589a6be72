import { CONSOLE_PAGES } from '#contract';

/** The pages that the row of pages leads to, and the keys that do the same. */
export const PAGES = [
  { link: `/${CONSOLE_PAGES.overview}`, name: 'Overview', keys: 'G O' },
  { link: `/${CONSOLE_PAGES.sessions}`, name: 'Sessions', keys: 'G S' },
  { link: `/${CONSOLE_PAGES.tools}`, name: 'Tools', keys: 'G T' },
  { link: `/${CONSOLE_PAGES.errors}`, name: 'Errors', keys: 'G E' },
  { link: `/${CONSOLE_PAGES.clients}`, name: 'Clients', keys: 'G C' },
] as const;
