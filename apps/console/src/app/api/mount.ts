import { ROUTES } from '#contract';

/**
 * The path below which the server is mounted, from the path of one of the console's files: `/ops` for
 * `/ops/dashboard/`; empty when there is none.
 */
export function mountOf(path: string): string {
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  const dashboard = `${ROUTES.dashboard}/`;
  return folder.endsWith(dashboard) ? folder.slice(0, -dashboard.length) : '';
}
