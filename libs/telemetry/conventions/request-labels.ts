import type { RequestOutcome } from '#mcp';
import { BoundedValues, OTHER } from './bounded-values.ts';
import { MAX_METHODS, METHODS } from './methods.ts';

/** As many as `/stats` tells apart. */
const MAX_TOOLS = 1_000;
const MAX_PROMPTS = 1_000;
/** A server behind the gateway may answer with any code. */
const MAX_CODES = 50;

/** The names of the labels. */
export const REQUEST_LABELS = [
  'mcp_method_name',
  'gen_ai_operation_name',
  'gen_ai_tool_name',
  'gen_ai_prompt_name',
  'error_type',
  'rpc_response_status_code',
] as const;

/** What the labels tell of a request. */
interface LabelledRequest {
  method: string;
  target: string | undefined;
  outcome: RequestOutcome;
  /** The code of a JSON-RPC error. */
  code: number | undefined;
  errorType: string | undefined;
  /** Whether a tool of the name exists. True when that is not known. */
  isOffered: boolean;
}

/**
 * The labels of requests, by the OpenTelemetry conventions for MCP. Methods, names and codes come from outside, so each has a
 * limited number of values: a tool is named if it is offered, and a prompt once it was answered.
 */
export class RequestLabels {
  readonly #methods = new BoundedValues(MAX_METHODS, METHODS);
  readonly #tools = new BoundedValues(MAX_TOOLS);
  readonly #prompts = new BoundedValues(MAX_PROMPTS);
  readonly #codes = new BoundedValues(MAX_CODES);
  readonly #errorTypes = new BoundedValues(MAX_CODES);

  of(request: LabelledRequest): Partial<Record<(typeof REQUEST_LABELS)[number], string>> {
    const { method, code, errorType } = request;
    return {
      mcp_method_name: this.#methods.of(method),
      ...this.#target(request),
      ...(code !== undefined && { rpc_response_status_code: this.#codes.of(String(code)) }),
      ...(errorType !== undefined && { error_type: this.#errorTypes.of(errorType) }),
    };
  }

  #target({ method, target = '', outcome, isOffered }: LabelledRequest) {
    switch (method) {
      case 'tools/call':
        return {
          gen_ai_operation_name: 'execute_tool',
          gen_ai_tool_name: isOffered ? this.#tools.of(target) : OTHER,
        };
      case 'prompts/get':
        return {
          gen_ai_prompt_name: outcome === 'result' ? this.#prompts.of(target) : this.#prompts.known(target),
        };
      default:
        return {};
    }
  }
}
