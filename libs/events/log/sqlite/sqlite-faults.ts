import { LogError } from '../log-error.ts';

// Primary result codes: https://www.sqlite.org/rescode.html
const BUSY = 5;
const READONLY = 8;
const CORRUPT = 11;
const CANTOPEN = 14;
const NOTADB = 26;

/** Explains to the operator why a database file could not be opened, and what to do about it. */
export function explainOpenFault(path: string, error: unknown): LogError {
  const { message, errcode } = error as { message: string; errcode?: number };
  const cause = { cause: error };
  switch (errcode === undefined ? undefined : errcode & 0xff) {
    case BUSY:
      return new LogError(
        'LOG_IN_USE',
        `The event log ${path} is in use by another process. Stop that one, or name another file with CROWSNEST_LOG.`,
        cause,
      );
    case READONLY:
    case CANTOPEN:
      return notWritable(path, message, cause);
    case CORRUPT:
    case NOTADB:
      return corrupt(path, message, cause);
    default:
      if (message.startsWith('file is ')) return corrupt(path, message, cause);
      if (message.startsWith('path is ')) return notAFile(path, message.slice('path is '.length), cause);
      return notWritable(path, message, cause);
  }
}

/** Whether what a database holds is the fault, and not where it lies. */
export function isOfContent(error: unknown): boolean {
  const { message, errcode = 0 } = error as { message: string; errcode?: number };
  return [CORRUPT, NOTADB].includes(errcode & 0xff) || message.startsWith('file is ');
}

function notAFile(path: string, kind: string, cause: ErrorOptions): LogError {
  return new LogError(
    'LOG_NOT_A_FILE',
    `The event log ${path} cannot be opened: it is ${kind}. Name a regular file with CROWSNEST_LOG, such as sqlite:.crowsnest/events.db.`,
    cause,
  );
}

function corrupt(path: string, message: string, cause: ErrorOptions): LogError {
  return new LogError(
    'LOG_CORRUPT',
    `The event log ${path} cannot be read: ${message}. Move the file away to begin a new log, or name another one with CROWSNEST_LOG.`,
    cause,
  );
}

function notWritable(path: string, message: string, cause: ErrorOptions): LogError {
  return new LogError(
    'LOG_NOT_WRITABLE',
    `The event log ${path} cannot be written: ${message}. Give this user write access to the file and its folder, or name another one with CROWSNEST_LOG.`,
    cause,
  );
}
