/** The paths of the console's pages, below its own. Every other path below it is no page. */
export const CONSOLE_PAGES = {
  overview: '',
  sessions: 'sessions',
  tools: 'tools',
  errors: 'errors',
  clients: 'clients',
} as const;

/** A page of the console. */
export type ConsolePage = keyof typeof CONSOLE_PAGES;

/** Whether a path below the console's is one of its pages. A slash at the end makes no difference. */
export function isConsolePage(path: string): boolean {
  const plain = path.replace(/\/$/, '');
  return Object.values<string>(CONSOLE_PAGES).includes(plain);
}
