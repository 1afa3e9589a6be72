import type { UpstreamTransport } from '../link/upstream-link.ts';
import { ObservedLink } from './observed-link.ts';
import type { UpstreamObservation } from './upstream-observation.ts';

/** A transport whose links are observed: every request to its upstream, and every one that the upstream makes. */
export function observedTransport(
  name: string,
  transport: UpstreamTransport,
  observation: UpstreamObservation,
): UpstreamTransport {
  const { kind, target, address, output } = transport;
  const destination = { name, address };
  return {
    kind,
    target,
    ...(address && { address }),
    ...(output && { output }),
    useCredentials: (credentials) => transport.useCredentials(credentials),
    open: (era, owner, listener) =>
      ObservedLink.open(destination, listener, observation, (to) => transport.open(era, owner, to)),
  };
}
