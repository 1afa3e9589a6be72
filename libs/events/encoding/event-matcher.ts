// Both threads of the SQLite log load this file, so it imports only what both can load.
import {
  isUnfiltered,
  matchesLists,
  selectsAllCounted,
  toolOf,
  type CrowsnestEvent,
  type EventFilter,
  type EventLists,
} from '#contract';
import { EventTerms, type FindSession } from './event-terms.ts';
import { headOfLine, splitLines, TRAIL_MARK, type LineHead } from './json-lines.ts';
import { forLinesWith, marksOf } from './line-marks.ts';
import type { LoggedEvent } from './logged-event.ts';
import { plannedFilter } from './planned-filter.ts';

/** The work of parsing an event, where looking at one without parsing it is 1. */
const PARSE_WORK = 4;

/**
 * Finds the events that match a filter. What the beginning of a line says is looked at first, and only the lines that
 * may match are parsed.
 */
export class EventMatcher {
  /** How much was looked at so far: 1 for an event, and more for one that was parsed. */
  work = 0;
  readonly #head: EventLists;
  readonly #tools: readonly string[] | undefined;
  readonly #terms: EventTerms;
  readonly #marks: readonly string[];
  /** Whether it leaves out the audit trail, and nothing else. */
  readonly #hidesTrailOnly: boolean;

  private constructor(filter: EventFilter, findSession: FindSession) {
    const { tools, terms: _, running: __, ...head } = filter;
    this.#head = head;
    this.#tools = tools;
    this.#terms = new EventTerms(filter, findSession);
    this.#marks = marksOf(filter);
    this.#hidesTrailOnly = selectsAllCounted(filter);
  }

  /** Returns undefined for a filter that every event matches. */
  static for(filter: EventFilter | undefined, findSession: FindSession): EventMatcher | undefined {
    if (!filter || isUnfiltered(filter)) return undefined;
    return new EventMatcher(plannedFilter(filter), findSession);
  }

  matches(logged: LoggedEvent): boolean {
    this.work += 1;
    if (!this.#headMatches(logged) || !this.#toolMatches(logged.tool)) return false;
    if (!this.#terms.needDataOf(logged.type)) return true;
    this.work += PARSE_WORK;
    return this.#terms.hold(logged.event);
  }

  /** The matching lines of a text. */
  select(text: string): string[] {
    // Mostly there is nothing to leave out.
    if (this.#hidesTrailOnly && !text.includes(TRAIL_MARK)) return splitLines(text);
    const found: string[] = [];
    forLinesWith(text, this.#marks, (line) => this.#lineMatches(line) && found.push(line));
    return found;
  }

  #lineMatches(line: string): boolean {
    this.work += 1;
    const head = headOfLine(line);
    if (head && !this.#headMatches(head)) return false;
    if (head && !this.#tools && !this.#terms.needDataOf(head.type)) return true;
    this.work += PARSE_WORK;
    const event = JSON.parse(line) as CrowsnestEvent;
    return (
      (head !== undefined || this.#headMatches(event)) &&
      this.#toolMatches(toolOf(event)) &&
      this.#terms.hold(event)
    );
  }

  #headMatches({ type, sessionId, tenantId, timestamp }: LineHead): boolean {
    const subject = { type, sessionId, tenantId, timestamp, tool: undefined };
    return matchesLists(this.#head, subject) && this.#terms.mayHold(subject);
  }

  #toolMatches(tool: string | undefined): boolean {
    return !this.#tools || (tool !== undefined && this.#tools.includes(tool));
  }
}
