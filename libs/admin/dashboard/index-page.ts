import { ROUTES, type ConsolePage } from '#contract';
import type { Edge } from '#edge';

const PRELOADED = /<link rel="modulepreload"[^>]* data-page="(\w+)">/g;

/**
 * Completes the console's page: adds the nonce of its styles, and the path that it is served at, from which it resolves
 * its own files and the routes beside it. `data-endpoint` holds the path of the MCP endpoint. Of the files that the build
 * names for each page of the console, those of this page are loaded at once.
 */
export function indexPage(
  html: string,
  nonce: string,
  { base, endpointPath }: Pick<Edge, 'base' | 'endpointPath'>,
  page: ConsolePage | undefined,
): string {
  return html
    .replaceAll('CSP_NONCE', nonce)
    .replaceAll(PRELOADED, (link, of: string) => (of === page ? link : ''))
    .replace(
      /<base href="[^"]*"/,
      `<base href="${base}${ROUTES.dashboard}/" data-endpoint="${endpointPath}"`,
    );
}
