import { isInputRequiredResult, isSpecType, type ReadResourceResult } from '@modelcontextprotocol/server';

/**
 * A handler's return value as an MCP result: a `ReadResourceResult` stays as it is, a string becomes text,
 * bytes become base64, and everything else JSON.
 */
export function toReadResourceResult(value: unknown, uri: string, mimeType?: string): ReadResourceResult {
  if (isInputRequiredResult(value)) return value as unknown as ReadResourceResult;
  if (isSpecType.ReadResourceResult(value)) return value;
  const described = { uri, ...(mimeType !== undefined && { mimeType }) };
  if (typeof value === 'string') return { contents: [{ ...described, text: value }] };
  if (value instanceof Uint8Array)
    return { contents: [{ ...described, blob: Buffer.from(value).toString('base64') }] };
  const text = JSON.stringify(value ?? null);
  return { contents: [{ mimeType: 'application/json', ...described, text }] };
}
