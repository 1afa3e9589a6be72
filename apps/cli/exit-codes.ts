// docs/command-line.md explains them to users.

/** The exit code when a command could not do its work. */
export const FAULT = 1;
/** The exit code for an invalid command line, as in shells and most programs. */
export const MISUSE = 2;
/** The exit code of `audit verify` for a trail with a break. */
export const BROKEN_TRAIL = 3;
/** The exit code of `stdio` for a command that cannot be run, as in shells. */
export const NOT_EXECUTABLE = 126;
/** The exit code of `stdio` for a command that is not there, as in shells. */
export const NOT_FOUND = 127;
/** What shells add to the number of a signal that has ended a command. */
export const ENDED_BY_SIGNAL = 128;
/** The exit code of work on a log that Ctrl-C has interrupted, as in shells. */
export const INTERRUPTED = 130;
