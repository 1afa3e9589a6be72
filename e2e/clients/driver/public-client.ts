/** Where and as whom a client connects. */
export interface Destination {
  url: string;
  headers: Record<string, string>;
  /** The name that the client should send, if it lets its user choose one. */
  name: string;
  version: string;
  era: Era;
}

/** The era that a client must speak, if it can be configured; `auto` lets client and server decide. */
export type Era = 'legacy' | 'auto' | 'modern';

/** The result of a call as the client gives it to its user. */
export interface Answer {
  text?: string;
  structured?: unknown;
}

/** A connected client, reduced to what all clients can do. */
export interface PublicClient {
  /** The names of the tools in the order of the server. */
  listTools(): Promise<string[]>;
  /** Rejects if the client reports an error, either the tool's or its own. */
  call(tool: string, args: Record<string, unknown>, signal: AbortSignal): Promise<Answer>;
  close(): Promise<void>;
}

/** What each adapter exports. */
export type Connect = (destination: Destination) => Promise<PublicClient>;
