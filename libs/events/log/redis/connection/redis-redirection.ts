import type { ServerAddress } from '../../broker/server-address.ts';

/** What a node of a cluster answers to a command that another one has to execute. It has not executed it. */
export interface Redirection {
  /** Whether all that the log has is there. Otherwise it is on its way, and only this command is for that node. */
  isWhole: boolean;
  to: ServerAddress;
}

const REDIRECTION = /^(MOVED|ASK) \d+ (.*):(\d+)$/;
/** A node that does not know the name of another one means that it has the same. */
const UNKNOWN_HOSTS: readonly string[] = ['', '?'];

/** Reads the answer of the node at `from`; undefined if it is no redirection. */
export function redirectionIn(error: unknown, from: ServerAddress): Redirection | undefined {
  const [, kind, host = '', port] = (error instanceof Error && REDIRECTION.exec(error.message)) || [];
  if (kind === undefined) return undefined;
  const to = { host: UNKNOWN_HOSTS.includes(host) ? from.host : host, port: Number(port) };
  return { isWhole: kind === 'MOVED', to };
}
