import { styleText } from 'node:util';

/** A style of `styleText`, such as `red`. */
export type Style = Parameters<typeof styleText>[0];

/** A text in a colour, if standard output is a terminal that shows colours and NO_COLOR is not set. */
export function paint(style: Style, text: string): string {
  return styleText(style, text, { stream: process.stdout });
}
