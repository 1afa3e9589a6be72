import { createHttpTransport } from './http/http-transport.ts';
import type { UpstreamTransport } from './link/upstream-link.ts';
import type { ProcessGuard } from './stdio/process-guard.ts';
import { createStdioTransport } from './stdio/stdio-transport.ts';
import type { UpstreamOptions } from './upstream-options.ts';

/** How an upstream is reached: by its URL, or through processes of its command. */
export function createTransport(
  name: string,
  options: UpstreamOptions,
  guard: ProcessGuard,
): UpstreamTransport {
  return 'url' in options ? createHttpTransport(options) : createStdioTransport(name, options, guard);
}
