import { ROUTES } from '#contract';

/**
 * Returns the path where the server is mounted, given the path of a file of the console: `/ops` for `/ops/dashboard/`;
 * empty for the root.
 */
export function mountOf(path: string): string {
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  const dashboard = `${ROUTES.dashboard}/`;
  return folder.endsWith(dashboard) ? folder.slice(0, -dashboard.length) : '';
}
