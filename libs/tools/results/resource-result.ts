import { isInputRequiredResult, isSpecType, type ReadResourceResult } from '@modelcontextprotocol/server';
import { toJsonValue } from './json-value.ts';

/**
 * Converts a handler's return value to an MCP result. A `ReadResourceResult` stays unchanged, a string becomes text,
 * bytes become base64, and everything else becomes JSON. Throws a `NoJsonError` when the value has no JSON.
 */
export function toReadResourceResult(returned: unknown, uri: string, mimeType?: string): ReadResourceResult {
  const described = { uri, ...(mimeType !== undefined && { mimeType }) };
  // `isView` comes first, because `instanceof` can throw for a proxy.
  if (ArrayBuffer.isView(returned) && returned instanceof Uint8Array)
    return { contents: [{ ...described, blob: Buffer.from(returned).toString('base64') }] };
  const value = toJsonValue(returned);
  if (isInputRequiredResult(value)) return value as unknown as ReadResourceResult;
  if (isSpecType.ReadResourceResult(value)) return value;
  if (typeof value === 'string') return { contents: [{ ...described, text: value }] };
  const text = JSON.stringify(value ?? null);
  return { contents: [{ mimeType: 'application/json', ...described, text }] };
}
