import type { ToolContext } from '#tools';

/** A call's context for specs; parts can be replaced. */
export function contextOf(parts: Partial<ToolContext> = {}): ToolContext {
  return {
    signal: new AbortController().signal,
    reportProgress: async () => {},
    sessionId: 'session-1',
    tenantId: 'default',
    client: { name: 'spec', version: '1.0.0' },
    ...parts,
  };
}
