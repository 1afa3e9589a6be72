/** The names under which the server is reached, the proxies that speak for its clients, and who needs no key. */
export interface AccessOptions {
  /** The address or name that the server listens on. Default: 127.0.0.1. */
  host?: string;
  /** Further hostnames, without a port, under which clients may reach it. */
  allowedHosts?: readonly string[];
  /** The URL at which people open the console, when a proxy stands before the server. */
  publicUrl?: string | null;
  /** The number of proxies, or their addresses, that are believed about `X-Forwarded-*`; false: none. */
  trustProxy?: TrustedProxies;
  /**
   * Where agents without a key are served when no keys are configured. Default: `loopback`, which is this
   * machine without a proxy. `everywhere` lets in whoever reaches the port.
   */
  anonymousAgents?: 'loopback' | 'everywhere';
}

/** Express's `trust proxy` without its `true`, which would believe every client. */
export type TrustedProxies = false | number | readonly string[];
