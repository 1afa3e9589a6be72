import { once } from 'node:events';
import { request, type ClientRequest, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http';
import { setImmediate as turn } from 'node:timers/promises';
import type { Mutant } from './mutant.ts';

/** Milliseconds within which every request must be answered, even on a busy machine. */
const DEADLINE_MS = 30_000;

/** Milliseconds for which a stream that does not end by itself is read. */
const STREAM_MS = 20;

/** The answer to a mutant: a status, or undefined if its client disconnected. */
export async function sendMutant(origin: string, mutant: Mutant): Promise<number | undefined> {
  const { method, body, parts, isCut } = mutant;
  // As clients do: over such a connection the server reads the rest of a refused request, so that the client
  // can read the refusal.
  const headers = { ...mutant.headers, connection: 'keep-alive' } as OutgoingHttpHeaders;
  if (body && parts.length === 0) headers['content-length'] = body.length;
  else if (body) headers['transfer-encoding'] = 'chunked';
  const call = request(`${origin}/mcp`, { method, headers, agent: false });
  const answered = answerTo(call, mutant.isEndless);
  // The promise may be awaited only after the connection has failed.
  answered.catch(() => undefined);
  await write(call, body, parts, isCut);
  if (isCut) {
    call.destroy();
    return undefined;
  }
  return answered;
}

async function write(
  call: ClientRequest,
  body: Buffer | undefined,
  parts: readonly number[],
  isCut: boolean,
): Promise<void> {
  let at = 0;
  for (const size of parts) {
    if (!body || at >= body.length || call.destroyed) break;
    call.write(body.subarray(at, (at += size)));
    await turn();
  }
  const rest = body?.subarray(at);
  if (!isCut) call.end(rest);
  else if (rest) call.write(rest.subarray(0, rest.length / 2));
  await turn();
}

async function answerTo(call: ClientRequest, isEndless: boolean): Promise<number> {
  const signal = AbortSignal.timeout(DEADLINE_MS);
  try {
    const [response] = (await once(call, 'response', { signal })) as [IncomingMessage];
    response.resume();
    if (isEndless) await endOrTimeOut(response);
    else if (!response.readableEnded) await once(response, 'end', { signal });
    return response.statusCode ?? 0;
  } finally {
    call.destroy();
  }
}

async function endOrTimeOut(response: IncomingMessage): Promise<void> {
  const signal = AbortSignal.timeout(STREAM_MS);
  await Promise.race([once(response, 'close'), once(signal, 'abort')]);
}
