import { CONSOLE_PAGES } from '#contract';

/** The pages of the navigation, and the keys that open them. */
export const PAGES = [
  { link: `/${CONSOLE_PAGES.overview}`, name: 'Overview', keys: 'G O' },
  { link: `/${CONSOLE_PAGES.sessions}`, name: 'Sessions', keys: 'G S' },
  { link: `/${CONSOLE_PAGES.tools}`, name: 'Tools', keys: 'G T' },
  { link: `/${CONSOLE_PAGES.errors}`, name: 'Errors', keys: 'G E' },
  { link: `/${CONSOLE_PAGES.clients}`, name: 'Clients', keys: 'G C' },
] as const;
