import type { TruncatedPayload } from '#contract';
import { cutText } from '#redaction';

/** Room for the members around the preview of a truncated payload. */
const FRAME_BYTES = 64;

/**
 * Limits a payload to `maxBytes` as JSON. Returns the redacted copy, or its beginning as text with the original size
 * in `bytes`. Throws when the copy has no JSON.
 */
export function cappedPayload(copy: unknown, bytes: number, maxBytes: number): unknown {
  const json = JSON.stringify(copy);
  if (Buffer.byteLength(json) <= maxBytes) return copy;
  return {
    truncated: true,
    bytes,
    preview: previewOf(json, maxBytes - FRAME_BYTES),
  } satisfies TruncatedPayload;
}

// Measures the preview as JSON, in which quotes are escaped and characters beyond ASCII take several bytes.
function previewOf(json: string, maxBytes: number): string {
  let preview = cutText(json, Math.max(0, maxBytes));
  for (let size = sizeOf(preview); size > maxBytes && preview !== ''; size = sizeOf(preview))
    preview = cutText(preview, Math.floor((preview.length * maxBytes) / size));
  return preview.toWellFormed();
}

function sizeOf(text: string): number {
  return Buffer.byteLength(JSON.stringify(text));
}
