/** A file or folder of secrets cannot be used as it is; the message says why and how to mend it. */
export class PrivateFileError extends Error {
  readonly code = 'PRIVATE_FILE';

  constructor(path: string, problem: string, options?: ErrorOptions) {
    super(`${path} ${problem}`, options);
    this.name = 'PrivateFileError';
  }
}
