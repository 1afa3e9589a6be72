/**
 * Takes the token out of a sign-in link (`/dashboard/#token=…`), and out of the address bar and the
 * history at once, so that neither a glance nor a bookmark can give it away.
 */
export function takeLinkToken(location: Location, history: History): string | undefined {
  const token = new URLSearchParams(location.hash.slice(1)).get('token');
  if (token === null) return undefined;
  history.replaceState(history.state, '', location.pathname + location.search);
  return token.trim() || undefined;
}
