import { CONSOLE_PAGES } from '#contract';

/** A page of the navigation, and the keys that open it. */
export interface NavigationPage {
  link: string;
  name: string;
  keys: string;
}

/** The pages of every console. */
export const PAGES: readonly NavigationPage[] = [
  { link: `/${CONSOLE_PAGES.overview}`, name: 'Overview', keys: 'G O' },
  { link: `/${CONSOLE_PAGES.sessions}`, name: 'Sessions', keys: 'G S' },
  { link: `/${CONSOLE_PAGES.tools}`, name: 'Tools', keys: 'G T' },
  { link: `/${CONSOLE_PAGES.errors}`, name: 'Errors', keys: 'G E' },
  { link: `/${CONSOLE_PAGES.clients}`, name: 'Clients', keys: 'G C' },
];

/** The page of a console whose log is shared by several instances. */
export const INSTANCES: NavigationPage = {
  link: `/${CONSOLE_PAGES.instances}`,
  name: 'Instances',
  keys: 'G I',
};

/** The page for admins of all tenants. */
export const ALERTS: NavigationPage = { link: `/${CONSOLE_PAGES.alerts}`, name: 'Alerts', keys: 'G F' };
/** The page of a console with servers behind the gateway. */
export const UPSTREAMS: NavigationPage = {
  link: `/${CONSOLE_PAGES.upstreams}`,
  name: 'Upstreams',
  keys: 'G U',
};

/** The page for those who may see what admins did. */
export const AUDIT: NavigationPage = { link: `/${CONSOLE_PAGES.audit}`, name: 'Audit', keys: 'G A' };
