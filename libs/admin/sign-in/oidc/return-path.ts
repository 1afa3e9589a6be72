import { ROUTES } from '#contract';

const MAX_LENGTH = 1_000;

/**
 * The page of the console to which a sign-in returns: the one asked for, or the first page if that is not one of the
 * console below `base`. So nobody can use a sign-in to send a browser elsewhere.
 */
export function returnPath(asked: unknown, base: string): string {
  const home = `${base}${ROUTES.dashboard}/`;
  if (typeof asked !== 'string' || asked.length > MAX_LENGTH) return home;
  const origin = 'http://own.invalid';
  if (!URL.canParse(asked, origin)) return home;
  const { origin: reached, pathname, search, hash } = new URL(asked, origin);
  return reached === origin && pathname.startsWith(home) ? pathname + search + hash : home;
}
