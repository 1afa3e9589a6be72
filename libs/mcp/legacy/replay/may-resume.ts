import type { Response } from 'express';
import { JSON_RPC, sendJsonRpcError } from '../../json-rpc-error.ts';
import type { SessionReplay } from './session-replay.ts';

/**
 * Whether something may follow an event on its stream. If not, the request is answered here: 405, by which
 * clients give up in peace, or 400 for an id that is not kept (any more).
 */
export function mayResume(replay: SessionReplay, lastEventId: string, response: Response): boolean {
  const standing = replay.standingOf(lastEventId);
  if (standing === 'resumable') return true;
  if (standing === 'spent') {
    response.setHeader('Allow', 'POST, DELETE');
    const message = 'Nothing follows this event: it was the last of its stream';
    sendJsonRpcError(response, 405, JSON_RPC.serverError, message);
  } else {
    const message = 'The Last-Event-ID is not known: its session is another, or it was too long ago';
    sendJsonRpcError(response, 400, JSON_RPC.serverError, message);
  }
  return false;
}
