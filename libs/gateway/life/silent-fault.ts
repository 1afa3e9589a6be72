import { UpstreamFault } from '../link/upstream-fault.ts';
import type { LinkHost } from './link-host.ts';

/** The fault of an upstream that does not answer its first request. */
export function silentFault({ name, handshakeMs, strayCount }: LinkHost, method: string): UpstreamFault {
  const silent = `Upstream "${name}" did not answer "${method}" within ${handshakeMs / 1_000} s.`;
  if (strayCount === 0) return new UpstreamFault('HANDSHAKE_TIMEOUT', silent, { wasSent: true });
  const mend =
    'It writes text that is not MCP to stdout: is it a server, and does it need an argument to speak MCP there?';
  return new UpstreamFault('NOT_MCP', `${silent} ${mend}`, { wasSent: true });
}
