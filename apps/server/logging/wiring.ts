/** Log contexts in which Nest describes its own wiring, which does not help to run the server. */
const WIRING = [
  'NestFactory',
  'InstanceLoader',
  'RoutesResolver',
  'RouterExplorer',
  'NestApplication',
  'ExceptionHandler',
];

/** Whether a message is about the wiring of Nest: the last argument of a logger's method is its context. */
export function isWiring(rest: readonly unknown[]): boolean {
  const context = rest.at(-1);
  return typeof context === 'string' && WIRING.includes(context);
}
