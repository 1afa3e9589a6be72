import {
  GAP_FRAME,
  HELLO_FRAME,
  type CrowsnestEvent,
  type EventId,
  type GapFrame,
  type HelloFrame,
  type SessionList,
  type StatsSnapshot,
  type UncommittedEvent,
} from '#contract';
import type { EventSourceMessage } from 'eventsource-parser';

/** An event about the log that has no id yet, because the log cannot commit it. It comes again with an id. */
export type LogNotice = Extract<UncommittedEvent, { type: 'log:degraded' | 'log:recovered' }>;

/** A message of the stream or of a replay. */
export type StreamFrame =
  /** `resumed`: the request named an id to resume after, so the state of the store stays valid. */
  | { kind: 'hello'; hello: HelloFrame; resumed: boolean }
  | { kind: 'gap'; gap: GapFrame }
  /** Everything as it was at a moment of the past. What was told before counts no more. */
  | { kind: 'moment'; stats: StatsSnapshot; sessions: SessionList }
  | { kind: 'notice'; notice: LogNotice }
  /** `size`: length of the event's JSON, in characters. */
  | { kind: 'event'; event: CrowsnestEvent; size: number };

/**
 * Parses a message of the stream. Returns `undefined` if it is not a frame. Events of unknown types are returned,
 * because they move the position.
 */
export function readFrame(message: EventSourceMessage, resumed: boolean): StreamFrame | undefined {
  const data = parseObject(message.data);
  if (!data) return undefined;
  switch (message.event) {
    case HELLO_FRAME:
      return 'stats' in data ? { kind: 'hello', hello: data as unknown as HelloFrame, resumed } : undefined;
    case GAP_FRAME:
      return 'stats' in data ? { kind: 'gap', gap: data as unknown as GapFrame } : undefined;
    default:
      if (isNotice(data)) return { kind: 'notice', notice: data };
      return isEvent(data) ? { kind: 'event', event: data, size: message.data.length } : undefined;
  }
}

/** Returns the id after which to resume once this frame has been applied. */
export function positionAfter(frame: StreamFrame): EventId | undefined {
  switch (frame.kind) {
    case 'hello':
      return frame.resumed ? undefined : frame.hello.stats.asOf;
    case 'gap':
      return frame.gap.resumedAfter;
    case 'moment':
      return frame.stats.asOf;
    case 'event':
      return frame.event.id;
    case 'notice':
      return undefined;
    default:
      return frame satisfies never;
  }
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

function isNotice(data: Record<string, unknown>): data is Record<string, unknown> & LogNotice {
  return data['id'] === undefined && (data['type'] === 'log:degraded' || data['type'] === 'log:recovered');
}

function isEvent(data: object): data is CrowsnestEvent {
  return ['id', 'type', 'timestamp'].every((key) => typeof data[key as keyof typeof data] === 'string');
}
