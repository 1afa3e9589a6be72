/** Where the template of a link has the id of the trace. */
const TRACE_ID = '{traceId}';

/** What is wrong with the base URL of a receiver of spans; undefined if nothing is. */
export function problemOfOtlpEndpoint(text: string): string | undefined {
  const url = webUrl(text);
  const isPlain = url && url.search === '' && url.hash === '';
  return isPlain ? undefined : 'is not an http or https URL without user, query and fragment';
}

/** What is wrong with the template of a link to a trace; undefined if nothing is. */
export function problemOfTraceUrl(text: string): string | undefined {
  if (!text.includes(TRACE_ID)) return `does not contain ${TRACE_ID}`;
  return webUrl(text) ? undefined : 'is not an http or https URL without user';
}

function webUrl(text: string): URL | undefined {
  const url = URL.parse(text);
  const isWeb = url && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '';
  return isWeb ? url : undefined;
}
