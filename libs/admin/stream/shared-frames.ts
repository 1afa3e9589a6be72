const CRLF = '\r\n';

/**
 * Frames that many responses are sent alike, as a chunk of HTTP/1.1's chunked coding and without it: the same
 * bytes, encoded once.
 */
export class SharedFrames {
  readonly chunk: Buffer;
  readonly frames: Buffer;

  constructor(text: string) {
    const length = Buffer.byteLength(text);
    const head = length.toString(16) + CRLF;
    const end = head.length + length;
    this.chunk = Buffer.allocUnsafe(end + CRLF.length);
    this.chunk.write(head, 0, 'latin1');
    this.chunk.write(text, head.length, 'utf8');
    this.chunk.write(CRLF, end, 'latin1');
    this.frames = this.chunk.subarray(head.length, end);
  }
}
