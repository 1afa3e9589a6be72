import type { OutgoingBatch } from '../broker/broker.ts';

/** Events that fit into one message. */
export interface OutgoingMessage {
  jsons: readonly string[];
  /** The events before these that the queue had to drop. */
  dropped: OutgoingBatch['dropped'];
}

const NONE_DROPPED = { from: null, to: null, missing: 0 };

/** Divides a batch into messages of at most `maxBytes`. An event is never divided. */
export function messagesOf({ jsons, dropped }: OutgoingBatch, maxBytes: number): OutgoingMessage[] {
  const parts: string[][] = [];
  let bytes = Infinity;
  for (const json of jsons) {
    const size = Buffer.byteLength(json) + 1;
    if (bytes + size > maxBytes) {
      parts.push([]);
      bytes = 0;
    }
    parts.at(-1)?.push(json);
    bytes += size;
  }
  return parts.map((part, index) => ({ jsons: part, dropped: index === 0 ? dropped : NONE_DROPPED }));
}
