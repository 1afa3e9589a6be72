const DEFAULT_PREFIX = 'crowsnest';

/** A part of a URL that cannot be used. The message describes it as a clause, without the credentials. */
class BrokerUrlProblem extends Error {}

/** What is wrong with the URL of a log in a broker, which `read` reads; undefined if it is valid. */
export function problemOfUrl(read: () => unknown): string | undefined {
  try {
    read();
    return undefined;
  } catch (error) {
    if (error instanceof BrokerUrlProblem) return error.message;
    throw error;
  }
}

/** Refuses parameters that a URL may not have. */
export function allowParameters(parameters: URLSearchParams, ...names: string[]): void {
  const isUnknown = [...parameters.keys()].some((name) => !names.includes(name));
  if (isUnknown) refuseUrl(`has a parameter other than ${names.map((name) => `"${name}"`).join(' and ')}`);
}

/** The name of the log in its broker. `allowed` lists the characters of the pattern, for the error. */
export function prefixIn(parameters: URLSearchParams, pattern: RegExp, allowed: string): string {
  const prefix = parameters.get('prefix') ?? DEFAULT_PREFIX;
  return pattern.test(prefix) ? prefix : refuseUrl(`has a prefix that is not 1 to 64 of ${allowed}`);
}

/** A user or password as it was before it was encoded for the URL. */
export function decodedPart(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return refuseUrl('has a "%" in its user or password that is not written as "%25"');
  }
}

/** Reports a part of a URL that cannot be used. */
export function refuseUrl(problem: string): never {
  throw new BrokerUrlProblem(problem);
}
