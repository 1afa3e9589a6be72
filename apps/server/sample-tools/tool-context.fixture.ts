import type { ToolContext } from '#tools';

const unanswered = (): Promise<never> => Promise.reject(new Error('Nobody is there to answer'));

/** Creates a tool context for specs. `parts` replaces its members. */
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
