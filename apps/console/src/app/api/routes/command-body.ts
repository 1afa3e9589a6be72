/** Returns the body of a command with its reason; none without a reason. */
export function bodyWith(reason: string): RequestInit {
  if (reason === '') return {};
  return { headers: { 'content-type': 'application/json' }, body: JSON.stringify({ reason }) };
}
