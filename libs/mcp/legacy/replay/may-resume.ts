import type { Response } from 'express';
import { JSON_RPC } from '#edge';
import { sendJsonRpcError } from '../../json-rpc-error.ts';
import type { SessionReplay } from './session-replay.ts';

/**
 * Whether a stream can be resumed after an event. If not, answers the request: with 405, which makes clients stop
 * trying, when nothing can follow, or with 400 when the id is unknown or no longer kept.
 */
export function mayResume(replay: SessionReplay, lastEventId: string, response: Response): boolean {
  const standing = replay.standingOf(lastEventId);
  if (standing === 'resumable') return true;
  if (standing === 'spent') {
    response.setHeader('Allow', 'POST, DELETE');
    const message = 'Nothing follows this event: it was the last of its stream';
    sendJsonRpcError(response, 405, JSON_RPC.serverError, message);
  } else {
    const message = 'The Last-Event-ID is not known: it belongs to another session, or it is too old';
    sendJsonRpcError(response, 400, JSON_RPC.serverError, message);
  }
  return false;
}
