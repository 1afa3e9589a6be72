/** A typed parameter of the console's URLs. */
export interface Parameter<T> {
  readonly name: string;
  /** The value if the parameter is absent. */
  readonly absent: T;
  /** Parses the text in the URL, or explains how to write it. */
  read(text: string): { value: T } | { problem: string };
  /** Returns the text for the URL; null leaves the parameter out. */
  write(value: T): string | null;
}

/** A parameter with an invalid text in the URL. */
export interface ParameterFault {
  name: string;
  text: string;
  /** Explains how to write it. */
  problem: string;
}

/** Returns a parameter that holds any text; empty if it is absent. */
export function textParameter(name: string): Parameter<string> {
  return { name, absent: '', read: (value) => ({ value }), write: (value) => value || null };
}

/** Returns a parameter that holds one of several words; the first one is the default. */
export function choiceParameter<T extends string>(name: string, choices: readonly [T, ...T[]]): Parameter<T> {
  const [absent, ...others] = choices;
  return {
    name,
    absent,
    read(text) {
      const value = choices.find((choice) => choice === text);
      return value ? { value } : { problem: `Write ${others.map((one) => `${name}=${one}`).join(' or ')}.` };
    },
    write: (value) => (value === absent ? null : value),
  };
}
