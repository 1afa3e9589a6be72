/**
 * Every published event carries a stamp in `data`: its number and the time of publishing, under a key that occurs
 * nowhere else. A receiver finds it in the bytes without parsing them. Both are numbers of fixed width, so they cost a
 * server no more than other fields.
 */
export interface Stamp {
  '@': number;
  t: number;
}

/** The byte of `@`. */
export const STAMP_MARK = 64;

const FIRST_NUMBER = 1e9;
const NUMBER_AT = '@":'.length;
const NUMBER_LENGTH = String(FIRST_NUMBER).length;
const FIRST_TIME = 1e12;
const TIME_AT = NUMBER_AT + NUMBER_LENGTH + ',"t":'.length;
const TIME_LENGTH = String(FIRST_TIME).length;

/** Number of bytes of a stamp, including its mark. */
export const STAMP_LENGTH = TIME_AT + TIME_LENGTH;

/** Microseconds of the system's monotonic clock, which all processes share. */
export function microseconds(): number {
  return Number(process.hrtime.bigint() / 1_000n);
}

export function stampOf(number: number): Stamp {
  return { '@': FIRST_NUMBER + number, t: FIRST_TIME + microseconds() };
}

/** The number in the stamp that begins at `at`. */
export function stampedNumber(bytes: Buffer, at: number): number {
  return readFigures(bytes, at + NUMBER_AT, NUMBER_LENGTH) - FIRST_NUMBER;
}

/** The time in the stamp that begins at `at`, in microseconds. */
export function stampedTime(bytes: Buffer, at: number): number {
  return readFigures(bytes, at + TIME_AT, TIME_LENGTH) - FIRST_TIME;
}

function readFigures(bytes: Buffer, from: number, length: number): number {
  let value = 0;
  for (let at = from; at < from + length; at += 1) value = value * 10 + (bytes[at] ?? 0) - 48;
  return value;
}
