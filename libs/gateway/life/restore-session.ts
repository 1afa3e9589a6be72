import { INITIALIZED } from '../link/messages.ts';
import { UpstreamFault } from '../link/upstream-fault.ts';
import type { Connection } from './connection.ts';
import type { SessionMemory } from './session-memory.ts';

/**
 * Begins the session of an agent anew over a fresh connection. Resolves with false if there was none yet. Rejects with an
 * `UpstreamFault`, also if an answer takes longer than `timeoutMs`.
 */
export async function restoreSession(
  { initialize, settings, headers }: SessionMemory,
  connection: Connection,
  timeoutMs: number,
): Promise<boolean> {
  if (!initialize) return false;
  const answer = await connection.ask(initialize, timeoutMs, headers);
  if ('error' in answer)
    throw new UpstreamFault(
      'NOT_MCP',
      `The upstream refuses to begin its session anew: ${answer.error.message}`,
    );
  await connection.link.send(INITIALIZED, headers);
  // Whether it takes a setting again is up to the upstream.
  for (const setting of settings) await connection.ask(setting, timeoutMs, headers);
  return true;
}
