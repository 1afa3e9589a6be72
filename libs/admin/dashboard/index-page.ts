import { ROUTES } from '#contract';
import type { Edge } from '#edge';

/**
 * The console's page as it is served: with the nonce of its styles, and with the path that it lies at, by which it
 * finds its own files and the routes beside it. `data-endpoint` tells it the path of the MCP endpoint.
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
