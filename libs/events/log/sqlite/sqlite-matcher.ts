import { matchesFilter, subjectOf, type CrowsnestEvent, type EventFilter } from '#contract';
import { partsOf } from '../../frame-text.ts';

/** Whether a frame is of an event that is wanted. */
export type FrameMatcher = (frame: string) => boolean;

/** Looks into frames for what a filter wants, and parses only what may be it. Undefined where it wants all. */
export function matcherOf(filter: EventFilter = {}): FrameMatcher | undefined {
  const { types, ...others } = filter;
  const texts = [filter.tenants, filter.sessions, filter.tools].filter((list) => list !== undefined);
  const quoted = texts.map((list) => list.map((text) => JSON.stringify(text)));
  if (!types && quoted.length === 0) return undefined;
  return (frame) => {
    const { type, json } = partsOf(frame);
    if (types && !(types as readonly string[]).includes(type)) return false;
    if (!quoted.every((list) => list.some((text) => json.includes(text)))) return false;
    return quoted.length === 0 || matchesFilter(others, subjectOf(JSON.parse(json) as CrowsnestEvent));
  };
}
