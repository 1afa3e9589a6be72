import type { OutgoingHttpHeaders } from 'node:http';

/** A request to `/mcp` that may be broken in any way that HTTP can carry. */
export interface Mutant {
  method: string;
  headers: OutgoingHttpHeaders;
  body: Buffer | undefined;
  /** The sizes of the parts in which the body is written; without any it goes in one, with its length. */
  parts: number[];
  /** What answers it may be a stream that goes on for as long as the client wants. */
  isEndless: boolean;
  /** The client goes away before it has sent everything. */
  isCut: boolean;
}
