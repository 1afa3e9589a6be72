import { ROUTES } from '#contract';
import type { Edge } from '#edge';

/**
 * Completes the console's page: adds the nonce of its styles, and the path that it is served at, from which it resolves
 * its own files and the routes beside it. `data-endpoint` holds the path of the MCP endpoint.
 */
export function indexPage(
  html: string,
  nonce: string,
  { base, endpointPath }: Pick<Edge, 'base' | 'endpointPath'>,
): string {
  return html
    .replaceAll('CSP_NONCE', nonce)
    .replace(
      /<base href="[^"]*"/,
      `<base href="${base}${ROUTES.dashboard}/" data-endpoint="${endpointPath}"`,
    );
}
