import { SharedFrames } from './shared-frames.ts';

const AWKWARD = 'data: "é 統 😀 \u2028 \\ud800 \u0085"\n\n';

describe('frames that many are sent', () => {
  it('are the same bytes as a chunk and without it, counted in bytes', () => {
    const piece = Buffer.from(AWKWARD);
    const { chunk, frames } = new SharedFrames([piece, piece]);
    const bytes = Buffer.from(AWKWARD + AWKWARD);
    expect(frames).toEqual(bytes);
    expect(chunk).toEqual(
      Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from('\r\n')]),
    );
  });
});
