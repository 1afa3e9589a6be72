/** Milliseconds that an issuer may take to answer. */
const TIMEOUT_MS = 5_000;

/** Milliseconds after a failure in which a URL is not asked again. */
const PAUSE_MS = 5_000;

/** Maximum size of an answer, in bytes. */
const MAX_ANSWER_BYTES = 1024 * 1024;

/** An issuer does not answer, or not as it must. The message names the URL. */
export class IssuerUnreachable extends Error {
  constructor(url: string, problem: string) {
    super(`${url} ${problem}`);
    this.name = 'IssuerUnreachable';
  }
}

/** Sends requests to one issuer. After a failure it waits, so that no crowd of agents hammers an issuer that is down. */
export class IssuerRequests {
  /** By URL. An issuer has three at most. */
  readonly #pausedUntil = new Map<string, number>();

  /** The answer to a GET of JSON. Rejects with {@link IssuerUnreachable}. */
  readonly fetch = async (url: string): Promise<Response> => {
    if (performance.now() < (this.#pausedUntil.get(url) ?? 0))
      throw new IssuerUnreachable(url, 'failed a moment ago');
    try {
      return await answerOf(url);
    } catch (error) {
      this.#pausedUntil.set(url, performance.now() + PAUSE_MS);
      throw error;
    }
  };
}

async function answerOf(url: string): Promise<Response> {
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const headers = { accept: 'application/json, application/jwk-set+json' };
  try {
    // A redirect could lead to another server than the one that is trusted.
    const response = await fetch(url, { redirect: 'error', signal, headers });
    if (!response.ok) throw new IssuerUnreachable(url, `answers with ${response.status}`);
    return Response.json(jsonOf(url, await textOf(url, response)));
  } catch (error) {
    if (error instanceof IssuerUnreachable) throw error;
    throw new IssuerUnreachable(
      url,
      signal.aborted ? `does not answer within ${TIMEOUT_MS} ms` : 'does not answer',
    );
  }
}

async function textOf(url: string, { body }: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body ?? []) {
    size += chunk.length;
    if (size > MAX_ANSWER_BYTES) throw new IssuerUnreachable(url, 'answers with too much');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

/** The page of a proxy in front of the issuer is no answer, and says nothing against a token. */
function jsonOf(url: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new IssuerUnreachable(url, 'does not answer with JSON');
  }
}
