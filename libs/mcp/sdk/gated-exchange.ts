import type { Transport } from '@modelcontextprotocol/server';

/** A request of revision 2026-07-28 that the gate checks. */
export interface GatedExchange {
  /** The JSON Schema of a tool's arguments, which the gate uses to check headers that repeat them. */
  inputSchema(tool: string): Record<string, unknown> | undefined;
  /** Called when headers and envelope are valid. The transport then delivers the message and takes its answer. */
  accept(transport: Transport): Promise<void>;
}
