import type { TruncatedPayload } from '#contract';
import { cutText } from '#redaction';

/** Room for what surrounds the preview of a truncated payload. */
const FRAME_BYTES = 64;

/**
 * A payload of at most `maxBytes` as JSON: the redacted copy itself, or its beginning as text with `bytes`, the
 * size of the original. Throws for a copy that has no JSON.
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

// As JSON again: quotes are escaped, and characters beyond ASCII take more than one byte.
function previewOf(json: string, maxBytes: number): string {
  let preview = cutText(json, Math.max(0, maxBytes));
  for (let size = sizeOf(preview); size > maxBytes && preview !== ''; size = sizeOf(preview))
    preview = cutText(preview, Math.floor((preview.length * maxBytes) / size));
  return preview.toWellFormed();
}

function sizeOf(text: string): number {
  return Buffer.byteLength(JSON.stringify(text));
}
