import { createHash, timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Agent } from './agent.ts';
import { MCP_MODULE_OPTIONS, type McpModuleOptions } from './mcp.module-definition.ts';

const ANONYMOUS: Agent = { tenantId: 'default', principal: 'anonymous' };

/** Tells agents by their bearer key. */
@Injectable()
export class AgentAuthenticator {
  readonly #keys: { digest: Buffer; agent: Agent }[];

  constructor(@Inject(MCP_MODULE_OPTIONS) { agentKeys = [] }: McpModuleOptions) {
    this.#keys = agentKeys.map(({ tenantId, key }, index) => ({
      digest: digestOf(key),
      agent: { tenantId, principal: `key-${index + 1}` },
    }));
  }

  /** The agent that an `Authorization` header names; undefined when a key is needed and this is none. */
  authenticate(authorization: string | undefined): Agent | undefined {
    if (this.#keys.length === 0) return ANONYMOUS;
    const presented = digestOf(/^Bearer +(\S+) *$/i.exec(authorization ?? '')?.[1] ?? '');
    // Every key is compared, and digests have one length: the time tells nothing about the keys.
    return this.#keys.filter(({ digest }) => timingSafeEqual(digest, presented)).at(0)?.agent;
  }
}

function digestOf(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}
