import {
  Client,
  ProtocolError,
  SdkHttpError,
  StreamableHTTPClientTransport,
} from '@modelcontextprotocol/client';
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
import { newTrace, type Trace } from './trace.ts';

const REVISION = '2026-07-28';

/** Connects like agents of revision 2026-07-28: SDK v2, `server/discover`, no session and no `initialize`. */
export const connectWithoutSession: Connect = async (destination, identity) => {
  const client = new Client(identity, { versionNegotiation: { mode: { pin: REVISION } } });
  const transport = new StreamableHTTPClientTransport(destination.url, requestOptions(destination));
  const trace = newTrace();
  try {
    await client.connect(transport, { timeout: ANSWER_TIMEOUT_MS });
    await client.listTools({ _meta: { traceparent: trace.traceparent() } });
  } catch (error) {
    await client.close();
    throw lost(error);
  }
  return new SessionlessConnection(client, trace);
};

class SessionlessConnection implements Connection {
  readonly description: string;

  constructor(
    private readonly client: Client,
    private readonly trace: Trace,
  ) {
    this.description = `revision ${client.getNegotiatedProtocolVersion()}, trace ${trace.traceId}`;
  }

  async callTool({ tool, args }: Call, { signal, onProgress }: CallOptions): Promise<Answer> {
    try {
      const result = await this.client.callTool(
        { name: tool, arguments: args, _meta: { traceparent: this.trace.traceparent() } },
        { signal, onprogress: onProgress, timeout: ANSWER_TIMEOUT_MS, resetTimeoutOnProgress: true },
      );
      return { outcome: result.isError ? 'failed' : 'ok', text: textOf(result.content) };
    } catch (error) {
      if (signal.aborted) return { outcome: 'cancelled', text: 'cancelled' };
      if (error instanceof ProtocolError) return { outcome: 'failed', text: error.message };
      throw lost(error);
    }
  }

  async sayGoodbye(): Promise<void> {
    await this.client.close();
  }

  async vanish(): Promise<void> {
    await this.client.close();
  }
}

function lost(error: unknown): Error {
  return connectionError(error, error instanceof SdkHttpError ? error.status : undefined);
}
