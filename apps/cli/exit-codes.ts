/** The exit code when a command could not do its work. */
export const FAULT = 1;
/** The exit code for an invalid command line, as in shells and most programs. */
export const MISUSE = 2;
