/** What a client of the stream signs in with. */
export const ADMIN_TOKEN = 'an-admin-token-for-the-bench';
