import type { ToolContext } from '#tools';

const unanswered = (): Promise<never> => Promise.reject(new Error('Nobody is there to answer'));

/** A call's context for specs; parts can be replaced. */
export function contextOf(parts: Partial<ToolContext> = {}): ToolContext {
  return {
    signal: new AbortController().signal,
    sessionId: 'session-1',
    tenantId: 'default',
    client: { name: 'spec', version: '1.0.0' },
    capabilities: {},
    reportProgress: async () => {},
    log: async () => {},
    elicit: unanswered,
    sample: unanswered,
    listRoots: unanswered,
    ...parts,
  };
}
