/** A receiver was not told. */
export class DeliveryError extends Error {
  readonly code = 'NOT_DELIVERED';

  constructor(
    message: string,
    /** Whether it may succeed later. */
    readonly isPassing: boolean,
    /** For how long the receiver asks to be left alone, in milliseconds. */
    readonly leaveMs = 0,
  ) {
    super(message);
  }
}

/** Resolves with why a receiver was not told; undefined if it was. */
export async function failureOf(telling: Promise<void>): Promise<DeliveryError | undefined> {
  try {
    await telling;
    return undefined;
  } catch (error) {
    if (error instanceof DeliveryError) return error;
    throw error;
  }
}
