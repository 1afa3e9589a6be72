import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { postWebhook } from './post-webhook.ts';

const { signal } = new AbortController();

describe('a webhook', () => {
  let server: Server;

  async function post(answer: RequestListener, answerMs?: number): Promise<void> {
    server = createServer(answer).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
    const receiver = { name: 'ops', form: 'slack', url, allowPrivate: true } as const;
    await postWebhook(receiver, { body: '{}', headers: {} }, signal, answerMs);
  }

  afterEach(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });

  it('is tried again after a receiver that never answers', async () => {
    const error = { message: expect.stringContaining('did not answer in time'), isPassing: true };
    await expect(post(() => undefined, 50)).rejects.toMatchObject(error);
  });

  it('is tried again after a receiver that closes the connection', async () => {
    const error = { message: expect.stringContaining('could not be reached (ECONNRESET)'), isPassing: true };
    await expect(post((request) => void request.socket.destroy())).rejects.toMatchObject(error);
  });

  it('is delivered once the head of the answer is there, however long the rest is', async () => {
    await expect(post((_, response) => void response.writeHead(200).write('…'))).resolves.toBeUndefined();
  });

  it.each([
    [429, true, 7_000],
    [503, true, 7_000],
    [410, false, 7_000],
  ])('that is answered with %i says whether to try again, and when', async (status, isPassing, leaveMs) => {
    const answer = post((_, response) => void response.writeHead(status, { 'retry-after': '7' }).end());
    await expect(answer).rejects.toMatchObject({ isPassing, leaveMs });
  });
});
