import { GAP_FRAME, HELLO_FRAME, type CrowsnestEvent, type GapFrame, type HelloFrame } from '#contract';
import type { EventSourceMessage } from 'eventsource-parser';

/** What arrives on the stream, in the order of arrival. */
export type StreamFrame =
  /** `resumed`: the connection asked to go on from an id, so the picture at hand is still good. */
  | { kind: 'hello'; hello: HelloFrame; resumed: boolean }
  | { kind: 'gap'; gap: GapFrame }
  | { kind: 'event'; event: CrowsnestEvent };

/**
 * Reads one message of the stream; `undefined` when it is none of ours. Events of types that this
 * console does not know yet pass: they have a place in the order, whatever they say.
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
      return isEvent(data) ? { kind: 'event', event: data } : undefined;
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

function isEvent(data: object): data is CrowsnestEvent {
  return ['id', 'type', 'timestamp'].every((key) => typeof data[key as keyof typeof data] === 'string');
}
