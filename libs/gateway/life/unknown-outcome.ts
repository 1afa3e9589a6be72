import { UpstreamFault } from '../link/upstream-fault.ts';
import type { RequestInFlight } from './request-in-flight.ts';

/** The fault of a request whose connection has ended: a call may have been carried out, and is not sent again. */
export function unknownOutcome({ method }: RequestInFlight, fault: UpstreamFault): UpstreamFault {
  const { code, message, exitCode, signal, stderr } = fault;
  const unknown = ' Whether the call was carried out is not known, so it was not sent again.';
  return new UpstreamFault(code, method === 'tools/call' ? message + unknown : message, {
    wasSent: true,
    ...(exitCode !== undefined && { exitCode }),
    ...(signal && { signal }),
    ...(stderr !== undefined && { stderr }),
    cause: fault,
  });
}
