import { ProtocolError, ProtocolErrorCode, type StandardSchemaV1 } from '@modelcontextprotocol/server';

/**
 * A value as its schema returns it. Throws a `ProtocolError` with every issue, in the words of the SDK: `fault` is what it
 * begins with.
 */
export async function validated(schema: StandardSchemaV1, value: unknown, fault: string): Promise<unknown> {
  const outcome = schema['~standard'].validate(value);
  const result = outcome instanceof Promise ? await outcome : outcome;
  if (!result.issues?.length) return (result as { value: unknown }).value;
  const issues = result.issues.map(issueText).join(', ');
  throw new ProtocolError(ProtocolErrorCode.InvalidParams, `${fault}: ${issues}`);
}

function issueText({ path, message }: StandardSchemaV1.Issue): string {
  if (!path?.length) return message;
  return `${path.map((part) => String(typeof part === 'object' ? part.key : part)).join('.')}: ${message}`;
}
