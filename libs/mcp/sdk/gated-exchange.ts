import type { Transport } from '@modelcontextprotocol/server';

/** A request of revision 2026-07-28 that asks to be let through. */
export interface GatedExchange {
  /** The JSON Schema of a tool's arguments, by which headers that repeat them are checked. */
  inputSchema(tool: string): Record<string, unknown> | undefined;
  /** Headers and envelope are right. The transport delivers the message next, and takes its answer. */
  accept(transport: Transport): Promise<void>;
}
