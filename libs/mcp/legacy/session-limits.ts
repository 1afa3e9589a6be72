import { Inject, Injectable } from '@nestjs/common';
import { EdgeError, type AgentPrincipal } from '#edge';
import { SessionQuotas, type SessionQuota } from '#quotas';
import { SessionRegistry } from '#sessions';
import type { McpExchange } from '../mcp-exchange.ts';
import { MCP_MODULE_OPTIONS, type McpModuleOptions } from '../mcp.module-definition.ts';
import { SessionRoom } from './session-room.ts';

const DEFAULT_MAX_SESSIONS = 10_000;

/** Seconds after which an agent may try again to open a session. */
const RETRY_SESSION_AFTER_S = 10;

/** Limits the open sessions of agents and tenants. Where there is no room, the agent's own longest idle one gives way. */
@Injectable()
export class SessionLimits {
  /** The agents whose sessions are about to open. */
  readonly #opening = new Set<{ agent: AgentPrincipal }>();

  constructor(
    @Inject(MCP_MODULE_OPTIONS) private readonly options: McpModuleOptions,
    private readonly sessions: SessionRegistry,
    private readonly quotas: SessionQuotas,
    private readonly room: SessionRoom,
  ) {}

  /**
   * Admits another session of an agent. Resolves with a function to call once it has opened, or could not. Rejects with
   * an `EdgeError` (429) if there is no room and the agent has no idle session to give up.
   */
  async admit(exchange: McpExchange): Promise<() => void> {
    const { agent } = exchange;
    const reached = this.#limitReached(agent);
    const opening = { agent };
    this.#opening.add(opening);
    const end = (): void => void this.#opening.delete(opening);
    if (!reached || (await this.room.make(exchange))) return end;
    end();
    throw reached.refuse();
  }

  /** Call it after a session was opened. */
  opened(agent: AgentPrincipal): void {
    this.quotas.opened(agent);
  }

  #limitReached(agent: AgentPrincipal): SessionQuota | undefined {
    const { tenantId, id } = agent;
    const opening = [...this.#opening];
    const ofTenant = opening.filter((one) => one.agent.tenantId === tenantId).length;
    const ofAgent = opening.filter((one) => one.agent.id === id).length;
    const total = this.#totalOf(tenantId);
    if (total.used + ofTenant >= total.max) return total;
    return this.quotas
      .of(agent)
      .find(({ scope, used, max }) => used + (scope === 'tenant' ? ofTenant : ofAgent) >= max);
  }

  #totalOf(tenantId: string): SessionQuota {
    const max = this.options.maxSessionsPerTenant ?? DEFAULT_MAX_SESSIONS;
    const used = this.sessions.countOpen(tenantId, 'protocol');
    const message = `Tenant ${tenantId} has ${max} open sessions, the most it may have: end one with DELETE, or wait until an idle one expires`;
    const refuse = (): EdgeError =>
      new EdgeError(429, 'TOO_MANY_SESSIONS', message, { retryAfterSeconds: RETRY_SESSION_AFTER_S });
    return { scope: 'tenant', used, max, refuse };
  }
}
