import type { UpstreamFault } from '../link/upstream-fault.ts';
import type { RequestInFlight } from './request-in-flight.ts';

/** The fault of a request whose connection has ended: a call may have been carried out, and is not sent again. */
export function unknownOutcome({ method }: RequestInFlight, fault: UpstreamFault): UpstreamFault {
  const unknown = ' Whether the call was carried out is not known, so it was not sent again.';
  const message = method === 'tools/call' ? fault.message + unknown : fault.message;
  return fault.asMetBy({ wasSent: true, message });
}
