/**
 * Returns the token of a sign-in link (`/dashboard/#token=…`), and removes it from the address bar and the history, so
 * that it is not bookmarked or seen.
 */
export function takeLinkToken(location: Location, history: History): string | undefined {
  const token = new URLSearchParams(location.hash.slice(1)).get('token');
  if (token === null) return undefined;
  history.replaceState(history.state, '', location.pathname + location.search);
  return token.trim() || undefined;
}
