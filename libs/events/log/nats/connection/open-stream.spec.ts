import type { JetStreamManager, StreamInfo } from '@nats-io/jetstream';
import { STREAM_EXISTS, STREAM_NOT_FOUND, SUBJECTS_OVERLAP } from './nats-api-codes.ts';
import { openStream } from './open-stream.ts';

function refusal(code: number): Error {
  return Object.assign(new Error('refused'), { code });
}

/** A server whose `add` fails with a code, after another process has created the stream, or nobody has. */
function server(code: number, isCreatedMeanwhile: boolean) {
  const asked: string[] = [];
  const streams = {
    info: (name: string) => {
      asked.push('info');
      const isThere = isCreatedMeanwhile && asked.includes('add');
      return isThere
        ? Promise.resolve({ config: { name, description: 'theirs' } } as StreamInfo)
        : Promise.reject(refusal(STREAM_NOT_FOUND));
    },
    add: () => {
      asked.push('add');
      return Promise.reject(refusal(code));
    },
  };
  return { manager: { streams } as unknown as JetStreamManager, asked };
}

describe('openStream', () => {
  it.each([
    ['name', STREAM_EXISTS],
    ['subjects', SUBJECTS_OVERLAP],
  ])(
    'takes the stream of a process that created it first, when the server refuses the %s',
    async (_, code) => {
      const { manager } = server(code, true);
      const { config } = await openStream(manager, 'LOG', () => ({ subjects: ['log.>'] }));
      expect(config.description).toBe('theirs');
    },
  );

  it('fails when a stream of another name has the subjects', async () => {
    const { manager, asked } = server(SUBJECTS_OVERLAP, false);
    await expect(openStream(manager, 'LOG', () => ({ subjects: ['log.>'] }))).rejects.toMatchObject({
      code: SUBJECTS_OVERLAP,
    });
    expect(asked).toEqual(['info', 'add', 'info', 'add']);
  });

  it('does not repeat what failed for another reason', async () => {
    const { manager, asked } = server(10_047, false);
    await expect(openStream(manager, 'LOG', () => ({}))).rejects.toMatchObject({ code: 10_047 });
    expect(asked).toEqual(['info', 'add']);
  });
});
