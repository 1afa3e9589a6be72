import { EdgeError } from '../errors/edge-error.ts';

const CODES = {
  400: 'BAD_BODY',
  413: 'PAYLOAD_TOO_LARGE',
  415: 'UNSUPPORTED_MEDIA_TYPE',
} as const;

/** A body that cannot be read: 400, 413 or 415. */
export class BodyFault extends EdgeError {
  constructor(
    status: keyof typeof CODES,
    /** What is wrong with the body, such as `is not UTF-8`. */
    readonly problem: string,
  ) {
    super(status, CODES[status], `The body ${problem}`);
  }
}

/** What Express says about a body that it cannot read. Other errors stay as they are. */
export function bodyFaultOf(error: unknown, maxBytes: number, encoding: string): unknown {
  if (error instanceof EdgeError) return error;
  const { status, type } = error as Record<'status' | 'type', unknown>;
  if (status === 413) return new BodyFault(413, `is larger than ${maxBytes} bytes`);
  // The decoders have no type of error of their own.
  if (status === 400 && type === undefined && encoding !== 'identity')
    return new BodyFault(400, `is not ${encoding}, although its Content-Encoding says so`);
  return error;
}
