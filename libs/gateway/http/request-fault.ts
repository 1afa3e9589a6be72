import { UpstreamFault, type UpstreamFaultCode } from '../link/upstream-fault.ts';

const OF_DNS = ['ENOTFOUND', 'EAI_AGAIN', 'EAI_NODATA'];

/** Parts of the codes by which Node.js tells that TLS has failed. */
const OF_TLS = /^(CERT_|ERR_TLS|ERR_SSL|EPROTO|UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO|HOSTNAME_MISMATCH)/;

const MENDS = {
  DNS: 'Its host has no address. Check the host in the URL.',
  TLS: 'TLS has failed. Check whether it serves https there, and its certificate; NODE_EXTRA_CA_CERTS names a file with further authorities.',
  CLOSED: 'The request was given up.',
  UNREACHABLE: 'Check whether it runs and listens at this URL.',
} satisfies Partial<Record<UpstreamFaultCode, string>>;

/** The fault of a connection that broke before the answer to a request. What the upstream has done is not known. */
export function lostConnection(target: string, cause?: unknown): UpstreamFault {
  const { code } = (cause ?? {}) as NodeJS.ErrnoException;
  const how = code === undefined ? '' : ` (${code})`;
  const message = `The connection to ${target} was lost before the answer${how}. Whether the request was carried out is not known.`;
  return new UpstreamFault('UNREACHABLE', message, { wasSent: true, cause });
}

/** The fault of a request that got no response. `wasSent`: whether it may have reached the upstream. */
export function faultOfRequest(
  error: NodeJS.ErrnoException,
  target: string,
  wasSent: boolean,
): UpstreamFault {
  const code = codeOf(error);
  if (code === 'UNREACHABLE' && wasSent) return lostConnection(target, error);
  const cause = error.code ?? error.message;
  return new UpstreamFault(code, `${target} cannot be reached (${cause}). ${MENDS[code]}`, {
    wasSent,
    cause: error,
  });
}

function codeOf({ name, code = '' }: NodeJS.ErrnoException): keyof typeof MENDS {
  if (name === 'AbortError') return 'CLOSED';
  if (OF_DNS.includes(code)) return 'DNS';
  return OF_TLS.test(code) ? 'TLS' : 'UNREACHABLE';
}
