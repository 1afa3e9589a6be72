/**
 * Injects the server's own secret: it signs cookies and derives the ids of principals. It lies in the data
 * directory as `cookie-key`; whoever deletes that file signs all admins out.
 */
export const SERVER_KEY = Symbol('SERVER_KEY');
