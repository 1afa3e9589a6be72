/** What an observer has to say of itself, on the standard error unless the options say otherwise. */
export interface Trouble {
  /**
   * `not-configured`: there is no key. `unreachable`: Crowsnest does not answer. `refused`: it answers, and does not take the
   * events. `rejected`: it has not taken some of them. `full`: too many events wait, so that further calls are left out.
   */
  code: 'not-configured' | 'unreachable' | 'refused' | 'rejected' | 'full';
  message: string;
}

/** How a server is observed. */
export interface ObserveOptions {
  /** Where Crowsnest is. Default: the variable `CROWSNEST_URL`, or `http://127.0.0.1:3000`. */
  url?: string;
  /** A key of an observer. Default: the variable `CROWSNEST_INGEST_KEY`. Without one, nothing is observed. */
  key?: string;
  /** The name of the server, as people see it. Default: the name that the server itself states, or `mcp-server`. */
  name?: string;
  /**
   * Whether arguments and results of calls are sent. Crowsnest redacts them, and keeps them only where it records payloads.
   * Default: false.
   */
  payloads?: boolean;
  /** Told once of each kind of trouble. Default: prints it, except that Crowsnest is unreachable. */
  onTrouble?: (trouble: Trouble) => void;
}

/** The options with their defaults. */
export interface CompleteOptions {
  /** The URL of `POST /ingest`. */
  ingestUrl: URL;
  key: string;
  name: string;
  payloads: boolean;
  onTrouble: (trouble: Trouble) => void;
}

const DEFAULT_URL = 'http://127.0.0.1:3000';
const DEFAULT_NAME = 'mcp-server';

/** Completes the options from the environment; undefined if there is no key, or no URL that can be used. */
export function completeOptions(
  { url, key, name, payloads = false, onTrouble = print }: ObserveOptions,
  environment: Record<string, string | undefined>,
): CompleteOptions | undefined {
  const given = url || environment['CROWSNEST_URL'] || DEFAULT_URL;
  const secret = key || environment['CROWSNEST_INGEST_KEY'];
  const ingestUrl = ingestUrlOf(given);
  if (secret && ingestUrl) return { ingestUrl, key: secret, name: name || DEFAULT_NAME, payloads, onTrouble };
  const problem = secret
    ? `CROWSNEST_URL is not an http or https URL: give one such as ${DEFAULT_URL}`
    : 'there is no key: set CROWSNEST_INGEST_KEY to one of the INGEST_KEYS of Crowsnest';
  onTrouble({ code: 'not-configured', message: `Nothing is observed, because ${problem}.` });
  return undefined;
}

function ingestUrlOf(text: string): URL | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return undefined;
  return new URL(`${url.pathname.replace(/\/+$/, '')}/ingest`, url.origin);
}

// The standard output belongs to the protocol of servers over stdio.
function print({ code, message }: Trouble): void {
  if (code !== 'unreachable') process.stderr.write(`crowsnest-observe: ${message}\n`);
}
