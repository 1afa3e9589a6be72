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
 * Runs the SDK's own checks on a request of revision 2026-07-28: era, revision, envelope and headers. A valid request
 * goes to its exchange, not to a server of the SDK. WHY: the checks are only available inside `createMcpHandler`,
 * whose factory must return an `McpServer`. This class is one, but serves nothing. `sdk.spec.ts` pins the internals
 * that it relies on.
 */
class Gate extends McpServer {
  constructor(
    identity: Implementation,
    private readonly exchange: GatedExchange,
  ) {
    super(identity);
  }

  /** Internal to the SDK, which calls it to check `Mcp-Param-*` headers. */
  override toolInputSchemaJson(name: string): Record<string, unknown> | undefined {
    return this.exchange.inputSchema(name);
  }

  override async connect(transport: Transport): Promise<void> {
    // The SDK counts the exchange as in flight until its server has closed.
    const close = (): void => this.server.onclose?.();
    transport.onclose = close;
    await this.exchange.accept(transport);
    await transport.start();
  }
}

/** Creates the gate. `onRefused` receives the reason of each refusal, which may quote the request. */
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
