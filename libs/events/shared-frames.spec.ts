import { SharedFrames } from './shared-frames.ts';

const AWKWARD = 'data: "é 統 😀 \u2028 \\ud800 \u0085"\n\n';

/** What HTTP/1.1 makes a chunk of, counted in bytes. */
function chunkOf(text: string): string {
  return `${Buffer.from(text).length.toString(16)}\r\n${text}\r\n`;
}

describe('frames that many are sent', () => {
  it('are the same bytes as a chunk and without it', () => {
    const { chunk, bytes } = SharedFrames.of(AWKWARD);
    expect(bytes.toString()).toBe(AWKWARD);
    expect(chunk.toString()).toBe(chunkOf(AWKWARD));
  });

  it('are one chunk when they are joined', () => {
    const { chunk, bytes } = SharedFrames.joined([SharedFrames.of(AWKWARD), SharedFrames.of('data: 1\n\n')]);
    expect(bytes.toString()).toBe(`${AWKWARD}data: 1\n\n`);
    expect(chunk.toString()).toBe(chunkOf(`${AWKWARD}data: 1\n\n`));
  });

  it('are not copied when there is nothing to join them with', () => {
    const frames = SharedFrames.of(AWKWARD);
    expect(SharedFrames.joined([frames])).toBe(frames);
  });
});
