import { z } from 'zod';
import { withoutCredentials } from '#events';
import { problemOfOtlpEndpoint, problemOfTraceUrl } from '#telemetry';
import { text, type ValueSchema } from './plain-values.ts';
import { longSecret } from './values.ts';
import type { Variable } from './variable.ts';

/** A URL that has no problem. */
function urlWithout(problemOf: (url: string) => string | undefined): ValueSchema<string> {
  const checked = z.string().superRefine((url, context) => {
    const message = problemOf(url);
    if (message !== undefined) context.addIssue({ code: 'custom', message });
  });
  return text('is not one URL').pipe(checked);
}

/** What other systems read of the server. */
export const TELEMETRY = {
  CROWSNEST_METRICS_TOKEN: {
    schema: longSecret,
    secret: true,
    meaning:
      'A bearer token of 16 characters or more that reads `/metrics` and nothing else. Admins of all tenants read it with their own.',
    remedy: 'Give 16 characters or more without blanks and commas; `openssl rand -hex 32` makes a good one.',
  },
  CROWSNEST_OTLP_ENDPOINT: {
    schema: urlWithout(problemOfOtlpEndpoint),
    shown: withoutCredentials,
    meaning:
      'Where traces are sent: the base URL of an OTLP/HTTP receiver, to which `/v1/traces` is appended. Headers, sampler and resource come from the standard variables of OpenTelemetry.',
    remedy: 'Give the base URL of the receiver, such as http://localhost:4318.',
  },
  CROWSNEST_TRACE_URL: {
    schema: urlWithout(problemOfTraceUrl),
    shown: withoutCredentials,
    meaning:
      'The URL of a trace in another system, such as `https://tempo.example.com/trace/{traceId}`, to which the console links calls.',
    remedy: 'Give an http or https URL with {traceId} where the id belongs.',
  },
} as const satisfies Record<string, Variable>;
