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

/** Where a context stores its request: see `mcpRequestOf`. */
export const MCP_REQUEST = Symbol('crowsnest.mcp-request');

/** The MCP request that a handler serves. */
export interface McpRequest {
  /** The JSON-RPC message as the agent sent it. */
  message: JSONRPCMessage;
  /** The HTTP request that carried the message: an Express `Request`. */
  http: IncomingMessage;
}

/** One step of a long call. */
export interface ProgressUpdate {
  progress: number;
  total?: number;
  message?: string;
}

/** A question to the user: a form, with a schema in zod or JSON Schema, or a page to visit. */
export type ElicitParams = ElicitInputParams | Omit<ElicitRequestURLParams, 'elicitationId'>;

/** How a request for input is distinguished from others in the same call. */
export interface InputOptions {
  /**
   * Names the request within its call; agents of revision 2026-07-28 see the name. Default: the kind and a sequence
   * number, such as `elicit-1`. A handler that does not always ask in the same order should name its requests.
   */
  key?: string;
}

/**
 * Gives a handler information about its request, and lets it ask the agent.
 *
 * `elicit`, `sample` and `listRoots` work in both eras. Up to revision 2025-11-25 they send a request to the client
 * and resolve with its answer. Revision 2026-07-28 has no such requests: an `InputRequired` error leaves the handler
 * and ends the call with the question. The client's retry then runs the handler again from the beginning, and the
 * same question resolves at once. So ask before you do anything that must not happen twice. Questions that are asked
 * together (`Promise.all`) reach the agent together.
 */
export interface HandlerContext {
  readonly [MCP_REQUEST]?: McpRequest;
  /** Aborts when the request is cancelled, times out, or its session ends. */
  signal: AbortSignal;
  /** Empty in revision 2026-07-28 while resources are listed or listened to, because such requests have no session. */
  sessionId: string;
  tenantId: string;
  client: ClientInfo;
  /** The capabilities that the client states. Check them before you ask for input. */
  capabilities: ClientCapabilities;
  /** Reports progress: to admins for a tool call, and to the agent if it asked for progress. */
  reportProgress(update: ProgressUpdate): Promise<void>;
  /** Sends a log message to the agent, if the agent wants messages of this level. */
  log(level: LoggingLevel, data: unknown, logger?: string): Promise<void>;
  /** Asks the user. The content of an accepted form matches its schema. Rejects when the client cannot ask. */
  elicit(params: ElicitParams, options?: InputOptions): Promise<ElicitResult>;
  /** Asks the client's model. Rejects when the client has none. */
  sample(params: CreateMessageRequestParamsBase, options?: InputOptions): Promise<CreateMessageResult>;
  sample(
    params: CreateMessageRequestParamsWithTools,
    options?: InputOptions,
  ): Promise<CreateMessageResultWithTools>;
  /** Asks for the folders that the client works in. Rejects when the client does not share them. */
  listRoots(options?: InputOptions): Promise<Root[]>;
}

/** The context of a tool's handler. */
export type ToolContext = HandlerContext;

/** The context of a prompt's handler. */
export type PromptContext = HandlerContext;

/** The context of a resource's handler. */
export interface ResourceContext extends HandlerContext {
  /** The URI of the resource that the agent asked for. */
  uri: string;
}
