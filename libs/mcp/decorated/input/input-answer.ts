import {
  fromJsonSchema,
  inputResponse,
  isSpecType,
  type ElicitRequestFormParams,
  type InputRequest,
  type InputResponse,
  type JsonSchemaType,
} from '@modelcontextprotocol/server';

/**
 * Finds the answer to a request for input among those that a client sent. Returns undefined when the answer is
 * missing or does not match the request, which is then asked again.
 */
export function readAnswer(
  responses: Record<string, unknown> | undefined,
  key: string,
  request: InputRequest,
): InputResponse | undefined {
  if (!responses || !Object.hasOwn(responses, key)) return undefined;
  const answer = responses[key];
  const { kind } = inputResponse(responses, key);
  return kind !== 'missing' && fits(request, answer) ? (answer as InputResponse) : undefined;
}

function fits(request: InputRequest, answer: unknown): boolean {
  switch (request.method) {
    case 'roots/list':
      return isSpecType.ListRootsResult(answer);
    case 'sampling/createMessage':
      return isSpecType.CreateMessageResult(answer) || isSpecType.CreateMessageResultWithTools(answer);
    case 'elicitation/create':
      return isSpecType.ElicitResult(answer) && fitsForm(request.params, answer);
    default:
      return request satisfies never;
  }
}

function fitsForm(params: object, { action, content }: { action: string; content?: unknown }): boolean {
  if (action !== 'accept' || !('requestedSchema' in params)) return true;
  const { requestedSchema } = params as ElicitRequestFormParams;
  const outcome = fromJsonSchema(requestedSchema as JsonSchemaType)['~standard'].validate(content ?? {});
  return !(outcome instanceof Promise) && outcome.issues === undefined;
}
