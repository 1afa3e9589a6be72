/** Duration of a sign-in: 12 hours, in milliseconds. */
export const SIGN_IN_MS = 12 * 60 * 60 * 1000;
