/** The names of the server, the proxies that it trusts, and who may connect without a key. */
export interface AccessOptions {
  /** The address or name that the server listens on. Default: 127.0.0.1. */
  host?: string;
  /** Additional hostnames, without a port, at which clients may reach the server. */
  allowedHosts?: readonly string[];
  /** The URL of the console when the server is behind a proxy. */
  publicUrl?: string | null;
  /** The number of proxies, or their addresses, whose `X-Forwarded-*` headers are trusted; false: none. */
  trustProxy?: TrustedProxies;
  /**
   * Where agents without a key are accepted when no keys are configured. Default: `loopback`, which means this
   * machine without a proxy. `everywhere` accepts every client that reaches the port, `nowhere` none.
   */
  anonymousAgents?: 'loopback' | 'everywhere' | 'nowhere';
}

/** Express's `trust proxy` without `true`, which would trust every client. */
export type TrustedProxies = false | number | readonly string[];
