// Reads Markdown, as far as the documentation site needs it.

const FENCE = /^(```|~~~)/;

/** The id that a heading has on the site and on GitHub. */
export function slugOf(heading) {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replace(/\s/g, '-');
}

/** The lines of a text with what they are: whether they are code, and the heading that they hold. */
export function* linesOf(markdown) {
  let isCode = false;
  for (const line of markdown.split('\n')) {
    const isFence = FENCE.test(line.trim());
    const [, marks, title] = (!isCode && /^(#{1,6}) (.*)$/.exec(line)) || [];
    yield { line, isCode: isCode || isFence, level: marks?.length, title };
    if (isFence) isCode = !isCode;
  }
}

/** The text with everything changed that is no block of code. */
export function textOutsideCode(markdown, change) {
  const parts = [];
  for (const { line, isCode } of linesOf(markdown)) {
    const last = parts.at(-1);
    if (last?.isCode === isCode) last.lines.push(line);
    else parts.push({ isCode, lines: [line] });
  }
  return parts.map(({ isCode, lines }) => (isCode ? lines.join('\n') : change(lines.join('\n')))).join('\n');
}

/** The ids of all headings of a text. */
export function anchorsOf(markdown) {
  return Array.from(linesOf(markdown))
    .filter(({ title }) => title !== undefined)
    .map(({ title }) => slugOf(title));
}

/** The title of a text: its first heading. */
export function titleOf(markdown) {
  return Array.from(linesOf(markdown)).find(({ title }) => title !== undefined)?.title;
}

/** The chapter below a heading, with the heading. Throws when there is none. */
export function chapterOf(markdown, wanted) {
  const lines = Array.from(linesOf(markdown));
  const start = lines.findIndex(({ title }) => title === wanted);
  if (start === -1)
    throw new Error(`The README has no chapter "${wanted}", which docs/site/contents.mjs names.`);
  const { level } = lines[start];
  const length = lines.slice(start + 1).findIndex((line) => line.level !== undefined && line.level <= level);
  const end = length === -1 ? lines.length : start + 1 + length;
  return lines
    .slice(start, end)
    .map(({ line }) => line)
    .join('\n')
    .trim();
}

/** A Markdown table. Bars in cells are escaped. */
export function tableOf(header, rows) {
  const lineOf = (cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [lineOf(header), lineOf(header.map(() => '---')), ...rows.map(lineOf)].join('\n');
}
