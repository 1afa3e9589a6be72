import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import {
  createRequestStateCodec,
  type InputResponse,
  type RequestStateCodec,
  type ServerContext,
} from '@modelcontextprotocol/server';
import {
  DEFAULT_INPUT_TIMEOUT_MS,
  MCP_MODULE_OPTIONS,
  type McpModuleOptions,
} from '../../mcp.module-definition.ts';
import { HandlerRequest } from '../../sdk/handler-request.ts';
import { digestOf } from './digest.ts';

/** The state that a client of revision 2026-07-28 sends back with its retry. */
export interface InputState {
  /** The digest of every request that was asked, by key. */
  asked: Record<string, string>;
  /** Answers of earlier rounds, because the client sends only the answers to the last question. */
  answers: Record<string, { digest: string; response: InputResponse }>;
}

/**
 * Signs the state that goes through the client. It is valid only for this agent and this request, and only as long as
 * an answer may take. It is not encrypted: it contains nothing but the client's own answers.
 */
@Injectable()
export class RequestStates {
  readonly #codec: RequestStateCodec<InputState>;

  constructor(@Inject(MCP_MODULE_OPTIONS) { requestStateKey, inputTimeoutMs }: McpModuleOptions) {
    this.#codec = createRequestStateCodec<InputState>({
      key: requestStateKey ?? randomBytes(32),
      ttlSeconds: Math.ceil((inputTimeoutMs ?? DEFAULT_INPUT_TIMEOUT_MS) / 1_000),
      bind: bindingOf,
    });
  }

  mint(state: InputState, context: ServerContext): Promise<string> {
    return this.#codec.mint(state, context);
  }

  /** Rejects a state that was changed, has expired, or belongs to another agent or request. */
  readonly verify = (state: string, context: ServerContext): Promise<InputState> =>
    this.#codec.verify(state, context);
}

function bindingOf(context: ServerContext): string {
  const { client, origin } = HandlerRequest.of(context);
  const { params } = origin.message as { params?: object };
  const asked = { ...params, _meta: undefined, inputResponses: undefined, requestState: undefined };
  return digestOf([client.tenantId, client.principalId, context.mcpReq.method, asked]);
}
