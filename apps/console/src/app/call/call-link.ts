import { textParameter } from '../view/parameter.ts';

/** The id of an event of the call whose panel is open. */
export const CALL = textParameter('call');

/**
 * Returns the query of a link that opens the panel of a call, for `[queryParams]` with `queryParamsHandling="merge"`.
 * `eventId` is the id of any event of the call: its start, a progress report or its end.
 */
export function callLink(eventId: string): { call: string } {
  return { [CALL.name]: eventId } as { call: string };
}
