/**
 * Every published event carries a stamp, `@` with its number and the time at which it was published: a
 * receiver finds it in the bytes without parsing them. No other `@` is ever sent.
 */
const NUMBER_DIGITS = 10;
const TIME_DIGITS = 16;

export const STAMP_MARK = 64;
export const STAMP_LENGTH = 1 + NUMBER_DIGITS + TIME_DIGITS;

/** Microseconds of the system's monotonic clock: the same one in every process. */
export function microseconds(): number {
  return Number(process.hrtime.bigint() / 1_000n);
}

export function writeStamp(number: number): string {
  return `@${String(number).padStart(NUMBER_DIGITS, '0')}${String(microseconds()).padStart(TIME_DIGITS, '0')}`;
}

/** The number in the stamp that begins at `at`. */
export function stampedNumber(bytes: Buffer, at: number): number {
  return readDigits(bytes, at + 1, NUMBER_DIGITS);
}

/** The time in the stamp that begins at `at`, in microseconds. */
export function stampedTime(bytes: Buffer, at: number): number {
  return readDigits(bytes, at + 1 + NUMBER_DIGITS, TIME_DIGITS);
}

function readDigits(bytes: Buffer, from: number, count: number): number {
  let value = 0;
  for (let at = from; at < from + count; at += 1) value = value * 10 + (bytes[at] ?? 0) - 48;
  return value;
}
