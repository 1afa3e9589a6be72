import { UPSTREAMS } from '#gateway';
import { text } from './plain-values.ts';
import type { Variable } from './variable.ts';

/** The servers behind Crowsnest. */
export const GATEWAY = {
  CROWSNEST_UPSTREAMS: {
    schema: text('is not one text')
      .transform((json, context): unknown => {
        try {
          return JSON.parse(json);
        } catch {
          context.addIssue({ code: 'custom', message: 'is not JSON' });
          return undefined;
        }
      })
      .pipe(UPSTREAMS),
    secret: true,
    meaning:
      'The MCP servers behind Crowsnest as JSON, in the `mcpServers` format of MCP clients. In the configuration file, `upstreams` has the same meaning.',
    remedy: 'Give JSON such as {"search":{"url":"http://127.0.0.1:8000/mcp"}}.',
  },
} as const satisfies Record<string, Variable>;
