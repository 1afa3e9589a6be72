/**
 * Injection token for the server's own secret, which signs cookies and derives the ids of principals. It is stored as
 * `cookie-key` in the data directory. Deleting that file signs all admins out.
 */
export const SERVER_KEY = Symbol('SERVER_KEY');
