import type { McpServer } from '@modelcontextprotocol/server';
import { z } from 'zod';

const MEASURED = z.object({ knots: z.number(), gusts: z.array(z.number()) });

/** The call that is held, and its cancellation. */
export class HeldCall {
  #cancelled = Promise.withResolvers<void>();

  /** Never resolves: the call ends only by being cancelled. */
  begin(signal: AbortSignal): Promise<never> {
    const cancelled = Promise.withResolvers<void>();
    this.#cancelled = cancelled;
    return new Promise((_, reject) => {
      signal.addEventListener('abort', () => {
        cancelled.resolve();
        reject(new Error('Cancelled'));
      });
    });
  }

  /** Resolves once the last held call has been cancelled. */
  get cancelled(): Promise<void> {
    return this.#cancelled.promise;
  }
}

/** Registers tools that answer, fail, report progress, log and wait. */
export function workingTools(server: McpServer, held: HeldCall): void {
  answeringTools(server);
  server.registerTool('count', { inputSchema: z.object({ to: z.number() }) }, async ({ to }, { mcpReq }) => {
    const { progressToken } = mcpReq._meta ?? {};
    for (let progress = 1; progress <= to && progressToken !== undefined; progress += 1) {
      const params = { progressToken, progress, total: to, message: `step ${progress}` };
      await mcpReq.notify({ method: 'notifications/progress', params });
    }
    return { content: [{ type: 'text', text: `counted to ${to}` }] };
  });
  server.registerTool('log', {}, async ({ mcpReq }) => {
    await mcpReq.log('debug', 'quietly');
    await mcpReq.log('warning', { what: 'loudly' }, 'stock');
    return { content: [{ type: 'text', text: 'logged' }] };
  });
  server.registerTool('hold', {}, async ({ mcpReq }) => {
    const holding = held.begin(mcpReq.signal);
    const { progressToken } = mcpReq._meta ?? {};
    if (progressToken !== undefined)
      await mcpReq.notify({ method: 'notifications/progress', params: { progressToken, progress: 1 } });
    return holding;
  });
  server.registerTool('cancelled', { description: 'Waits for the end of the held call.' }, async () => {
    await held.cancelled;
    return { content: [{ type: 'text', text: 'cancelled' }] };
  });
}

function answeringTools(server: McpServer): void {
  server.registerTool(
    'echo',
    {
      title: 'Echo',
      description: 'Repeats a text.',
      inputSchema: z.object({ text: z.string().describe('What to repeat.') }),
      annotations: { readOnlyHint: true, idempotentHint: true },
      icons: [{ src: 'https://example.org/echo.svg', mimeType: 'image/svg+xml' }],
      _meta: { 'example.org/cost': 0.1 },
    },
    ({ text }) => ({
      content: [
        { type: 'text', text, annotations: { audience: ['user'], priority: 0.5 } },
        { type: 'resource_link', uri: 'docs://readme', name: 'readme' },
        { type: 'image', data: 'AQID', mimeType: 'image/png' },
      ],
      _meta: { 'example.org/seen': true },
    }),
  );
  server.registerTool('measure', { outputSchema: MEASURED }, () => ({
    content: [{ type: 'text', text: '12.5 knots' }],
    structuredContent: { knots: 12.5, gusts: [17, 1e21] },
  }));
  server.registerTool('fail', {}, () => ({
    isError: true,
    content: [{ type: 'text', text: 'No such order' }],
  }));
  server.registerTool('throw', {}, () => {
    throw new Error('The anchor is stuck');
  });
}
