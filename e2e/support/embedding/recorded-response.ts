/** One request of a suite. */
export interface Probe {
  method: string;
  path: string;
  headers?: Record<string, string>;
  body?: string;
}

/** The answer, without the parts that differ from one answer to the next. */
export interface RecordedResponse {
  status: number;
  headers: Record<string, string>;
  body: string;
}

const VOLATILE = ['date', 'keep-alive', 'connection', 'transfer-encoding'];

/** Sends the probe to a server and records its answer. */
export async function record(
  origin: string,
  { method, path, headers = {}, body }: Probe,
): Promise<RecordedResponse> {
  const response = await fetch(origin + path, {
    method,
    headers,
    redirect: 'manual',
    ...(body !== undefined && { body }),
  });
  const kept = [...response.headers].filter(([name]) => !VOLATILE.includes(name));
  return { status: response.status, headers: Object.fromEntries(kept), body: await response.text() };
}
