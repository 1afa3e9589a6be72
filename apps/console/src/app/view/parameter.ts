/** A parameter of the console's URLs, with a value of its own type. */
export interface Parameter<T> {
  readonly name: string;
  /** The value without the parameter. */
  readonly absent: T;
  /** Reads the text of a URL, or says how to write it right. */
  read(text: string): { value: T } | { problem: string };
  /** The text for a URL; null leaves the parameter out. */
  write(value: T): string | null;
}

/** A parameter whose text in the URL says nothing that the console understands. */
export interface ParameterFault {
  name: string;
  text: string;
  /** How to write it right. */
  problem: string;
}

/** A parameter that holds any text; empty without it. */
export function textParameter(name: string): Parameter<string> {
  return { name, absent: '', read: (value) => ({ value }), write: (value) => value || null };
}

/** A parameter that holds one of several words, the first of which goes without saying. */
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
