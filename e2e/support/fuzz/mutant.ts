import type { OutgoingHttpHeaders } from 'node:http';

/** A request to `/mcp` that may be broken in any way that HTTP can carry. */
export interface Mutant {
  method: string;
  headers: OutgoingHttpHeaders;
  body: Buffer | undefined;
  /** The sizes of the parts in which the body is written. Without any, it is sent as one with its length. */
  parts: number[];
  /** Whether the answer may be a stream that lasts as long as the client wants. */
  isEndless: boolean;
  /** Whether the client disconnects before it has sent everything. */
  isCut: boolean;
}
