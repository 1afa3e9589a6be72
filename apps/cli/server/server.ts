import { COMMAND_LINE_VARIABLES } from '../../server/configuration/variables/command-line-variables.ts';
import { CommandFault } from '../command-fault.ts';
import { MISUSE } from '../exit-codes.ts';
import { ServerFault } from './server-fault.ts';

/** The variable with the URL of the server that commands ask. */
export const URL_VARIABLE = COMMAND_LINE_VARIABLES.url;
/** The variable with the token of an admin. It is no option: other users of a machine can see those. */
export const TOKEN_VARIABLE = COMMAND_LINE_VARIABLES.token;
/** The server that is asked if nothing else is said. */
export const DEFAULT_URL = 'http://127.0.0.1:3000';

/** What a command sends, besides the token. */
export interface Asked {
  method?: string;
  query?: URLSearchParams;
  headers?: Record<string, string>;
  /** Sent as JSON. */
  body?: object;
  signal?: AbortSignal;
}

/** A running server, as the holder of a token sees it. */
export class Server {
  /** Without a slash at the end. */
  readonly url: string;
  readonly #token: string;

  /** Throws a `CommandFault` if the URL cannot be asked, or if there is no token. */
  constructor(url: string, token: string | undefined) {
    const { protocol, username, password } = parseUrl(url);
    if (protocol !== 'http:' && protocol !== 'https:')
      throw misuse('The URL of the server must begin with http:// or https://.');
    if (username || password) throw misuse(`The URL of the server must hold no password. ${HOW_TO_SIGN_IN}`);
    if (!token) throw misuse(HOW_TO_SIGN_IN);
    this.url = url.replace(/\/+$/, '');
    this.#token = token;
  }

  /** The server that the variables name. */
  static ofEnvironment(): Server {
    return new Server(process.env[URL_VARIABLE] || DEFAULT_URL, process.env[TOKEN_VARIABLE]);
  }

  /** Resolves with the answer of success; its body is not read yet. Rejects with a `ServerFault`. */
  async ask(path: string, { method = 'GET', query, headers, body, signal }: Asked = {}): Promise<Response> {
    const answer = await fetch(`${this.url}${path}?${query?.toString() ?? ''}`, {
      method,
      headers: {
        ...headers,
        authorization: `Bearer ${this.#token}`,
        ...(body && { 'content-type': 'application/json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
      ...(signal && { signal }),
    }).catch((error: unknown) => {
      throw this.faultOf(error);
    });
    if (!answer.ok) throw await ServerFault.of(answer, this.url);
    return answer;
  }

  /** Resolves with the JSON of an answer. Rejects with a `ServerFault`. */
  async read<T>(path: string, asked: Asked = {}): Promise<T> {
    const answer = await this.ask(path, asked);
    return (await answer.json().catch((error: unknown) => {
      throw error instanceof SyntaxError ? this.#stranger() : this.faultOf(error);
    })) as T;
  }

  /** The fault of a connection that could not be made, or broke. */
  faultOf(error: unknown): ServerFault {
    const { cause = error } = error as { cause?: unknown };
    const { code, message } = cause as { code?: unknown; message?: unknown };
    return new ServerFault(
      `There is no connection to the server at ${this.url}: ${String(code ?? message ?? cause)}`,
    );
  }

  #stranger(): ServerFault {
    return new ServerFault(
      `What answers at ${this.url} is no Crowsnest. Set ${URL_VARIABLE} to the URL of one.`,
    );
  }
}

const HOW_TO_SIGN_IN = `Set ${TOKEN_VARIABLE} to the token of an admin.`;

function misuse(problem: string): CommandFault {
  return new CommandFault(problem, MISUSE);
}

function parseUrl(url: string): URL {
  const parsed = URL.parse(url);
  if (parsed) return parsed;
  throw misuse(`The URL of the server is not one: set ${URL_VARIABLE} to such as ${DEFAULT_URL}.`);
}
