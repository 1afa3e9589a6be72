import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { readChunks } from './read-chunks.ts';

describe('readChunks', () => {
  let stream: PassThrough;
  let taken: string[];

  beforeEach(() => {
    stream = new PassThrough({ encoding: 'utf8' });
    taken = [];
  });

  it('passes on every chunk in order, and resolves at the end', async () => {
    const read = readChunks(stream, (chunk: string) => void taken.push(chunk));
    stream.write('a');
    stream.end('b');
    await read;
    expect(taken.join('')).toBe('ab');
  });

  describe('while a chunk is taken', () => {
    let letGo: () => void;
    let read: Promise<void>;

    beforeEach(async () => {
      const { promise: held, resolve } = Promise.withResolvers<void>();
      letGo = resolve;
      const begun = Promise.withResolvers<void>();
      read = readChunks(stream, async (chunk: string) => {
        begun.resolve();
        await held;
        taken.push(chunk);
      });
      stream.write('a');
      await begun.promise;
    });

    it('reads no other', async () => {
      stream.end('b');
      expect(stream.isPaused()).toBe(true);
      letGo();
      await read;
      expect(taken).toEqual(['a', 'b']);
    });

    it('does not resolve, although the stream has ended', async () => {
      let isOver = false;
      const over = read.then(() => (isOver = true));
      const ended = once(stream, 'end');
      stream.end();
      stream.resume();
      await ended;
      expect(isOver).toBe(false);
      letGo();
      await over;
      expect(taken).toEqual(['a']);
    });

    it('does not reject, although the stream was closed before its end', async () => {
      let fault = '';
      const over = read.catch(({ message }: Error) => (fault = message));
      const closed = once(stream, 'close');
      stream.destroy();
      await closed;
      expect(fault).toBe('');
      letGo();
      await over;
      expect(fault).toBe('The stream was closed before its end');
      expect(taken).toEqual(['a']);
    });
  });

  it.each([
    [
      'throws',
      () => {
        throw new Error('Not this');
      },
    ],
    ['rejects', () => Promise.reject(new Error('Not this'))],
  ])('ends the reading when taking a chunk %s', async (_, take) => {
    const read = readChunks(stream, take);
    stream.write('a');
    await expect(read).rejects.toThrow('Not this');
    expect(stream.destroyed).toBe(true);
  });
});
