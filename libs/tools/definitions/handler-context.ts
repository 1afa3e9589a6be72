import type {
  ClientCapabilities,
  CreateMessageRequestParamsBase,
  CreateMessageRequestParamsWithTools,
  CreateMessageResult,
  CreateMessageResultWithTools,
  ElicitInputParams,
  ElicitRequestURLParams,
  ElicitResult,
  LoggingLevel,
  Root,
} from '@modelcontextprotocol/server';
import type { IncomingMessage } from 'node:http';
import type { JSONRPCMessage } from '@modelcontextprotocol/server';
import type { ClientInfo } from '#contract';

/** Where a context keeps the request that it was made for: see `mcpRequestOf`. */
export const MCP_REQUEST = Symbol('crowsnest.mcp-request');

/** What an MCP handler is called for. */
export interface McpRequest {
  /** The JSON-RPC message, as the agent sent it. */
  message: JSONRPCMessage;
  /** The HTTP request that carried it: an Express `Request`. */
  http: IncomingMessage;
}

/** A step of a long call. */
export interface ProgressUpdate {
  progress: number;
  total?: number;
  message?: string;
}

/** A question to the user: a form (its schema zod or JSON Schema), or a page to visit. */
export type ElicitParams = ElicitInputParams | Omit<ElicitRequestURLParams, 'elicitationId'>;

/** How a request for input is told apart from others of the same call. */
export interface InputOptions {
  /**
   * Names the request within its call; agents of revision 2026-07-28 see it. Default: the kind and a
   * number in order, such as `elicit-1`. A handler that asks in no fixed order names its requests.
   */
  key?: string;
}

/**
 * What a handler learns of the request that it serves, and what it can ask of the agent.
 *
 * `elicit`, `sample` and `listRoots` work in both eras. Up to revision 2025-11-25 they are requests to the
 * client, and resolve with its answer. Revision 2026-07-28 has none: there the handler is left by an
 * `InputRequired` that ends the call with the question, and the client's retry runs the handler from its
 * beginning, where the same question resolves at once. So ask before doing what must not be done twice.
 * Requests that are begun together (`Promise.all`) reach the agent together.
 */
export interface HandlerContext {
  readonly [MCP_REQUEST]?: McpRequest;
  /** Aborted when the request is cancelled, times out, or its session ends. */
  signal: AbortSignal;
  /** Empty where resources are listed or listened to in revision 2026-07-28: who only asks has no session. */
  sessionId: string;
  tenantId: string;
  client: ClientInfo;
  /** What the client says it can do: look here before asking for input. */
  capabilities: ClientCapabilities;
  /** Tells how far the request has come: admins, of a tool's call, and the agent when it asked. */
  reportProgress(update: ProgressUpdate): Promise<void>;
  /** Sends a log message to the agent, when its level is one that the agent wants. */
  log(level: LoggingLevel, data: unknown, logger?: string): Promise<void>;
  /** Asks the user. The content of an accepted form matches its schema. Fails when the client cannot. */
  elicit(params: ElicitParams, options?: InputOptions): Promise<ElicitResult>;
  /** Has the client's model answer. Fails when the client cannot. */
  sample(params: CreateMessageRequestParamsBase, options?: InputOptions): Promise<CreateMessageResult>;
  sample(
    params: CreateMessageRequestParamsWithTools,
    options?: InputOptions,
  ): Promise<CreateMessageResultWithTools>;
  /** The folders that the client works in. Fails when the client does not tell. */
  listRoots(options?: InputOptions): Promise<Root[]>;
}

/** What a tool's handler learns of the call that it serves. */
export type ToolContext = HandlerContext;

/** What a prompt's handler learns of the request that it serves. */
export type PromptContext = HandlerContext;

/** What a resource's handler learns of the request that it serves. */
export interface ResourceContext extends HandlerContext {
  /** The resource that the agent asked for. */
  uri: string;
}
