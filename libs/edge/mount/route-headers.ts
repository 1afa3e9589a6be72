/**
 * Headers of every response to an admin: nothing keeps it, no page frames it, and its address is not passed on. A
 * controller may set others in their place.
 */
export const ROUTE_HEADERS = {
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
} as const;
