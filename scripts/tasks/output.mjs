// Scripts print to the user who runs them.

/** Writes a line to the standard output. */
export function say(line) {
  process.stdout.write(`${line}\n`);
}

/** Writes a line to the standard error output. */
export function complain(line) {
  process.stderr.write(`${line}\n`);
}
