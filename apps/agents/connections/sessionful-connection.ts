import { setTimeout as delay } from 'node:timers/promises';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import {
  StreamableHTTPClientTransport,
  StreamableHTTPError,
} from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { CallToolResultSchema, ErrorCode, McpError } from '@modelcontextprotocol/sdk/types.js';
import {
  ANSWER_TIMEOUT_MS,
  connectionError,
  requestOptions,
  textOf,
  type Answer,
  type Call,
  type CallOptions,
  type Connect,
  type Connection,
} from './connection.ts';

/** Codes that the SDK itself creates: for a closed connection, and for a call without an answer. */
const NOT_FROM_THE_SERVER: readonly number[] = [ErrorCode.ConnectionClosed, ErrorCode.RequestTimeout];

/** Maximum time to wait for the end of the session, in milliseconds: the server may be shutting down. */
const GOODBYE_MS = 2_000;

/** Connects like most agents today: SDK v1, `initialize`, a session id and revision 2025-11-25. */
export const connectWithSession: Connect = async (destination, identity) => {
  const client = new Client(identity);
  const transport = new StreamableHTTPClientTransport(destination.url, requestOptions(destination));
  try {
    await client.connect(transport, { timeout: ANSWER_TIMEOUT_MS });
    await client.listTools();
  } catch (error) {
    await client.close();
    throw lost(error);
  }
  return new SessionfulConnection(client, transport);
};

class SessionfulConnection implements Connection {
  readonly description: string;

  constructor(
    private readonly client: Client,
    private readonly transport: StreamableHTTPClientTransport,
  ) {
    this.description = `revision ${transport.protocolVersion}, session ${transport.sessionId}`;
  }

  async callTool({ tool, args }: Call, { signal, onProgress }: CallOptions): Promise<Answer> {
    try {
      const result = await this.client.callTool({ name: tool, arguments: args }, CallToolResultSchema, {
        signal,
        onprogress: onProgress,
        timeout: ANSWER_TIMEOUT_MS,
        resetTimeoutOnProgress: true,
      });
      const text = textOf(CallToolResultSchema.parse(result).content);
      return { outcome: result.isError ? 'failed' : 'ok', text };
    } catch (error) {
      if (signal.aborted) return { outcome: 'cancelled', text: 'cancelled' };
      if (isAnswer(error)) return { outcome: 'failed', text: error.message };
      throw lost(error);
    }
  }

  async sayGoodbye(): Promise<void> {
    const ended = this.transport.terminateSession().catch(() => {}); // The server may be gone already.
    await Promise.race([ended, delay(GOODBYE_MS, undefined, { ref: false })]);
    await this.client.close();
  }

  async vanish(): Promise<void> {
    await this.client.close();
  }
}

function isAnswer(error: unknown): error is McpError {
  return error instanceof McpError && !NOT_FROM_THE_SERVER.includes(error.code);
}

function lost(error: unknown): Error {
  return connectionError(error, error instanceof StreamableHTTPError ? error.code : undefined);
}
