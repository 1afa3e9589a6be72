import { choiceParameter, textParameter } from '../view/parameter.ts';

/** Whether each call is one row, or start, progress and end are rows apart. */
export const CALL_ROWS = choiceParameter('calls', ['folded', 'apart']);

/** The id of the event whose row is selected. */
export const SELECTED_EVENT = textParameter('event');
