import { EVENT_TYPES } from '../../events/event.ts';
import { TOOL_ERROR_KINDS } from '../../events/tool-events.ts';
import { DURATION_UNITS } from './duration-range.ts';
import { FILTER_STATES, type FilterKey } from '../filter.ts';

const GROUPS_OF_TYPES = [...new Set(EVENT_TYPES.map((type) => `${type.split(':')[0]}:*`))];
const DURATIONS = ['>100ms', '>1s', '>10s', '>1m', '<100ms', '100ms..1s'];

/**
 * The values of a key that are known without looking at events and that begin with a prefix, as they are written. For a
 * duration they are examples, and the prefix with each unit.
 */
export function knownValues(key: FilterKey, prefix: string): string[] {
  const begun = prefix.toLowerCase();
  return candidates(key, begun).filter((value) => value.startsWith(begun));
}

function candidates(key: FilterKey, prefix: string): readonly string[] {
  switch (key) {
    case 'type':
      return [...GROUPS_OF_TYPES, ...EVENT_TYPES];
    case 'kind':
      return TOOL_ERROR_KINDS;
    case 'is':
      return FILTER_STATES;
    case 'duration':
      return [...new Set([...DURATIONS, ...withUnits(prefix)])];
    default:
      return [];
  }
}

/** A duration without an operator before it begins a range. */
function withUnits(prefix: string): string[] {
  if (!/\d$/.test(prefix)) return [];
  const isStart = /^\d/.test(prefix) && !prefix.includes('..');
  return DURATION_UNITS.map((unit) => `${prefix}${unit}${isStart ? '..' : ''}`);
}
