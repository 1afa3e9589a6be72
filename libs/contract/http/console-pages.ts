/**
 * The paths of the console's pages, below its own. A part that begins with a colon stands for any text without a slash.
 * Every other path below the console's is no page.
 */
export const CONSOLE_PAGES = {
  overview: '',
  sessions: 'sessions',
  session: 'sessions/:id',
  tools: 'tools',
  errors: 'errors',
  clients: 'clients',
} as const;

/** A page of the console. */
export type ConsolePage = keyof typeof CONSOLE_PAGES;

/** Whether a path below the console's is one of its pages. A slash at the end makes no difference. */
export function isConsolePage(path: string): boolean {
  const parts = path.replace(/\/$/, '').split('/');
  return Object.values<string>(CONSOLE_PAGES).some((page) => {
    const pattern = page.split('/');
    return parts.length === pattern.length && pattern.every((part, at) => fits(part, parts[at] ?? ''));
  });
}

function fits(pattern: string, part: string): boolean {
  return pattern.startsWith(':') ? part !== '' : part === pattern;
}
