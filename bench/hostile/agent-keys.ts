/** The keys of two tenants: one attacks, and the other works normally. */
export const AGENT_KEYS = { hostile: 'a-key-of-a-hostile-agent', right: 'a-key-of-a-right-agent' } as const;

export function bearer(tenant: keyof typeof AGENT_KEYS): Record<string, string> {
  return { authorization: `Bearer ${AGENT_KEYS[tenant]}` };
}
