import { payloadMemberOf, withoutLineEnds, type EventType, type UncommittedEvent } from '#contract';
import { encodeEvent } from './logged-event.ts';
import { withoutMember } from './without-payload.ts';

/** Which payload: that of the beginning or the end of a call. */
export interface PayloadPlace {
  callId: string;
  part: 'arguments' | 'result';
}

/** A payload, as JSON. */
export interface EncodedPayload extends PayloadPlace {
  json: string;
}

/** An event for a log that keeps payloads beside the events. */
export interface SplitEvent {
  /** The JSON that the log stores: a mark takes the place of the payload. */
  stored: string;
  /** The JSON of the event with its payload. */
  whole: string;
  payload?: EncodedPayload;
}

// No text in an event can contain these, because quotes in it are escaped.
const BESIDE = '"payload":"beside"';
const GONE = '"payload":"gone"';
const TYPE = /"type":"([^"]*)"/;
const CALL_ID = /"callId":("(?:[^"\\]|\\.)*")/;

/** Encodes an event apart from its payload, if it has one. Throws when its data has no JSON. */
export function splitEvent(event: UncommittedEvent): SplitEvent {
  const part = payloadMemberOf(event.type);
  const payload = part === null ? undefined : payloadOf(event.data, part);
  if (!payload) {
    const json = encodeEvent(event);
    return { stored: json, whole: json };
  }
  const data = withoutMember(event.data, payload.part, 'beside');
  const stored = encodeEvent({ ...event, data } as UncommittedEvent);
  return { stored, whole: withPayload(stored, payload, payload.json), payload };
}

/** Where the payload of a stored event lies, with or without its id; undefined if it has none. */
export function payloadPlaceOf(stored: string): PayloadPlace | undefined {
  if (!stored.includes(BESIDE)) return undefined;
  const part = payloadMemberOf(TYPE.exec(stored)?.[1] as EventType);
  const callId = CALL_ID.exec(stored)?.[1];
  return part === null || callId === undefined ? undefined : { part, callId: JSON.parse(callId) as string };
}

/** The JSON of an event with its payload in the place where it was; `undefined` for one that is gone. */
export function withPayload(stored: string, { part }: PayloadPlace, payload: string | undefined): string {
  const at = stored.indexOf(BESIDE);
  const member = payload === undefined ? GONE : `"${part}":${payload}`;
  return stored.slice(0, at) + member + stored.slice(at + BESIDE.length);
}

function payloadOf(data: object, part: PayloadPlace['part']): EncodedPayload | undefined {
  const { callId, [part]: payload } = data as Record<string, unknown>;
  // Of undefined there is no JSON, and then the event does not have the member.
  const json = JSON.stringify(payload) as string | undefined;
  return json === undefined ? undefined : { callId: String(callId), part, json: withoutLineEnds(json) };
}
