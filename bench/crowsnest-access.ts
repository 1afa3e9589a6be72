/** The token that the stream clients sign in with. */
export const ADMIN_TOKEN = 'an-admin-token-for-the-bench';
