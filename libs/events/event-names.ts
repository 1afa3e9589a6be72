/** On EventEmitter2: an event has been stamped and is not committed yet. Payload: `UncommittedEvent`. */
export const EVENT_PUBLISHED = 'crowsnest.event.published';

/** On EventEmitter2: the log has committed a batch. Payload: `EventBatch`. Each event follows by its own type. */
export const EVENTS_COMMITTED = 'crowsnest.events.committed';
