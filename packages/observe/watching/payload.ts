/** Larger payloads are left out: Crowsnest keeps the first 16 KiB, and it is told how large they are. */
const MAX_SENT_BYTES = 64 * 1024;

/** What of a payload is sent. */
export interface Payload {
  /** Size as JSON, in bytes of UTF-8. */
  bytes: number;
  /** Undefined if it is not sent. */
  value: unknown;
}

/** Measures a payload, and keeps it if it is to be sent. Returns undefined for what has no JSON. */
export function payloadOf(value: unknown, isSent: boolean): Payload | undefined {
  if (value === undefined) return { bytes: 0, value };
  const json = jsonOf(value);
  if (json === undefined) return undefined;
  const bytes = Buffer.byteLength(json);
  return { bytes, value: isSent && bytes <= MAX_SENT_BYTES ? value : undefined };
}

function jsonOf(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    // A circle, a BigInt, or more levels than the stack has.
    return undefined;
  }
}
