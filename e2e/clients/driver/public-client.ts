/** Where a client connects to, and as whom. */
export interface Destination {
  url: string;
  headers: Record<string, string>;
  /** What the client is to call itself, if it lets its user choose. */
  name: string;
  version: string;
  era: Era;
}

/** The era that a client is told to speak, where it can be told; `auto` leaves it to client and server. */
export type Era = 'legacy' | 'auto' | 'modern';

/** What the user of a client is given as the result of a call. */
export interface Answer {
  text?: string;
  structured?: unknown;
}

/** One connected client, in terms that all of them have in common. */
export interface PublicClient {
  /** The names of the tools, as the server offers them. */
  listTools(): Promise<string[]>;
  /** Rejects if the client reports an error, be it the tool's or its own. */
  call(tool: string, args: Record<string, unknown>, signal: AbortSignal): Promise<Answer>;
  close(): Promise<void>;
}

/** What each adapter exports. */
export type Connect = (destination: Destination) => Promise<PublicClient>;
