import type { EventType } from '../events/event-table.ts';
import { EVENT_TYPES } from '../events/event.ts';

/** The types of the events of calls. */
export const CALL_TYPES: readonly EventType[] = EVENT_TYPES.filter((type) => type.startsWith('tool:'));

/** The types of the events that end a call. Others that hold a duration say nothing about a call's. */
export const CALL_ENDS: readonly EventType[] = ['tool:done', 'tool:error'];
