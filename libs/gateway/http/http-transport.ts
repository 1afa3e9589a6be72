import type { HttpUpstream } from '../upstream-options.ts';
import type { UpstreamTransport } from '../link/upstream-link.ts';
import { HttpRequests } from './http-requests.ts';
import { LegacyHttpLink } from './legacy-http-link.ts';
import { ModernHttpLink } from './modern-http-link.ts';

/** Reaches an upstream over Streamable HTTP. A link connects when it has something to send. */
export function createHttpTransport({ url, headers, auth }: HttpUpstream): UpstreamTransport {
  const requests = new HttpRequests(url, auth === 'none' ? {} : headers);
  return {
    kind: 'http',
    target: requests.target,
    address: requests.address,
    useCredentials: (credentials) => {
      if (auth !== 'none') requests.useHeaders(credentials.headers ?? {});
    },
    open: async (era, _owner, listener) =>
      era === 'legacy' ? new LegacyHttpLink(requests, listener) : new ModernHttpLink(requests, listener),
  };
}
