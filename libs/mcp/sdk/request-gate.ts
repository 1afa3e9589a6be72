import {
  createMcpHandler,
  McpServer,
  type Implementation,
  type McpHttpHandler,
  type Transport,
} from '@modelcontextprotocol/server';
import { GateRequest } from './gate-request.ts';
import type { GatedExchange } from './gated-exchange.ts';

/**
 * The SDK's own checks of a request of revision 2026-07-28: era, revision, envelope, headers. What passes them goes to
 * its exchange, and not to a server of the SDK. WHY: the checks are not public but inside of `createMcpHandler`, whose
 * product must be an `McpServer`: so this is one, which serves nothing. `sdk.spec.ts` pins what it relies on.
 */
class Gate extends McpServer {
  constructor(
    identity: Implementation,
    private readonly exchange: GatedExchange,
  ) {
    super(identity);
  }

  /** Marked as internal by the SDK: what it checks `Mcp-Param-*` headers by. */
  override toolInputSchemaJson(name: string): Record<string, unknown> | undefined {
    return this.exchange.inputSchema(name);
  }

  override async connect(transport: Transport): Promise<void> {
    // The SDK counts the exchange as in flight until its server has closed.
    transport.onclose = () => this.server.onclose?.();
    await this.exchange.accept(transport);
    await transport.start();
  }
}

/** Makes the gate. `onRefused` is called with the reason of each refusal, which may quote what was sent. */
export function createRequestGate(
  identity: Implementation,
  onRefused: (error: Error) => void,
): McpHttpHandler {
  return createMcpHandler(
    ({ requestInfo }) => {
      if (requestInfo instanceof GateRequest) return new Gate(identity, requestInfo.exchange);
      throw new Error('The SDK did not pass the request on');
    },
    { legacy: 'reject', onerror: onRefused },
  );
}
