/** A secret: printable ASCII except the blank and the comma, so that it fits into a header and into a comma list. */
export const SECRET = /^[!-+\--~]+$/;

/** The SHA-256 of a secret, in lower-case hex. */
export const SHA256 = /^[0-9a-f]{64}$/;

/** The name of a tenant. */
export const TENANT = /^[\w.-]{1,64}$/;
