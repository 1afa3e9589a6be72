import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { DeliveryError } from './delivery-error.ts';
import { lookupPublic, PrivateTargetError, requirePublicHost } from './public-addresses.ts';
import type { WebhookReceiver } from './receiver.ts';
import { retryAfterMs } from './retry-after.ts';

/** Milliseconds in which a receiver has to answer. */
const ANSWER_MS = 15_000;

/** Answers after which it is worth to try again: too slow, too many, or the receiver's own fault. */
const PASSING = new Set([408, 425, 429]);

/** A webhook, ready to be sent. */
export interface WebhookRequest {
  body: string;
  headers: Record<string, string>;
}

/**
 * Posts a webhook, and resolves once the receiver has taken it: with a status of 2xx. No redirect is followed. Rejects
 * with a {@link DeliveryError}, which names no secret.
 */
export async function postWebhook(
  receiver: WebhookReceiver,
  request: WebhookRequest,
  signal: AbortSignal,
  answerMs = ANSWER_MS,
): Promise<void> {
  const url = new URL(receiver.url);
  const deadline = AbortSignal.timeout(answerMs);
  try {
    if (!receiver.allowPrivate) requirePublicHost(url.hostname);
    const answer = await post(url, receiver.allowPrivate, request, AbortSignal.any([signal, deadline]));
    const { status } = answer;
    if (status >= 200 && status < 300) return;
    const isPassing = status >= 500 || PASSING.has(status);
    const leaveMs = retryAfterMs(answer.retryAfter, Date.now());
    throw new DeliveryError(`${url.host} answered with ${status}`, isPassing, leaveMs);
  } catch (error) {
    if (error instanceof DeliveryError) throw error;
    if (error instanceof PrivateTargetError) throw new DeliveryError(error.message, false);
    if (deadline.aborted) throw new DeliveryError(`${url.host} did not answer in time`, true);
    const { code = 'an error' } = error as NodeJS.ErrnoException;
    throw new DeliveryError(`${url.host} could not be reached (${code})`, true);
  }
}

interface Answer {
  status: number;
  /** The header. */
  retryAfter: string | undefined;
}

function post(
  url: URL,
  allowPrivate: boolean,
  { body, headers }: WebhookRequest,
  signal: AbortSignal,
): Promise<Answer> {
  const request = url.protocol === 'https:' ? requestHttps : requestHttp;
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const sent = request(
    url,
    {
      method: 'POST',
      // Its own connection: one that is kept alive may lead to an address that was checked long ago.
      agent: false,
      headers: { ...headers, 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
      signal,
      ...(!allowPrivate && { lookup: lookupPublic }),
    },
    (response) => {
      resolve({ status: response.statusCode ?? 0, retryAfter: response.headers['retry-after'] });
      // Nobody reads the answer, however long it is.
      response.destroy();
    },
  );
  sent.on('error', reject);
  sent.end(body);
  return promise;
}
