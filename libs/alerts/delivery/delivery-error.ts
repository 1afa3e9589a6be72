/** A receiver was not told. */
export class DeliveryError extends Error {
  readonly code = 'NOT_DELIVERED';

  constructor(
    message: string,
    /** Whether it may succeed later. */
    readonly isPassing: boolean,
  ) {
    super(message);
  }
}
