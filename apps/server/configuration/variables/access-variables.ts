import { wholeNumber } from './plain-values.ts';
import { adminTokens, agentKeys, host, hostnames, path, publicUrl, trustProxy } from './values.ts';
import type { Variable } from './variable.ts';

/** Where the server listens, and who may use it. */
export const LISTENING = {
  PORT: {
    schema: wholeNumber(0, 65_535),
    default: '3000',
    meaning: 'The port to listen on; 0 picks a free one.',
    remedy: 'Give a port, such as PORT=3000, or 0 for any that is free.',
  },
  HOST: {
    schema: host,
    default: '127.0.0.1',
    meaning:
      'The address to listen on. An address other than loopback requires `AGENT_KEYS` and `ADMIN_TOKENS`.',
    remedy: 'Give an address without brackets, port or zone, such as HOST=127.0.0.1 or HOST=0.0.0.0.',
  },
  ADMIN_TOKENS: {
    schema: adminTokens,
    default: [],
    secret: true,
    meaning:
      'The bearer tokens of admins, each of 16 characters or more beyond loopback. Without any, the server generates one and prints a sign-in link.',
    remedy: 'Give a comma list of tokens; `openssl rand -hex 32` makes a good one.',
  },
  AGENT_KEYS: {
    schema: agentKeys,
    default: [],
    secret: true,
    meaning:
      'The bearer keys of agents as `tenant=key`, each of 16 characters or more beyond loopback. Without any, agents on this machine are anonymous and belong to the tenant `default`.',
    remedy: 'Give a comma list such as AGENT_KEYS=acme=KEY1,globex=KEY2; keys must differ.',
  },
  INGEST_KEYS: {
    schema: agentKeys,
    default: [],
    secret: true,
    meaning:
      'The bearer keys with which `crowsnest stdio` and `crowsnest-observe` send events of other servers, as `tenant=key`, each of 16 characters or more beyond loopback. Without keys, here or in `observers`, nobody can send any.',
    remedy: 'Give a comma list such as INGEST_KEYS=acme=KEY1,globex=KEY2; keys must differ.',
  },
} as const satisfies Record<string, Variable>;

/** How clients reach the server when it is not directly at the address it listens on. */
export const ADDRESSES = {
  CROWSNEST_ALLOWED_HOSTS: {
    schema: hostnames,
    default: [],
    meaning: 'Additional host names at which clients reach the server, and whose pages may use it.',
    remedy: 'Give a comma list of host names, such as watch.example.com,10.0.0.5.',
  },
  CROWSNEST_PUBLIC_URL: {
    schema: publicUrl,
    meaning: 'The URL of the console when the server is behind a proxy.',
    remedy: 'Give only the scheme, host and port, such as https://watch.example.com.',
  },
  CROWSNEST_PATH: {
    schema: path,
    meaning: 'The path of all routes except `/mcp`, such as `/ops`. Default: the root.',
    remedy: 'Give a path of letters, digits and . _ ~ -, such as /ops.',
  },
  CROWSNEST_TRUST_PROXY: {
    schema: trustProxy,
    meaning:
      'The proxies whose `X-Forwarded-*` headers are trusted: their number, or a comma list of addresses, networks, `loopback`, `linklocal` and `uniquelocal`.',
    remedy: 'Give the number of proxies, such as 1, or their addresses, such as loopback,10.0.0.0/8.',
  },
} as const satisfies Record<string, Variable>;
