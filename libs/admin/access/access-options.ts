/** Under which names the server is reached, and which proxies speak for its clients. */
export interface AccessOptions {
  /** The address or name that the server listens on. */
  host: string;
  /** Further hostnames, without a port, under which clients may reach it. */
  allowedHosts?: readonly string[];
  /** The URL at which people open the console, when a proxy stands before the server. */
  publicUrl?: string | null;
  /** How many proxies, or which addresses, are believed about `X-Forwarded-*`; false: none. */
  trustProxy?: TrustedProxies;
}

/** Express's `trust proxy`, without its `true`, which would believe every client. */
export type TrustedProxies = false | number | readonly string[];
