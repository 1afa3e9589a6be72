const CRLF = '\r\n';

/**
 * Frames that many responses are sent alike, encoded once: in UTF-8, and the same bytes as one chunk of HTTP/1.1's
 * chunked coding, which goes to a socket as it is.
 */
export class SharedFrames {
  readonly bytes: Buffer;

  private constructor(
    /** The bytes in their framing. */
    readonly chunk: Buffer,
    headLength: number,
  ) {
    this.bytes = chunk.subarray(headLength, chunk.length - CRLF.length);
  }

  /** At least one frame: an empty chunk would end a response. */
  static of(text: string): SharedFrames {
    const head = headOf(Buffer.byteLength(text));
    return new SharedFrames(Buffer.from(head + text + CRLF), head.length);
  }

  /** At least one piece. */
  static joined(pieces: readonly [SharedFrames, ...SharedFrames[]]): SharedFrames {
    if (pieces.length === 1) return pieces[0];
    const parts = pieces.map(({ bytes }) => bytes);
    const head = headOf(parts.reduce((sum, { length }) => sum + length, 0));
    return new SharedFrames(Buffer.concat([Buffer.from(head), ...parts, Buffer.from(CRLF)]), head.length);
  }
}

/** What a chunk of so many bytes begins with. */
function headOf(length: number): string {
  return length.toString(16) + CRLF;
}
