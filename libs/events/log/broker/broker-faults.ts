import { LogError } from '../log-error.ts';

/** An error of a broker and what to do about it. */
export interface BrokerReply {
  /** Finds the error by its text. */
  pattern: RegExp;
  problem: string;
  remedy: string;
  /** Whether it may pass without a change of the configuration. */
  mayPass?: true;
  /** Whether the error repeats what the broker said. */
  isQuoted?: true;
}

/** Describes what failed in a broker. `place` names it without credentials, and `text` is what its error says. */
export function brokerFault(
  error: unknown,
  text: string,
  place: string,
  replies: readonly BrokerReply[],
): LogError {
  const known = replies.find(({ pattern }) => pattern.test(text));
  const code = !known || known.mayPass ? 'LOG_AWAY' : 'LOG_REFUSED';
  const quote = known?.isQuoted ? ` (${text})` : '';
  const problem = known ? `${known.problem}${quote}` : `cannot be used: ${text}`;
  const remedy = known?.remedy ?? 'Start it, or correct CROWSNEST_LOG';
  return new LogError(code, `${place} ${problem}. ${remedy}.`, { cause: error });
}

/** The broker has not answered in time: its process, its host or the network may be stuck. */
export function brokerStalled(place: string, waitedMs: number): LogError {
  const message = `${place} has not answered for ${waitedMs} ms. Check the server and the network; the log goes on once it answers.`;
  return new LogError('LOG_STALLED', message);
}

/** The log was closed, and its connections with it. */
export function brokerClosed(place: string): LogError {
  return new LogError('LOG_REFUSED', `The event log in ${place} is closed.`);
}

/** The other instances have given this one up. `log` names the log and its place. */
export function givenUpIn(log: string): LogError {
  return new LogError('LOG_GIVEN_UP', `The event log ${log} has given this instance up`);
}
