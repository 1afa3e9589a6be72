import { types } from 'node:util';

/** A tool call that an agent makes. */
export interface Call {
  tool: string;
  args: Record<string, unknown>;
  /** The agent cancels the call after this many milliseconds. */
  patienceMs?: number;
}

/** The outcome of a call as the agent sees it. */
export interface Answer {
  outcome: 'ok' | 'failed' | 'cancelled';
  /** The first text of the result, or the error's message. */
  text: string;
}

/** The progress of a running call. */
export interface Progress {
  progress: number;
  total?: number | undefined;
  message?: string | undefined;
}

/** How a call is cancelled and watched. */
export interface CallOptions {
  /** Cancels the call when it aborts. */
  signal: AbortSignal;
  onProgress: (progress: Progress) => void;
}

/** An open connection from an agent to a server. */
export interface Connection {
  /** Revision and session or trace, for the output of the demo. */
  readonly description: string;
  /** Rejects with {@link ConnectionLost} when the connection can no longer deliver an answer. */
  callTool(call: Call, options: CallOptions): Promise<Answer>;
  /** Disconnects in order. Ends the session on the server if the revision has sessions. */
  sayGoodbye(): Promise<void>;
  /** Disconnects without ending the session, as a crashed client does. */
  vanish(): Promise<void>;
}

/** The server to connect to, and the key to use. */
export interface Destination {
  url: URL;
  /** Sent as a bearer token. */
  key: string | undefined;
}

/** Opens a connection; rejects with {@link ConnectionLost} or {@link AccessDenied}. */
export type Connect = (
  destination: Destination,
  client: { name: string; version: string },
) => Promise<Connection>;

/** The server is unreachable or no longer knows the session. A new connection may help. */
export class ConnectionLost extends Error {
  readonly code = 'CONNECTION_LOST';
}

/** The server denies access to this agent. A new attempt would not help. */
export class AccessDenied extends Error {
  readonly code = 'ACCESS_DENIED';
}

/** A call without progress for this long is given up, in milliseconds. */
export const ANSWER_TIMEOUT_MS = 15_000;

/** Transport options that carry the key, for both versions of the SDK. */
export function requestOptions({ key }: Destination): { requestInit?: RequestInit } {
  return key === undefined ? {} : { requestInit: { headers: { authorization: `Bearer ${key}` } } };
}

/** Converts a transport error. `status` is the HTTP status if there was one. */
export function connectionError(error: unknown, status: number | undefined): ConnectionLost | AccessDenied {
  const message = reasonOf(error);
  if (status === 401 || status === 403) return new AccessDenied(message, { cause: error });
  return new ConnectionLost(message, { cause: error });
}

// fetch only says "fetch failed"; the reason is in the chain of causes.
function reasonOf(error: unknown): string {
  if (!types.isNativeError(error)) return String(error);
  if (error.cause !== undefined) return reasonOf(error.cause);
  return error.message || error.name;
}

/** The first text in a tool's result. */
export function textOf(content: readonly { type: string; text?: unknown }[]): string {
  const text = content.find(({ type }) => type === 'text')?.text;
  return typeof text === 'string' ? text : '';
}
