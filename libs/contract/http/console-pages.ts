/**
 * The paths of the console's pages, below its own. A part that begins with a colon matches any text without a slash. No
 * other path below the console's is a page.
 */
export const CONSOLE_PAGES = {
  overview: '',
  sessions: 'sessions',
  session: 'sessions/:id',
  tools: 'tools',
  errors: 'errors',
  clients: 'clients',
  upstreams: 'upstreams',
  instances: 'instances',
  alerts: 'alerts',
  audit: 'audit',
} as const;

/** A page of the console. */
export type ConsolePage = keyof typeof CONSOLE_PAGES;

/** The page at a path below the console's; undefined if there is none. A slash at the end makes no difference. */
export function consolePageAt(path: string): ConsolePage | undefined {
  const parts = path.replace(/\/$/, '').split('/');
  const isHere = (page: string): boolean => {
    const pattern = page.split('/');
    return parts.length === pattern.length && pattern.every((part, at) => fits(part, parts[at] ?? ''));
  };
  const pages = Object.keys(CONSOLE_PAGES) as ConsolePage[];
  return pages.find((page) => isHere(CONSOLE_PAGES[page]));
}

function fits(pattern: string, part: string): boolean {
  return pattern.startsWith(':') ? part !== '' : part === pattern;
}
