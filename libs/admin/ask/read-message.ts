import { jsonBodyReader } from '#edge';

/** Maximum size of a message, in bytes. Questions are small. */
const MAX_BYTES = 256 * 1024;

/** Reads the message of a request, once the admin is known. */
export const readMessage = jsonBodyReader({ maxBytes: MAX_BYTES });
