/** Returns the beginning of a text: at most `length` UTF-16 units, without splitting a character. */
export function cutText(text: string, length: number): string {
  if (text.length <= length) return text;
  const isInside = (text.charCodeAt(length - 1) & 0xfc00) === 0xd800;
  return text.slice(0, isInside ? length - 1 : length);
}
