const CRLF = '\r\n';

/**
 * Frames that many responses are sent alike, joined into one chunk of HTTP/1.1's chunked coding, and without that:
 * the same bytes.
 */
export class SharedFrames {
  readonly chunk: Buffer;
  readonly frames: Buffer;

  constructor(pieces: readonly Uint8Array[]) {
    const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
    const head = Buffer.from(length.toString(16) + CRLF);
    const end = Buffer.from(CRLF);
    this.chunk = Buffer.concat([head, ...pieces, end], head.length + length + end.length);
    this.frames = this.chunk.subarray(head.length, head.length + length);
  }
}
