import { types } from 'node:util';

/** A tool call that an agent has decided on. */
export interface Call {
  tool: string;
  args: Record<string, unknown>;
  /** Loses patience after this many milliseconds and cancels. */
  patienceMs?: number;
}

/** What came of a call, as the agent sees it. */
export interface Answer {
  outcome: 'ok' | 'failed' | 'cancelled';
  /** The first text of the result, or the error's message. */
  text: string;
}

/** How far a running call has come. */
export interface Progress {
  progress: number;
  total?: number | undefined;
  message?: string | undefined;
}

export interface CallOptions {
  /** Calls the call off. */
  signal: AbortSignal;
  onProgress: (progress: Progress) => void;
}

/** An agent's open line to a server. */
export interface Connection {
  /** Revision and session, for the one who reads along. */
  readonly description: string;
  /** Rejects with {@link ConnectionLost} when no answer can be had any more. */
  callTool(call: Call, options: CallOptions): Promise<Answer>;
  /** Leaves in order: tells the server that the session is over, where the revision knows sessions. */
  sayGoodbye(): Promise<void>;
  /** Leaves without a word, as a crashed client does. */
  vanish(): Promise<void>;
}

/** Where to connect to, and as whom. */
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

/** The server is away, or has forgotten the session: worth another connection. */
export class ConnectionLost extends Error {
  readonly code = 'CONNECTION_LOST';
}

/** The server does not let this agent in; trying again would not help. */
export class AccessDenied extends Error {
  readonly code = 'ACCESS_DENIED';
}

/** A call that makes no progress for this long has lost its server. */
export const ANSWER_TIMEOUT_MS = 15_000;

/** The transport options that carry the key, in either SDK. */
export function requestOptions({ key }: Destination): { requestInit?: RequestInit } {
  return key === undefined ? {} : { requestInit: { headers: { authorization: `Bearer ${key}` } } };
}

/** The error to throw for one of a transport, given the HTTP status when there was one. */
export function connectionError(error: unknown, status: number | undefined): ConnectionLost | AccessDenied {
  const message = reasonOf(error);
  if (status === 401 || status === 403) return new AccessDenied(message, { cause: error });
  return new ConnectionLost(message, { cause: error });
}

// fetch says only "fetch failed"; what happened is in the causes.
function reasonOf(error: unknown): string {
  if (!types.isNativeError(error)) return String(error);
  if (error.cause !== undefined) return reasonOf(error.cause);
  return error.message || error.name;
}

/** The first text of a tool's result. */
export function textOf(content: readonly { type: string; text?: unknown }[]): string {
  const text = content.find(({ type }) => type === 'text')?.text;
  return typeof text === 'string' ? text : '';
}
