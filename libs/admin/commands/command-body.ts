import { jsonBodyReader } from '#edge';

/** Maximum size of a command's body, in bytes. */
const MAX_BYTES = 100 * 1024;

/**
 * Reads the body of a command as JSON; undefined if it has none, or if it does not say that it is JSON. Called once the
 * admin is known, so that no body of a stranger is read.
 */
export const readBody = jsonBodyReader({ maxBytes: MAX_BYTES, needsType: true });
