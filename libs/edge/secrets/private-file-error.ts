/** A file or folder of secrets is not safe to use. The message says why, and how to correct it. */
export class PrivateFileError extends Error {
  readonly code = 'PRIVATE_FILE';

  constructor(path: string, problem: string, options?: ErrorOptions) {
    super(`${path} ${problem}`, options);
    this.name = 'PrivateFileError';
  }
}
