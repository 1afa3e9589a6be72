export type { AgentPrincipal as Agent } from '#edge';
