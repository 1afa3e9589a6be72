/** Larger payloads are left out: Crowsnest keeps the first 16 KiB, and it is told how large they are. */
const MAX_SENT_BYTES = 64 * 1024;

/** What of a payload is sent. */
export interface Payload {
  /** Size as JSON, in bytes of UTF-8. */
  bytes: number;
  /** Undefined if it is not sent. */
  value: unknown;
}

/** Measures a payload, and keeps it if it is to be sent. */
export function payloadOf(value: unknown, isSent: boolean): Payload {
  if (value === undefined) return { bytes: 0, value };
  const bytes = Buffer.byteLength(JSON.stringify(value) ?? '');
  return { bytes, value: isSent && bytes <= MAX_SENT_BYTES ? value : undefined };
}
