/**
 * How an upstream server is started or reached, in the `mcpServers` format of MCP clients, with options of ours in
 * addition.
 */
export type UpstreamOptions = (StdioUpstream | HttpUpstream) & SharedOptions;

/** A server that is started as a process and speaks over its pipes. */
export interface StdioUpstream {
  type?: 'stdio';
  command: string;
  args?: readonly string[];
  /** What the process gets beside a short list of harmless variables of ours. */
  env?: Readonly<Record<string, string>>;
  /** Default: the folder in which Crowsnest was started. */
  cwd?: string;
}

/** A server that listens for Streamable HTTP. */
export interface HttpUpstream {
  type?: 'http' | 'streamable-http' | 'streamable_http' | 'streamableHttp';
  url: string;
  /** Sent with each request. */
  headers?: Readonly<Record<string, string>>;
  /**
   * What goes up of an agent's credentials: nothing (`none`), only the configured headers (`headers`), or the agent's own
   * `Authorization` (`passthrough`). Default: `headers` if there are some, else `none`.
   */
  auth?: 'none' | 'headers' | 'passthrough';
}

/** Options of ours, for both kinds. */
export interface SharedOptions {
  /** The era that the upstream is spoken to in. Default: `auto`, which finds it out once and remembers it. */
  era?: 'auto' | 'legacy' | 'modern';
  /**
   * How long the answer to the first request of a process or session may take, in milliseconds. Default: 60,000, because
   * `npx` may have to install the server first.
   */
  startTimeoutMs?: number;
  /** How long a request may take, in milliseconds; progress begins it anew. Default: as long as it wants. */
  timeoutMs?: number;
  /** Maximum number of requests in flight; further ones wait in a bounded queue. Default: no limit. */
  maxConcurrent?: number;
  /**
   * Whether all agents of a tenant share one session of the upstream, and over stdio one process. It can then ask no agent
   * for input. Default: false, each session of an agent has a session of its own.
   */
  shared?: boolean;
  /** The tenants whose agents see the upstream. Default: all. */
  tenants?: readonly string[];
}

/** The upstreams by name. A name consists of letters, digits, `-` and `_`. */
export type Upstreams = Readonly<Record<string, UpstreamOptions>>;
