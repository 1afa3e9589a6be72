import { Injectable } from '@nestjs/common';
import type { JSONRPCMessage } from '@modelcontextprotocol/server';
import { AgentKeys } from '#edge';
import { QuotaAdmission, QuotaRules } from '#quotas';
import { RawMessage } from '#tools';
import type { McpExchange } from '../mcp-exchange.ts';

/** Limits the calls of agents and tenants, and the bytes of their arguments. */
@Injectable()
export class CallQuotas {
  constructor(
    private readonly admission: QuotaAdmission,
    rules: QuotaRules,
    keys: AgentKeys,
  ) {
    const read = (): void => rules.replaceAgents(keys.limited);
    read();
    // The keys complete it at the end.
    keys.replaced.subscribe(read);
  }

  /** Whether anybody has a limit. */
  get areNeeded(): boolean {
    return this.admission.isNeeded;
  }

  /** Admits all calls of a body, or none: then it rejects with an `EdgeError` (413 or 429). */
  async admitMessages({ agent, body, rawBody, response }: McpExchange): Promise<void> {
    const count = [body].flat().filter(isCall).length;
    if (count === 0) return;
    const sizes = (): number[] =>
      RawMessage.ofBody(body, rawBody)
        .filter(({ message }) => isCall(message))
        .map(argumentBytesOf);
    await this.admission.admit(agent, { count, sizes }, response);
  }
}

function isCall(message: unknown): boolean {
  return (message as { method?: unknown } | undefined)?.method === 'tools/call';
}

/** As the events of the call say. */
function argumentBytesOf(raw: RawMessage): number {
  const { params } = raw.message as JSONRPCMessage & { params?: { arguments?: unknown } };
  return params?.arguments === undefined ? 0 : (raw.bytesOf('params', 'arguments') ?? 0);
}
