/** Thrown when another instance has not answered. Whether it has seen the request is not known. */
export class PeerLostError extends Error {
  override readonly name = 'PeerLostError';
}
