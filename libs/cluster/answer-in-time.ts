import type { ClientRequest, IncomingMessage } from 'node:http';
import { inTime } from '#events';

/**
 * Resolves with the answer to a request of ours, as `read` returns it. Rejects if the request fails or `read` does, and if
 * the answer is not whole within `ms`, which ends the request. Without `ms` it waits until the request has ended.
 */
export async function answerInTime<T>(
  sent: ClientRequest,
  read: (answer: IncomingMessage) => Promise<T>,
  ms?: number,
): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  sent.once('response', resolve);
  sent.on('error', reject);
  const answer = promise.then(read);
  if (ms === undefined) return answer;
  return inTime(answer, ms, () => {
    const late = new Error(`No answer within ${ms} ms`);
    sent.destroy(late);
    throw late;
  });
}
