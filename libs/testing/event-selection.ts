import { matchesLists, subjectOf, type CrowsnestEvent, type EventLists, type EventType } from '#contract';

/** Selects events by type, by lists of allowed values, or by a function. */
export type EventSelection = EventType | EventLists | ((event: CrowsnestEvent) => boolean);

/** Whether an event is selected. */
export function isSelected(selection: EventSelection, event: CrowsnestEvent): boolean {
  if (typeof selection === 'string') return event.type === selection;
  return typeof selection === 'function' ? selection(event) : matchesLists(selection, subjectOf(event));
}

/** The selection in words, for messages. */
export function describeSelection(selection: EventSelection): string {
  if (typeof selection === 'function') return 'event that the function accepts';
  return typeof selection === 'string' ? selection : `event that matches ${JSON.stringify(selection)}`;
}

/** Maximum number of described events; the earlier ones are left out. */
const MOST = 50;

/** Events as text, one on a line. */
export function describeEvents(events: readonly CrowsnestEvent[]): string {
  if (events.length === 0) return '  none at all';
  const lines = events.slice(-MOST).map(({ id, type, data }) => `  ${id} ${type} ${JSON.stringify(data)}`);
  if (events.length > MOST) lines.unshift(`  … ${events.length - MOST} others, and then:`);
  return lines.join('\n');
}
